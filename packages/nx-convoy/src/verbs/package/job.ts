import type { Hands } from '../../model/hands.ts';
import type { BuildJob } from '../../model/matrix.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import type { World } from '../../model/world.ts';
import { bundleFile, bundleFiles, bundleText, textDigest } from '../../packaging/bundle.ts';
import type { Bundle } from '../../packaging/bundle-schema.ts';
import { assetSlug } from '../../packaging/assets/slug.ts';
import { unitFolder } from '../../packaging/slug.ts';
import { takenFolder } from '../gathering/bundles.ts';
import { gatherJobs, noSuchJob, type Jobs } from '../gathering/jobs.ts';
import { manifestIn } from '../gathering/manifest.ts';
import type { PackageOptions } from './options.ts';
import { allAssets } from './assets/all.ts';
import { packageGround, type PackageGround } from './ground.ts';
import { makePackages } from './packages.ts';
import type { Packaged } from './packaged.ts';
import type { Told } from './report.ts';

interface Asked extends PackageOptions {
  readonly plan: string;
  readonly job: string;
  readonly bundle: string;
}

/** Makes exactly the files of one job of many, and hands them on as a bundle. */
export async function packageJob(asked: Asked, world: World, hands: Hands): Promise<Told> {
  const jobs = await gatherJobs(asked.plan, [asked.bundle], world, hands);
  if (!jobs.ok) return { made: [], left: [], problems: jobs.problems };
  const { matrix, graph, source } = jobs.value;
  const builds = matrix.build.include;
  const job = builds.find(({ id }) => id === asked.job);
  const unit = graph.units.find(({ id }) => id === job?.unit);
  if (job === undefined || unit === undefined)
    return {
      made: [],
      left: [],
      problems: [
        noSuchJob(
          asked.job,
          builds.map(({ id }) => id),
        ),
      ],
    };
  const taken = await takenFolder(asked.bundle, hands.depot);
  if (taken.length > 0) return { made: [], left: [], problems: taken };
  const isPart =
    job.platform !== 'any' || builds.filter((one) => one.unit === job.unit && one.makes === job.makes).length > 1;
  const around = { asked, job, unit, jobs: jobs.value, world, hands };
  // What is whole may have been made before: by a task of Nx, or by its cache.
  const before = isPart || asked.clean || job.makes === 'assets' ? undefined : await handOver(asked.out, around);
  if (before !== undefined && before.problems.length === 0)
    return { commit: source.commit, made: [before], left: [], problems: [] };
  const out = `${asked.out}/jobs/${job.id}`;
  const ground = await packageGround([unit], { ...asked, out }, { ...jobs.value, world, hands });
  const made =
    job.makes === 'assets'
      ? await makeAssetsOf(job, unit, out, { ...ground, plan: jobs.value.plan }, world)
      : await makePackages(
          [unit],
          { ...ground, graph, out, since: new Map(), ...(isPart ? { part: job } : {}) },
          hands,
        );
  const problems = [...made.problems, ...made.made.flatMap((one) => one.problems)];
  const isMade =
    made.made.length === 1 && made.made.every(({ ok }) => ok) && !problems.some(({ severity }) => severity === 'error');
  const handed = isMade ? await handOver(out, around) : undefined;
  return {
    commit: source.commit,
    made: handed === undefined ? made.made : [{ ...handed, problems: [...problems, ...handed.problems] }],
    left: [],
    problems: [...problems, ...(handed?.problems ?? [])],
  };
}

/** A job makes all that it was asked for: what is left for other machines on one is missing here. */
async function makeAssetsOf(
  job: BuildJob,
  unit: Unit,
  out: string,
  { plan, ...ground }: PackageGround & Pick<Jobs, 'plan'>,
  world: World,
): Promise<{ readonly made: readonly Packaged[]; readonly problems: readonly Problem[] }> {
  const tag = plan.tags.find(({ units }) => units.includes(unit.id))?.name;
  const part = { platform: job.platform, ...(tag === undefined ? {} : { tag }) };
  const { made, left } = await allAssets([unit], out, { ...ground, part }, world);
  return { made, problems: left.map(({ why }) => notMade(job, why)) };
}

const notMade = ({ id, platform }: BuildJob, why: string): Problem => ({
  code: 'ASSET_NOT_MADE',
  severity: 'error',
  what: `${id}: ${why}.`,
  fix: `Run this job where ${platform} can be built ("matrix": { "runners": { "${platform}": "…" } }), or skip it, with the reason.`,
});

interface Around {
  readonly asked: Asked;
  readonly job: BuildJob;
  readonly unit: Unit;
  readonly jobs: Jobs;
  readonly world: World;
  readonly hands: Hands;
}

/** Undefined where nothing of this commit lies there. Every file is measured on its way: a cache may have been written by anybody. */
async function handOver(out: string, { asked, job, unit, jobs, world, hands }: Around): Promise<Packaged | undefined> {
  const folder = `${out}/${job.makes === 'assets' ? `assets/${assetSlug(unit)}` : unitFolder(unit)}`;
  const found = await manifestIn(folder, unit.id, (path) => hands.read(path));
  const { manifest, text = '' } = found ?? {};
  if (manifest === undefined || manifest.source.commit !== jobs.source.commit || manifest.version !== job.version)
    return undefined;
  const problems: Problem[] = [];
  const told = new Map(manifest.files.map((file) => [file.name, file.sha256]));
  const files = manifest.files.map(({ name }) => ({ from: `${folder}/${name}`, as: name }));
  const absent = files.filter(({ from }) => !hands.exists(from));
  problems.push(...absent.map(({ as }) => altered(unit.id, as)));
  if (absent.length === 0)
    await hands.depot.put(asked.bundle, files, (measured) => {
      problems.push(
        ...measured.filter(({ name, sha256 }) => told.get(name) !== sha256).map(({ name }) => altered(unit.id, name)),
      );
      if (problems.length > 0) return undefined;
      const bundle: Bundle = {
        ...{ schema: 1, kind: 'bundle', job: job.id, plan: jobs.plan.id, commit: jobs.source.commit },
        ...{ unit: unit.id, version: job.version, platform: job.platform, tool: world.tool },
        machine: { os: manifest.environment.os, arch: manifest.environment.arch },
        tools: manifest.tools,
        files: [
          ...measured.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
          { name: 'manifest.json', size: Buffer.byteLength(text), sha256: textDigest(text) },
        ],
      };
      return { [bundleFile]: bundleText(bundle), [`${bundleFiles}/manifest.json`]: text };
    });
  return {
    ...{
      unit: unit.id,
      version: job.version,
      folder: `${asked.bundle}/${bundleFiles}`,
      ok: problems.length === 0,
      problems,
    },
    files: manifest.files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
  };
}

const altered = (unit: string, file: string): Problem => ({
  code: 'BUNDLE_ALTERED',
  severity: 'error',
  what: `${file} of ${unit} is not what its manifest.json tells, or gone.`,
  fix: `Make it again: nx-convoy package --units=${unit} --clean.`,
});
