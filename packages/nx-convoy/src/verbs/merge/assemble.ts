import { ecosystems } from '../../ecosystems/index.ts';
import type { Depot } from '../../model/depot.ts';
import type { Identity, MadeFile, Opened, Recorded } from '../../model/packaging.ts';
import { ok, fail, type Problem, type Result } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import type { Bench } from '../../model/workshop.ts';
import { openArchive } from '../../packaging/archive/open.ts';
import { bundleFiles } from '../../packaging/bundle.ts';
import { isSafe } from '../../packaging/bundle-names.ts';
import { manifestText, sums } from '../../packaging/manifest.ts';
import type { Manifest } from '../../packaging/manifest-schema.ts';
import { secretFiles } from '../../packaging/secret-files.ts';
import { sizes } from '../../packaging/sizes.ts';
import { slugOf } from '../../packaging/slug.ts';
import { foreignBinaries, wheelsOfJob } from '../../packaging/wheel-tags.ts';
import { boundsOf } from '../gathering/bounds.ts';
import type { Jobs } from '../gathering/jobs.ts';
import { takeImage, type TakenOver } from '../gathering/take-image.ts';
import { sharedNames, type Part } from './parts.ts';

export interface Assembled {
  readonly files: readonly MadeFile[];
  readonly manifest: string;
  readonly problems: readonly Problem[];
}

export interface Ground {
  readonly jobs: Jobs;
  readonly bench: Bench;
  readonly depot: Depot;
  readonly recorded: (unit: string) => Recorded | undefined;
}

/** Lays the folder of a unit out on a bench, as one machine would have made it; nothing is believed that was looked at elsewhere. */
export async function assemble(unit: Unit, parts: readonly Part[], ground: Ground): Promise<Assembled> {
  const { jobs, bench } = ground;
  const slug = slugOf(unit.id);
  const version = parts[0]?.job.version ?? '';
  const taken = await takeParts(slug, version, parts, ground);
  if (!taken.ok) return { files: [], manifest: '', problems: taken.problems };
  const { files, whole, measured = whole, image } = taken.value;
  const { graph, config, source, repo } = jobs;
  const ecosystem = ecosystems.find(({ id }) => id === unit.ecosystem);
  const asked = { graph, config, source: { ...source, epoch: Number(source.epoch) }, recorded: ground.recorded };
  const bounds =
    ecosystem === undefined ? { limits: [] } : boundsOf(unit, ecosystem, { config, repo, since: new Map() });
  const problems = [
    ...taken.value.problems,
    ...(ecosystem?.inspect?.({ unit, version, files: whole, repo, asked, ...(image === undefined ? {} : { image }) }) ??
      []),
    ...whole.flatMap(foreignBinaries),
    ...parts.flatMap(({ job, manifest }) =>
      job.target === undefined
        ? []
        : wheelsOfJob(
            manifest.files.map(({ name }) => name),
            job,
            job.id,
          ),
    ),
    ...secretFiles(whole, config.package?.allow),
    ...sizes(measured, { unit, ...bounds }),
  ];
  const manifest = manifestText({
    ...{ unit, version, source: { commit: source.commit, date: source.date }, files: whole },
    ...factsOf(parts),
    ...(image === undefined ? {} : { image }),
  });
  await bench.write(slug, 'manifest.json', manifest);
  await bench.write(slug, 'SHA256SUMS', sums(files, 'sha256'));
  await bench.write(slug, 'SHA512SUMS', sums(files, 'sha512'));
  return { files, manifest, problems };
}

function takeParts(slug: string, version: string, parts: readonly Part[], ground: Ground): Promise<Result<TakenOver>> {
  const names = new Set(parts.map(({ manifest }) => manifest.image?.name));
  const [name] = names;
  if (name === undefined && names.size === 1) return takeFiles(slug, parts, ground);
  // A folder of one name in each: its files are told apart by their digests.
  if (name === undefined || names.size > 1 || !isSafe(name) || name.includes('/'))
    return Promise.resolve(fail(otherLayouts(parts)));
  return takeLayouts(name, slug, version, parts, ground);
}

export async function takeFiles(
  slug: string,
  parts: readonly Part[],
  { bench, depot }: Pick<Ground, 'bench' | 'depot'>,
): Promise<Result<TakenOver>> {
  const shared = sharedNames(parts);
  if (shared.length > 0) return fail(...shared);
  const files: MadeFile[] = [];
  for (const { found, manifest } of parts) {
    const platforms = new Map(manifest.files.map(({ name, platform }) => [name, platform]));
    const names = manifest.files.map((file) => ({ path: file.name, as: file.name }));
    const taken = await bench.take(slug, depot.path(`${found.folder}/${bundleFiles}`), names);
    for (const file of taken) {
      const platform = platforms.get(file.name);
      files.push({ ...file, ...(platform === undefined ? {} : { platform }) });
    }
  }
  const opened: Result<Opened>[] = [];
  for (const file of inOrder(files)) opened.push(openArchive(file, await bench.read(slug, file.name)));
  return ok({
    files: inOrder(files),
    whole: opened.flatMap((one) => (one.ok ? [one.value] : [])),
    problems: opened.flatMap((one) => (one.ok ? [] : one.problems)),
  });
}

/** As one machine lists them. */
const inOrder = (files: readonly MadeFile[]): readonly MadeFile[] =>
  [...files].sort((a, b) => (a.name < b.name ? -1 : 1));

/**
 * The index is written here, over what each machine built, in the order of the settings: so it is the same wherever they were built. Files are
 * laid beside each other first, for blobs are taken by what images name, and not by what a bundle lists.
 */
async function takeLayouts(
  name: string,
  slug: string,
  version: string,
  parts: readonly Part[],
  { bench, depot, jobs }: Ground,
): Promise<Result<TakenOver>> {
  for (const [at, { found, manifest }] of parts.entries())
    for (const file of manifest.files)
      await bench.lay(depot.path(`${found.folder}/${bundleFiles}/${file.name}`), `part-${at}/${file.name}`);
  const layouts = parts.map(({ job }, at) => ({
    ...{ form: 'oci' as const, folder: `${bench.scratch}/part-${at}/${name}` },
    ...(job.platform === 'any' ? {} : { platform: job.platform }),
  }));
  return takeImage({ name, parts: layouts }, slug, bench, Number(jobs.source.epoch), version);
}

type Facts = Pick<Parameters<typeof manifestText>[0], 'identity' | 'tools' | 'environment' | 'parts'>;

/** What machines say of themselves. Where there was one, the manifest is the one that it wrote. */
export function factsOf(parts: readonly Part[]): Facts {
  const manifests = parts.map(({ manifest }) => manifest);
  const loose = manifests.flatMap(({ identity }) => (identity.by === 'content' ? [identity] : []));
  const identity: Identity = loose[0] === undefined ? { by: 'bytes' } : { by: 'content', why: loose[0].why };
  const of = (key: 'os' | 'arch'): string =>
    [...new Set(manifests.map(({ environment }) => environment[key]))].join(', ');
  return {
    identity,
    tools: joined(manifests.map(({ tools }) => tools)),
    environment: {
      ...{ os: of('os'), arch: of('arch') },
      variables: joined(manifests.map(({ environment }) => environment.variables)),
    },
    ...(parts.length === 1 ? {} : { parts: parts.map(partOf) }),
  };
}

const partOf = ({ job, manifest }: Part): NonNullable<Manifest['parts']>[number] => ({
  job: job.id,
  platform: job.platform,
  machine: { os: manifest.environment.os, arch: manifest.environment.arch },
  tools: manifest.tools,
});

/** Each value once, where machines differ. */
function joined(records: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const values = new Map<string, Set<string>>();
  for (const record of records)
    for (const [key, value] of Object.entries(record)) values.set(key, (values.get(key) ?? new Set()).add(value));
  return Object.fromEntries([...values].map(([key, all]) => [key, [...all].join(', ')]));
}

const otherLayouts = (parts: readonly Part[]): Problem => ({
  code: 'BUNDLE_OTHER_UNIT',
  severity: 'error',
  what: `${parts.map(({ job }) => job.id).join(', ')} do not hold one image: ${parts.map(({ manifest }) => manifest.image?.name ?? 'none').join(', ')}.`,
  fix: 'Run these jobs again, all from the same commit and by the same version of nx-convoy.',
});
