import type { Depot } from '../../model/depot.ts';
import type { BuildJob } from '../../model/matrix.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { FoundBundle } from '../../packaging/bundle-expect.ts';
import type { Manifest } from '../../packaging/manifest-schema.ts';
import { readManifest } from '../../packaging/read-manifest.ts';
import { textIn } from '../gathering/bundles.ts';

/** What one machine made of a unit. */
export interface Part {
  readonly job: BuildJob;
  readonly found: FoundBundle;
  readonly manifest: Manifest;
}

/** A part whose manifest tells exactly the files that its bundle holds, of the unit, version and commit that it was asked for. */
export async function readPart(job: BuildJob, found: FoundBundle, depot: Depot): Promise<Result<Part>> {
  const text = await textIn(found, 'manifest.json', depot);
  const manifest = text === undefined ? undefined : readManifest(text);
  if (manifest === undefined) return fail(noManifest(found));
  const { unit, version, source, files } = manifest;
  if ((manifest.assets === undefined) !== (job.makes === undefined))
    return fail(otherManifest(found, manifest.assets === undefined ? 'packages' : 'assets'));
  if (unit !== job.unit || version !== job.version || source.commit !== found.bundle.commit)
    return fail(otherManifest(found, `${unit} ${version} of ${source.commit.slice(0, 10)}`));
  const told = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  const held = found.bundle.files.filter(({ name }) => name !== 'manifest.json');
  const differs = [
    ...held.filter(({ name, sha256 }) => told.get(name) !== sha256).map(({ name }) => name),
    ...files.filter(({ name }) => held.every((file) => file.name !== name)).map(({ name }) => name),
  ];
  return differs.length > 0
    ? fail(...[...new Set(differs)].map((name) => otherFile(found, name)))
    : ok({ job, found, manifest });
}

/** Two machines that made a file of one name: nobody could tell which is meant. On some systems it is one though letters differ in case. */
export function sharedNames(parts: readonly Part[]): readonly Problem[] {
  const first = new Map<string, Part>();
  return parts.flatMap((part) =>
    part.manifest.files.flatMap(({ name }) => {
      const other = first.get(name.toLowerCase());
      if (other === undefined) first.set(name.toLowerCase(), part);
      return other === undefined || other === part ? [] : [twice(name, other, part)];
    }),
  );
}

const again = (job: string): string => `nx-convoy package --plan=plan.json --job=${job} --bundle=<folder>`;

const noManifest = ({ folder, bundle }: FoundBundle): Problem => ({
  code: 'BUNDLE_UNREADABLE',
  severity: 'error',
  what: `${folder} (${bundle.job}) has no manifest.json that can be read.`,
  fix: again(bundle.job),
});

const otherManifest = ({ folder, bundle }: FoundBundle, is: string): Problem => ({
  code: 'BUNDLE_OTHER_UNIT',
  severity: 'error',
  what: `The manifest.json of ${folder} (${bundle.job}) tells ${is}, and its bundle.json ${bundle.unit} ${bundle.version} of ${bundle.commit.slice(0, 10)}.`,
  fix: again(bundle.job),
});

const otherFile = ({ folder, bundle }: FoundBundle, name: string): Problem => ({
  code: 'BUNDLE_ALTERED',
  severity: 'error',
  what: `${name} of ${folder} (${bundle.job}) is not what its manifest.json tells.`,
  fix: again(bundle.job),
});

const twice = (name: string, one: Part, other: Part): Problem => ({
  code: 'BUNDLE_FILE_TWICE',
  severity: 'error',
  what: `${name} is in the bundles of ${one.job.id} and ${other.job.id}.`,
  fix: 'Let each platform have a name of its own for its files: a command of your own knows {platform} and {target}.',
});
