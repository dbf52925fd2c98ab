import { createHash } from 'node:crypto';
import { ecosystems } from '../../ecosystems/index.ts';
import { contract } from '../../graph/contract.ts';
import { discover } from '../../graph/discover.ts';
import { kindsInOrder } from '../../graph/packaged-before.ts';
import type { Recorded, Tool } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import type { Workshop } from '../../model/workshop.ts';
import type { World } from '../../model/world.ts';
import { homeOf } from '../../planning/changelog/home.ts';
import { gatherConfig } from '../gathering/gather.ts';
import { askOne } from '../gathering/git-state.ts';
import type { Report, Verb } from '../verb.ts';
import { allAssets, withAssets } from './assets/all.ts';
import { boundsOf } from './bounds.ts';
import { choose, isAskedFor, type Chosen } from './choose.ts';
import { earlier } from './earlier.ts';
import { jobsOf } from './jobs.ts';
import { make, type Packaged } from './make.ts';
import { packageOptions } from './options.ts';
import { recordedOf } from './recorded.ts';
import { machineForm, tell, type Told } from './report.ts';
import { sourceOf } from '../gathering/source.ts';

export const packaging: Verb<typeof packageOptions, Told> = {
  name: 'package',
  summary:
    'Makes the files of units from the commit that is checked out, looks into them, and writes down what they are.',
  options: packageOptions,
  async run(options, world) {
    const { hands } = world;
    if (hands === undefined) throw new Error('package was given a world that only looks on');
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

    const workshop = await hands.workshop({
      out: options.out,
      lets: config.package?.env ?? [],
      keeps: chosen.units.flatMap(({ id }) =>
        (config.units[id]?.afterBuild ?? []).flatMap(({ secrets = [] }) => secrets),
      ),
      env: { SOURCE_DATE_EPOCH: source.value.epoch, TZ: 'UTC' },
      epoch: Number(source.value.epoch),
    });
    const tracked = ((await askOne(world, 'ls-files', '-z', '--cached')) ?? '')
      .split('\0')
      .filter((file) => file !== '');
    if (options.clean) await workshop.clean();
    const units = new Map(chosen.units.map((unit) => [unit.id, unit]));
    const made: Packaged[] = [];
    const unmade: Problem[] = [];
    const { commit, date, epoch } = source.value;
    const home = homeOf(repo, graph.units);
    const lookup = { root: workshop.root, out: options.out, commit, read: (path: string) => hands.read(path) };
    const recorded = new Map<string, Recorded | undefined>();
    const parts = new Set(graph.edges.flatMap(({ to, isMade }) => (isMade === true ? [to] : [])));
    for (const unit of graph.units)
      if (unit.images !== undefined || parts.has(unit.id)) recorded.set(unit.id, await recordedOf(unit, lookup));
    const kinds = kindsInOrder(
      graph,
      ecosystems.map(({ id }) => id),
    );
    for (const ecosystem of kinds.flatMap((kind) => ecosystems.find(({ id }) => id === kind) ?? [])) {
      const wanted = chosen.units.filter((unit) => unit.ecosystem === ecosystem.id);
      if (wanted.length === 0) continue;
      const asked = {
        ...{ units: wanted, tracked, graph, repo, config, root: workshop.root, cache: workshop.cache },
        source: { commit, date, epoch: Number(epoch), ...(home === undefined ? {} : { url: home.url }) },
        works: await workingOf(ecosystem.madeWith?.choices ?? [], workshop),
        recorded: (unit: string) => recorded.get(unit),
        keyOf,
        timeoutMs: options.timeout * 1000,
      };
      const around = {
        ...{ ecosystem, units, repo, config, source: source.value, out: options.out, workshop },
        timeoutMs: asked.timeoutMs,
        asked,
        bounds: (unit: Unit) => boundsOf(unit, ecosystem, { config, repo, since: since.manifests }),
      };
      const { jobs, problems: refused } = jobsOf(ecosystem, asked);
      unmade.push(...refused);
      for (const job of jobs) {
        const bench = await workshop.begin();
        try {
          const told = await make(job(bench.scratch), bench, around);
          made.push(...told);
          for (const { unit: id } of told) recorded.set(id, await recordedOf({ id, ecosystem: ecosystem.id }, lookup));
        } finally {
          await bench.leave();
        }
      }
    }
    const handed =
      options.assets === 'none' ? [] : withAssets(graph.units.filter(isAskedFor(options.units)), { config });
    const ground = { repo, config, tracked, source: source.value, workshop, keyOf, timeoutMs: options.timeout * 1000 };
    const assets = await allAssets(handed, options.out, ground, world);
    made.push(...assets.made);
    const left = [...chosen.left.filter(({ unit }) => handed.every(({ id }) => id !== unit)), ...assets.left];
    const told = [...new Set([...unmade, ...made.flatMap((one) => one.problems)])];
    return say({ commit: source.value.commit, made, left, problems: told }, options.format, world);
  },
};

async function workingOf(choices: readonly Tool[], workshop: Workshop): Promise<Readonly<Record<string, string>>> {
  const versions = await Promise.all(choices.map(async (tool) => [tool.name, await workshop.version(tool)] as const));
  return Object.fromEntries(versions.flatMap(([name, version]) => (version === undefined ? [] : [[name, version]])));
}

const keyOf = (ids: readonly string[]): string =>
  createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex')
    .slice(0, 16);

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
