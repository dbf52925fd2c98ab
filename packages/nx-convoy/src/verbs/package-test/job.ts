import type { Hands } from '../../model/hands.ts';
import type { TestJob } from '../../model/matrix.ts';
import type { Problem } from '../../model/problem.ts';
import type { Bench } from '../../model/workshop.ts';
import type { World } from '../../model/world.ts';
import { bundleFile, bundleFiles, bundleText, textDigest } from '../../packaging/bundle.ts';
import { judge, type FoundBundle } from '../../packaging/bundle-expect.ts';
import { readManifest } from '../../packaging/read-manifest.ts';
import { unitFolder } from '../../packaging/slug.ts';
import type { Tested } from '../../packaging/tested.ts';
import { gatherBundles, takenFolder, textIn } from '../gathering/bundles.ts';
import { gatherJobs, noSuchJob, type Jobs } from '../gathering/jobs.ts';
import type { Built } from './built.ts';
import type { PackageTestOptions } from './options.ts';
import { notPackaged, otherMachine } from './problems.ts';
import type { Told } from './report.ts';
import { tryOne } from './try-one.ts';

interface Asked extends PackageTestOptions {
  readonly plan: string;
  readonly job: string;
  readonly bundles: string;
}

type Acting = World & { readonly hands: Hands };

/** As much as any machine is asked to take. */
const most = 100e9;

/** Tries what other machines have built on this one, by the Python that the job names, and leaves evidence for whoever merges. */
export async function testJob(asked: Asked, world: Acting): Promise<Told> {
  const { hands } = world;
  const { depot } = hands;
  const refuse = (...problems: readonly Problem[]): Told => ({ tested: [], left: [], problems });
  const jobs = await gatherJobs(
    asked.plan,
    [asked.bundles, ...(asked.bundle === undefined ? [] : [asked.bundle])],
    world,
    hands,
  );
  if (!jobs.ok) return refuse(...jobs.problems);
  const tests = jobs.value.matrix.test.include;
  const job = tests.find(({ id }) => id === asked.job);
  if (job === undefined)
    return refuse(
      noSuchJob(
        asked.job,
        tests.map(({ id }) => id),
      ),
    );
  const elsewhere = ofOtherMachine(job, hands);
  const out = asked.bundle ?? `${asked.bundles}/${job.id}`;
  const taken = await takenFolder(out, depot);
  const bundles = await neededBundles(job, asked, jobs.value, hands);
  const wrong = [...elsewhere, ...taken, ...bundles.problems];
  if (wrong.length > 0) return refuse(...wrong);
  const workshop = await hands.workshop({ out: asked.out, lets: [], keeps: [], env: {}, epoch: 0 });
  const bench = await workshop.begin();
  try {
    const built = await layBuilt(bundles.found, jobs.value, bench, hands);
    const own = built.get(job.unit);
    if (own === undefined) return refuse(notPackaged(job.unit, asked.bundles));
    const scene = {
      ...{ world, options: asked, built, repo: jobs.value.repo, config: jobs.value.config, graph: jobs.value.graph },
      ...(job.python === undefined ? {} : { python: job.python }),
    };
    const tried = await tryOne(own, scene, []);
    if ('untried' in tried) return { tested: [], left: [{ unit: job.unit, why: tried.untried }], problems: [] };
    await leaveEvidence(tried.tested, job, bundles.found, { out, jobs: jobs.value, world });
    return { tested: [{ ...tried.tested, evidence: `${out}/${bundleFiles}/tested.json` }], left: [], problems: [] };
  } finally {
    await bench.leave();
  }
}

function ofOtherMachine({ id, os }: TestJob, { clients }: Hands): readonly Problem[] {
  const names: Readonly<Record<string, string>> = { darwin: 'macos', win32: 'windows' };
  const here = names[clients.os] ?? clients.os;
  return here === os ? [] : [otherMachine(id, os, here)];
}

/** Exactly the bundles that the job takes, each as its list says; what else lies there is for others. */
async function neededBundles(
  { needs }: TestJob,
  asked: Asked,
  { matrix, plan, source }: Jobs,
  { depot }: Hands,
): Promise<{ readonly found: readonly FoundBundle[]; readonly problems: readonly Problem[] }> {
  const { found, broken, problems } = await gatherBundles(asked.bundles, most, depot);
  const include = matrix.build.include.filter(({ id }) => needs.includes(id));
  const judged = judge(
    found.filter(({ bundle }) => needs.includes(bundle.job)),
    {
      plan: plan.id,
      commit: source.commit,
      matrix: { build: { include }, test: { include: [] } },
      broken,
      isTested: false,
    },
  );
  return { found: [...judged.builds.values()], problems: [...problems, ...judged.problems] };
}

/** The files of each unit in one folder, as if they had been packaged here. */
async function layBuilt(
  found: readonly FoundBundle[],
  { graph }: Jobs,
  bench: Bench,
  { depot }: Hands,
): Promise<ReadonlyMap<string, Built>> {
  const built = new Map<string, Built>();
  for (const one of found) {
    const { unit: id, files } = one.bundle;
    const unit = graph.units.find((each) => each.id === id);
    const text = await textIn(one, 'manifest.json', depot);
    const manifest = text === undefined ? undefined : readManifest(text);
    if (unit === undefined || manifest === undefined || text === undefined) continue;
    const folder = `tried/${unitFolder(unit)}`;
    for (const { name } of files)
      if (name !== 'manifest.json')
        await bench.lay(depot.path(`${one.folder}/${bundleFiles}/${name}`), `${folder}/${name}`);
    const before = built.get(id);
    const all = [...(before?.manifest.files ?? []), ...manifest.files];
    built.set(id, {
      unit,
      folder: `${bench.scratch}/${folder}`,
      manifest: { ...manifest, files: all },
      text: `${before?.text ?? ''}${text}`,
    });
  }
  return built;
}

async function leaveEvidence(
  tested: Tested,
  job: TestJob,
  found: readonly FoundBundle[],
  { out, jobs, world }: { readonly out: string; readonly jobs: Jobs; readonly world: Acting },
): Promise<void> {
  const text = `${JSON.stringify(tested, undefined, 2)}\n`;
  const { clients, depot } = world.hands;
  await depot.put(out, [], () => ({
    [`${bundleFiles}/tested.json`]: text,
    [bundleFile]: bundleText({
      ...{ schema: 1, kind: 'evidence', job: job.id, plan: jobs.plan.id, commit: jobs.source.commit },
      ...{ unit: job.unit, version: tested.version, platform: job.os, tool: world.tool },
      machine: { os: clients.os, arch: clients.arch },
      tools: tested.tools,
      files: [{ name: 'tested.json', size: Buffer.byteLength(text), sha256: textDigest(text) }],
      tried: Object.fromEntries(found.map(({ bundle, digest }) => [bundle.job, digest])),
    }),
  }));
}
