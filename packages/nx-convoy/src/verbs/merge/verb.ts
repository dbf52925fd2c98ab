import type { Hands } from '../../model/hands.ts';
import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { judge } from '../../packaging/bundle-expect.ts';
import { assetSlug } from '../../packaging/assets/slug.ts';
import { unitFolder } from '../../packaging/slug.ts';
import { evidenceOf } from '../../packaging/tested.ts';
import { gatherBundles } from '../gathering/bundles.ts';
import { gatherJobs, withNamed, type Jobs } from '../gathering/jobs.ts';
import { packaging } from '../package/verb.ts';
import type { Verb } from '../verb.ts';
import { evidenceFor, readEvidence, type Tried } from './evidence.ts';
import { laidOut, type LaidOut } from './lay-out.ts';
import { mergeOptions, type MergeOptions } from './options.ts';
import { report, type Merged, type MergedUnit } from './report.ts';

export const merge: Verb<typeof mergeOptions, Merged> = {
  name: 'merge',
  summary:
    'Puts together what many machines have made of a plan: exactly what it expects, each unit whole, or nothing.',
  options: mergeOptions,
  positional: 'bundles',
  async run(options, world) {
    const { hands } = world;
    if (hands === undefined) throw new Error('merge was given a world that only looks on');
    const jobs = await gatherJobs(options.plan, [options.bundles], world, hands);
    const merged = jobs.ok
      ? await mergeAll(jobs.value, options, world, hands)
      : { units: [], left: [], problems: jobs.problems };
    return report(merged, options.format, world);
  },
};

async function mergeAll(jobs: Jobs, options: MergeOptions, world: World, hands: Hands): Promise<Merged> {
  const { plan, matrix, config, source } = jobs;
  const { depot } = hands;
  const bundles = await gatherBundles(options.bundles, options.most * 1e9, depot);
  const isTested = config.publish?.requireTest === true;
  const { broken } = bundles;
  const judged = judge(bundles.found, { plan: plan.id, commit: source.commit, matrix, broken, isTested });
  const evidence = await readEvidence(judged.tests, matrix.test.include, depot);
  const told = [...bundles.problems, ...judged.problems, ...evidence.problems];
  const laid = await laidOut(judged.builds, jobs, options, hands);
  try {
    const problems = [...told, ...laid.flatMap((one) => one.problems)];
    if (problems.some(({ severity }) => severity === 'error')) return { units: [], left: [], problems };
    const units: MergedUnit[] = [];
    for (const one of laid) {
      await one.keep();
      await writeEvidence(one, evidence.tried, jobs, options, world);
      units.push(unitOf(one, options));
    }
    const made = await makeRest(jobs, options, world, hands);
    return {
      units: [...units, ...made.units],
      left: matrix.left.filter(({ by }) => by !== 'merge'),
      problems: [...problems, ...made.problems],
    };
  } finally {
    for (const one of laid) await one.leave();
  }
}

const unitOf = ({ unit, makes, version, parts, files }: LaidOut, { out }: MergeOptions): MergedUnit => ({
  unit: unit.id,
  version,
  folder: `${out}/${makes === 'assets' ? `assets/${assetSlug(unit)}` : unitFolder(unit)}`,
  jobs: parts.map(({ job }) => job.id),
  files: files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
});

async function writeEvidence(
  { unit, makes, manifest }: LaidOut,
  tried: readonly Tried[],
  { matrix }: Jobs,
  { out }: MergeOptions,
  world: World,
): Promise<void> {
  if (makes === 'assets') return;
  const tested = evidenceFor(unit.id, manifest, tried, matrix.test.include);
  if (tested !== undefined) await world.save(evidenceOf(out, unit), `${JSON.stringify(tested, undefined, 2)}\n`);
}

/** What is made of others' files is made now that they are whole, here, by the same code that makes it on one machine. */
async function makeRest(
  { matrix }: Jobs,
  { bundles, plan, out, timeout }: MergeOptions,
  world: World,
  hands: Hands,
): Promise<{ readonly units: readonly MergedUnit[]; readonly problems: readonly Problem[] }> {
  const units = matrix.left.flatMap(({ unit, by }) => (by === 'merge' ? [unit] : []));
  if (units.length === 0) return { units: [], problems: [] };
  const asked = packaging.options.parse({ units, out, timeout, assets: 'none' });
  const { value, problems } = await packaging.run(asked, withNamed(world, [plan, bundles], hands));
  const made = value.made.filter(({ ok }) => ok);
  return {
    units: made.map(({ unit, version, folder, files }) => ({ unit, version, folder, jobs: [], files })),
    problems,
  };
}
