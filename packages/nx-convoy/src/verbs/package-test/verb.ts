import { resolve } from 'node:path';
import { isAskedFor } from '../../graph/called.ts';
import { contract } from '../../graph/contract.ts';
import { discover } from '../../graph/discover.ts';
import { neighbourhood } from '../../graph/neighbourhood.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import type { World } from '../../model/world.ts';
import { assetSlug } from '../../packaging/assets/slug.ts';
import { unitFolder } from '../../packaging/slug.ts';
import { evidenceFile, type Tested } from '../../packaging/tested.ts';
import { gatherConfig } from '../gathering/gather.ts';
import { askOne } from '../gathering/git-state.ts';
import { halfJob } from '../gathering/jobs.ts';
import { manifestIn } from '../gathering/manifest.ts';
import { sideBySide } from '../gathering/side-by-side.ts';
import type { Verb } from '../verb.ts';
import { alterations, type Built } from './built.ts';
import { testJob } from './job.ts';
import { packageTestOptions } from './options.ts';
import { notPackaged, nothingPackaged, otherCommit } from './problems.ts';
import { report, type Told } from './report.ts';
import { tryOne, type Scene, type Tried } from './try-one.ts';

export const packageTest: Verb<typeof packageTestOptions, Told> = {
  name: 'package-test',
  summary: 'Installs the files that were packaged in a clean place, tries them there, and writes evidence of it.',
  options: packageTestOptions,
  async run(options, world) {
    const { hands } = world;
    if (hands === undefined) throw new Error('package-test was given a world that only looks on');
    const { plan, job, bundles } = options;
    const half = halfJob({ '--plan': plan, '--job': job, '--bundles': bundles });
    if (half.length > 0) return report({ tested: [], left: [], problems: half }, options.format, world);
    if (plan !== undefined && job !== undefined && bundles !== undefined)
      return report(await testJob({ ...options, plan, job, bundles }, { ...world, hands }), options.format, world);
    const repo = await world.snapshot();
    const { config, problems } = await gatherConfig(repo);
    const graph = contract(discover(repo, config), world.projects);
    const { unknown } = neighbourhood(graph, options.units);
    const refused = [...[...problems, ...graph.problems].filter(({ severity }) => severity === 'error'), ...unknown];
    const say = (told: Told) => report(told, options.format, world);
    if (refused.length > 0) return say({ tested: [], left: [], problems: refused });
    const root = hands.clients.workspace;
    const found = new Map<string, Place>();
    for (const unit of graph.units)
      for (const place of placesOf(unit)) {
        const at = `${options.out}/${place.folder}`;
        const made = await manifestIn(at, unit.id, (path) => hands.read(path));
        if (made !== undefined)
          found.set(place.folder, { ...place, built: { ...made, unit, folder: resolve(root, at) } });
      }
    const isAsked = isAskedFor(options.units);
    const wanted = [...found.values()].filter(({ built: { unit } }) => isAsked(unit));
    const missing = nothingThere(
      options.out,
      (options.units ?? []).length > 0 ? graph.units.filter(isAsked) : [],
      wanted,
    );
    const scene: Scene = {
      ...{ world: { ...world, hands }, options, repo, config, graph },
      built: new Map([...found.values()].flatMap(({ built, isAssets }) => (isAssets ? [] : [[built.unit.id, built]]))),
    };
    const head = await askOne(world, 'rev-parse', 'HEAD');
    const wrong = await alteredFiles(wanted, head ?? '', scene);
    const tried = await sideBySide(wanted, options.parallel, async ({ built, folder }) => ({
      ...{ built, folder, tried: await tryOne(built, scene, wrong.get(folder) ?? []) },
    }));
    return say({ ...(await written(tried, options.out, world)), problems: missing });
  },
};

interface Place {
  readonly folder: string;
  readonly isAssets: boolean;
  readonly built: Built;
}

const placesOf = (unit: Unit): readonly Omit<Place, 'built'>[] => [
  { folder: unitFolder(unit), isAssets: false },
  { folder: `assets/${assetSlug(unit)}`, isAssets: true },
];

/** Nothing to try is no proof: neither where a unit was asked for, nor where there is nothing at all. */
function nothingThere(out: string, asked: readonly Unit[], wanted: readonly Place[]): readonly Problem[] {
  const there = new Set(wanted.map(({ built }) => built.unit.id));
  if (asked.length === 0) return wanted.length === 0 ? [nothingPackaged(out)] : [];
  return asked.filter(({ id }) => !there.has(id)).map(({ id }) => notPackaged(id, out));
}

/** By folder: what is not what it was when it was packaged, and what was packaged from another commit. */
async function alteredFiles(
  wanted: readonly Place[],
  head: string,
  { world, options }: Scene,
): Promise<ReadonlyMap<string, readonly Problem[]>> {
  const workshop = await world.hands.workshop({ out: options.out, lets: [], keeps: [], env: {}, epoch: 0 });
  const bench = await workshop.begin();
  try {
    const wrong = new Map<string, readonly Problem[]>();
    for (const { folder, built } of wanted) {
      const { unit, manifest } = built;
      const isOther = manifest.source.commit !== head;
      wrong.set(folder, [
        ...(isOther ? [otherCommit(unit.id, manifest.source.commit, head)] : []),
        ...(await alterations(built, bench)),
      ]);
    }
    return wrong;
  } finally {
    await bench.leave();
  }
}

interface TriedPlace {
  readonly built: Built;
  readonly folder: string;
  readonly tried: Tried;
}

/** Evidence is written of what failed as well: it takes the place of an older one that says otherwise. */
async function written(all: readonly TriedPlace[], out: string, world: World): Promise<Omit<Told, 'problems'>> {
  const [tested, left]: [(Tested & { readonly evidence: string })[], { unit: string; why: string }[]] = [[], []];
  for (const { built, folder, tried } of all) {
    if ('untried' in tried) {
      left.push({ unit: built.unit.id, why: tried.untried });
      continue;
    }
    const evidence = evidenceFile(out, folder);
    await world.save(evidence, `${JSON.stringify(tried.tested, undefined, 2)}\n`);
    tested.push({ ...tried.tested, evidence });
  }
  return { tested, left };
}
