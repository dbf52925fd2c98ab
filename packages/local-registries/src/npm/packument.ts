import { at, plain, textOf, type Plain } from '../reading.ts';
import { compareVersions } from '../versions.ts';
import { fileName } from './names.ts';
import { revisionOf, type Package } from './package.ts';
import { digestsOf } from './upload.ts';

/** All that a registry says of a package. */
export interface Packument extends Plain {
  readonly name: string;
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, Plain>>;
  readonly time: Readonly<Record<string, string>>;
}

export const fileUrl = (origin: string, name: string, version: string): string =>
  `${origin}/${name}/-/${encodeURIComponent(fileName(name, version))}`;

/** The full form, with addresses by which this client can fetch. */
export function packumentOf(known: Package, origin: string): Packument {
  const { name, tags, maintainers, created, modified, gone, readme } = known;
  const versions = Object.fromEntries(
    Object.entries(known.versions).map(([version, { manifest, attestations }]) => {
      const url = `${origin}/-/npm/v1/attestations/${name.replace('/', '%2f')}@${version}`;
      const proven = attestations.length === 0 ? {} : { attestations: { url } };
      return [version, withDist(manifest, { tarball: fileUrl(origin, name, version), ...proven })];
    }),
  );
  const latest = versions[at(tags, 'latest') as string] ?? Object.values(versions).at(-1);
  const described = ['description', 'homepage', 'keywords', 'repository', 'author', 'bugs', 'license'].flatMap(
    (field) => (at(latest, field) === undefined ? [] : [[field, at(latest, field)] as const]),
  );
  const published = Object.entries(known.versions).map(([version, { published: when }]) => [version, when] as const);
  return {
    _id: name,
    _rev: revisionOf(known),
    name,
    'dist-tags': tags,
    versions,
    time: { created, modified, ...gone, ...Object.fromEntries(published) },
    maintainers: maintainers.map(person),
    ...Object.fromEntries(described),
    readme,
    readmeFilename: readme === '' ? '' : 'README.md',
  };
}

export const person = (name: string) => ({ name, email: `${name}@localhost` });

/** The manifest as npm's own registry completes it. */
export function completed(manifest: Plain, file: Uint8Array, user: string): Plain {
  const { name, version } = { name: textOf(at(manifest, 'name')), version: textOf(at(manifest, 'version')) };
  return {
    ...withDist(manifest, digestsOf(file)),
    _id: `${name ?? ''}@${version ?? ''}`,
    _npmUser: person(user),
    maintainers: [person(user)],
  };
}

const withDist = (manifest: Plain, more: Plain): Plain => ({
  ...manifest,
  dist: { ...plain(at(manifest, 'dist')), ...more },
});

/** What an installer needs, and no more: `application/vnd.npm.install-v1+json`. */
export function abbreviated({ name, 'dist-tags': tags, versions, time, modified }: Packument): Plain {
  const short = Object.entries(versions).map(([version, manifest]) => {
    const kept = installFields.flatMap((field) => {
      const value = at(manifest, field);
      return value === undefined ? [] : [[field, value] as const];
    });
    return [
      version,
      { ...Object.fromEntries(kept), ...(runsScripts(manifest) ? { hasInstallScript: true } : {}) },
    ] as const;
  });
  return { name, modified: at(time, 'modified') ?? modified, 'dist-tags': tags, versions: Object.fromEntries(short) };
}

const installFields = [
  ...['name', 'version', 'deprecated', 'dependencies', 'optionalDependencies', 'devDependencies', 'bundleDependencies'],
  ...[
    'bundledDependencies',
    'peerDependencies',
    'peerDependenciesMeta',
    'acceptDependencies',
    'bin',
    'directories',
    'dist',
  ],
  ...['engines', '_hasShrinkwrap', 'hasInstallScript', 'cpu', 'os', 'libc', 'funding', 'license'],
];

/** Installing runs these, or builds from a binding.gyp. */
function runsScripts(manifest: Plain): boolean {
  const scripts = plain(at(manifest, 'scripts'));
  return (
    ['preinstall', 'install', 'postinstall'].some((name) => at(scripts, name) !== undefined) ||
    at(manifest, 'gypfile') === true
  );
}

/** What is published here comes first; the versions of others are added, and their tags where we have none. */
export function merged(packuments: readonly Packument[]): Packument | undefined {
  const [first, ...others] = packuments;
  if (first === undefined || others.length === 0) return first;
  const all = [...packuments].reverse();
  const together = (field: 'dist-tags' | 'versions' | 'time') =>
    Object.assign({}, ...all.map((one) => one[field])) as unknown;
  return {
    ...(Object.assign({}, ...all) as Packument),
    'dist-tags': together('dist-tags') as Packument['dist-tags'],
    versions: together('versions') as Packument['versions'],
    time: together('time') as Packument['time'],
  };
}

/** A version, or what a tag stands for. */
export function versionOf({ versions, 'dist-tags': tags }: Packument, wanted: string): Plain | undefined {
  return plain(at(versions, wanted)) ?? plain(at(versions, textOf(at(tags, wanted)) ?? ''));
}

export const newestOf = (versions: Readonly<Record<string, unknown>>): string | undefined =>
  Object.keys(versions).sort(compareVersions).at(-1);
