import type { Artifact } from '../model/delivery.ts';
import type { Image } from '../model/image.ts';
import type { Identity, MadeFile, Opened } from '../model/packaging.ts';
import type { Unit } from '../model/unit.ts';
import type { Manifest } from './manifest-schema.ts';
import { differenceOf } from './since.ts';

export interface Facts {
  readonly unit: Unit;
  readonly version: string;
  readonly source: { readonly commit: string; readonly date: string };
  readonly identity: Identity;
  readonly tools: Readonly<Record<string, string>>;
  readonly environment: Manifest['environment'];
  readonly files: readonly Opened[];
  /** The manifest of an earlier release, where one is at hand. */
  readonly since?: Manifest;
  /** What is handed out beside the packages, in place of what registries take: and what of it this machine could not make. */
  readonly assets?: { readonly missing: readonly { readonly name: string; readonly platform: string }[] };
  /** Which machine made what, where there were several. */
  readonly parts?: NonNullable<Manifest['parts']>;
  /** Below which name its layout lies, where it is an image. */
  readonly image?: Image & { readonly name: string };
}

/** The same commit, tools and settings give the same text, on whichever machine: no clock, no names, no folders of it. */
export function manifestText(facts: Facts): string {
  const { unit, version, source, identity, tools, environment, files, since, assets, image, parts } = facts;
  const manifest: Manifest = {
    schema: 1,
    unit: unit.id,
    ecosystem: unit.ecosystem,
    name: unit.name,
    version,
    source,
    identity,
    tools: sorted(tools),
    environment: { ...environment, variables: sorted(environment.variables) },
    files: files.map(({ name, size, sha256, sha512, platform, entries }) => ({
      name,
      size,
      sha256,
      sha512,
      ...(platform === undefined ? {} : { platform }),
      ...(entries.length === 0 ? {} : { contents: entries.map((entry) => ({ ...entry })) }),
    })),
    ...(since === undefined ? {} : { since: differenceOf(since, version, files) }),
    ...(assets === undefined ? {} : { assets: { missing: assets.missing.map((one) => ({ ...one })) } }),
    ...(parts === undefined ? {} : { parts }),
    ...(image === undefined ? {} : { image: imageFacts(image) }),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

const imageFacts = ({ name, root, platforms }: NonNullable<Facts['image']>): NonNullable<Manifest['image']> => ({
  name,
  ...root,
  platforms: platforms.map(({ platform, manifest, config, layers, labels }) => ({
    platform,
    ...manifest,
    config: { ...config },
    ...(labels[revisionLabel] === undefined ? {} : { revision: labels[revisionLabel] }),
    layers: layers.map(({ mediaType, digest, size, diffId }) => ({
      ...{ mediaType, digest, size },
      ...(diffId === undefined ? {} : { diffId }),
    })),
  })),
});

const revisionLabel = 'org.opencontainers.image.revision';

/** As `sha256sum --check` and `sha512sum --check` read it. */
export const sums = (files: readonly MadeFile[], by: 'sha256' | 'sha512'): string =>
  files.map((file) => `${file[by]}  ${file.name}\n`).join('');

/** What was made, as those know it who deliver it: an image is one, of however many files. `folder` is where the manifest lies. */
export const artifactsOf = ({ unit, files, image }: Manifest, folder: string): readonly Artifact[] => [
  ...files
    .filter(({ name }) => image === undefined || !name.startsWith(`${image.name}/`))
    .map(({ name, size, sha256, sha512, platform }) => ({
      unit,
      name,
      ...(platform === undefined ? {} : { platform }),
      path: `${folder}/${name}`,
      size,
      digests: [`sha256:${sha256}`, `sha512:${sha512}`, `sha512-${Buffer.from(sha512, 'hex').toString('base64')}`],
    })),
  ...(image === undefined ? [] : [imageArtifact(unit, image, files, folder)]),
];

const imageArtifact = (
  unit: string,
  { name, digest }: NonNullable<Manifest['image']>,
  files: Manifest['files'],
  folder: string,
): Artifact => ({
  unit,
  name,
  path: `${folder}/${name}`,
  size: files.reduce((sum, file) => (file.name.startsWith(`${name}/blobs/`) ? sum + file.size : sum), 0),
  digests: [digest],
});

const sorted = (record: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
