import type { BuildJob } from '../../model/matrix.ts';
import type { Opened } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { packingOf } from '../../packaging/archive/pack.ts';
import { inspectMembers, inspectSize, type AssetMember } from '../../packaging/assets/inspect.ts';
import { assetSlug } from '../../packaging/assets/slug.ts';
import { assetPlatform, isNamedAs, type WantedAsset } from '../../packaging/assets/wanted.ts';
import { manifestText, sums } from '../../packaging/manifest.ts';
import { secretFiles } from '../../packaging/secret-files.ts';
import { programSuffix } from '../../platforms/rust.ts';
import { wantedAssets } from '../../planning/written/assets.ts';
import { factsOf, takeFiles, type Assembled, type Ground } from './assemble.ts';
import type { Part } from './parts.ts';

/** Lays out what a unit hands out beside its packages: every file that its plan names for these jobs, and no other. */
export async function assembleAssets(unit: Unit, parts: readonly Part[], ground: Ground): Promise<Assembled> {
  const { plan, graph, config, source } = ground.jobs;
  const slug = assetSlug(unit);
  const taken = await takeFiles(slug, parts, ground);
  if (!taken.ok) return { files: [], manifest: '', problems: taken.problems };
  const { files, whole } = taken.value;
  const planned = plan.units.find(({ id }) => id === unit.id);
  const wanted = planned === undefined ? [] : wantedAssets(planned, plan.tags, config, graph);
  const problems = [
    ...taken.value.problems,
    ...parts.flatMap(({ job, manifest }) =>
      otherNames(
        job,
        wanted.filter((asset) => assetPlatform(asset) === job.platform),
        manifest.files.map(({ name }) => name),
      ),
    ),
    ...secretFiles(whole, config.package?.allow),
  ];
  for (const file of whole) {
    const asset = wanted.find((one) => isNamedAs(one, file.name));
    if (asset === undefined) continue;
    const bytes = await ground.bench.read(slug, file.name);
    problems.push(
      ...inspectMembers(asset, membersOf(asset, file, bytes)),
      ...inspectSize(asset, file.size, asset.config),
    );
  }
  const manifest = manifestText({
    ...{
      unit,
      version: parts[0]?.job.version ?? '',
      source: { commit: source.commit, date: source.date },
      files: whole,
    },
    ...factsOf(parts),
    assets: {
      // What was skipped, with its reason, is told as on a machine that cannot build it.
      missing: wanted
        .filter((asset) => parts.every(({ job }) => job.platform !== assetPlatform(asset)))
        .map((asset) => ({ name: asset.name, platform: assetPlatform(asset) })),
    },
  });
  await ground.bench.write(slug, 'manifest.json', manifest);
  await ground.bench.write(slug, 'SHA256SUMS', sums(files, 'sha256'));
  await ground.bench.write(slug, 'SHA512SUMS', sums(files, 'sha512'));
  return { files, manifest, problems };
}

/** Programs are told by their names; libraries and all else by what they are. */
function membersOf(asset: WantedAsset, file: Opened, bytes: Uint8Array): readonly AssetMember[] {
  const suffix = asset.platform === undefined ? '' : programSuffix(asset.platform);
  const programs = new Set(asset.programs.map((program) => `${program}${suffix}`));
  if (packingOf(file.name) === undefined)
    return [{ path: file.name, bytes, is: asset.kind === 'programs' ? 'program' : 'file' }];
  return file.entries.flatMap(({ path }) => {
    const content = file.bytes(path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    return content === undefined
      ? []
      : [{ path, bytes: content, is: programs.has(name) ? 'program' : 'file' } as const];
  });
}

export function otherNames(
  job: BuildJob,
  wanted: readonly WantedAsset[],
  names: readonly string[],
): readonly Problem[] {
  return [
    ...wanted
      .filter((asset) => !names.some((name) => isNamedAs(asset, name)))
      .map(({ name }) => other('ASSET_MISSING', `${job.id} was to make ${name}, and its bundle has none.`, job)),
    ...names
      .filter((name) => !wanted.some((asset) => isNamedAs(asset, name)))
      .map((name) =>
        other('ASSET_EXTRA', `${name} is in the bundle of ${job.id}, and the plan names no such file.`, job),
      ),
  ];
}

const other = (code: string, what: string, { id }: BuildJob): Problem => ({
  ...{ code, severity: 'error', what },
  fix: `Run the job again, from the commit of the plan: nx-convoy package --plan=plan.json --job=${id} --bundle=<folder>.`,
});
