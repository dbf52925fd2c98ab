import { isAskedFor } from '../../graph/called.ts';
import { contract } from '../../graph/contract.ts';
import { discover } from '../../graph/discover.ts';
import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { gatherConfig } from '../gathering/gather.ts';
import { halfJob } from '../gathering/jobs.ts';
import { sourceOf } from '../gathering/source.ts';
import type { Report, Verb } from '../verb.ts';
import { allAssets, withAssets } from './assets/all.ts';
import { choose, type Chosen } from './choose.ts';
import { earlier } from './earlier.ts';
import { packageGround } from './ground.ts';
import { packageJob } from './job.ts';
import { packageOptions } from './options.ts';
import { makePackages } from './packages.ts';
import { machineForm, tell, type Told } from './report.ts';

export const packaging: Verb<typeof packageOptions, Told> = {
  name: 'package',
  summary:
    'Makes the files of units from the commit that is checked out, looks into them, and writes down what they are.',
  options: packageOptions,
  async run(options, world) {
    const { hands } = world;
    if (hands === undefined) throw new Error('package was given a world that only looks on');
    const { plan, job, bundle } = options;
    const half = halfJob({ '--plan': plan, '--job': job, '--bundle': bundle });
    if (half.length > 0) return say({ made: [], left: [], problems: half }, options.format, world);
    if (plan !== undefined && job !== undefined && bundle !== undefined)
      return say(await packageJob({ ...options, plan, job, bundle }, world, hands), options.format, world);
    const repo = await world.snapshot();
    const { config, problems } = await gatherConfig(repo);
    const graph = contract(discover(repo, config), world.projects);
    const source = await sourceOf(world);
    const chosen =
      options.assets === 'only' ? noPackages : choose(graph, options.units, { config, installs: options.installs });
    const since = await earlier(options.since, chosen.units, (path) => hands.read(path));
    const wrong = [...[...problems, ...graph.problems].filter(isError), ...chosen.problems, ...since.problems];
    if (!source.ok) wrong.push(...source.problems);
    if (!source.ok || wrong.length > 0) return say({ made: [], left: [], problems: wrong }, options.format, world);

    const ground = await packageGround(chosen.units, options, { world, hands, repo, config, source: source.value });
    const packages = await makePackages(
      chosen.units,
      { ...ground, graph, out: options.out, since: since.manifests },
      hands,
    );
    const handed =
      options.assets === 'none' ? [] : withAssets(graph.units.filter(isAskedFor(options.units)), { config });
    const assets = await allAssets(handed, options.out, ground, world);
    const made = [...packages.made, ...assets.made];
    const left = [...chosen.left.filter(({ unit }) => handed.every(({ id }) => id !== unit)), ...assets.left];
    const told = [...new Set([...packages.problems, ...made.flatMap((one) => one.problems)])];
    return say({ commit: source.value.commit, made, left, problems: told }, options.format, world);
  },
};

/** Where only assets are asked for. */
const noPackages: Chosen = { units: [], left: [], problems: [] };

const isError = ({ severity }: Problem): boolean => severity === 'error';

function say(told: Told, format: 'table' | 'json', world: World): Report<Told> {
  return {
    value: told,
    text: format === 'json' ? `${JSON.stringify(machineForm(told), undefined, 2)}\n` : tell(told, world),
    problems: told.problems,
    ok: !told.problems.some(isError),
  };
}
