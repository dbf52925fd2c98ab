import { contract } from '../../graph/contract.ts';
import { discover } from '../../graph/discover.ts';
import type { Hands } from '../../model/hands.ts';
import type { Problem } from '../../model/problem.ts';
import type { RehearsalStage } from '../../model/rehearsal.ts';
import type { World } from '../../model/world.ts';
import { gatherConfig } from '../gathering/gather.ts';
import type { Report, Verb } from '../verb.ts';
import { hinderedBy } from './apart.ts';
import { setAside, withoutTaken } from './aside.ts';
import { seedsOf } from './chance.ts';
import { conclude } from './conclusion.ts';
import { doors } from './doors.ts';
import type { Rehearsal } from './evidence-schema.ts';
import { applied, heldUpIn, noVersion, packaged, tried, type Made } from './making.ts';
import { rehearseOptions } from './options.ts';
import { crateWords, overlayFor, suppliesOf } from './places.ts';
import { planned, type Planned } from './planned.ts';
import { verified, type Proved } from './proving.ts';
import { refuse, report } from './report.ts';
import { isThere, published, publishedAgain, quick, type Fleet } from './sailing.ts';
import { find, Stopped, type Scene } from './scene.ts';
import { weathered, type Weathered } from './weather.ts';

export const rehearse: Verb<typeof rehearseOptions, Rehearsal | undefined> = {
  name: 'rehearse',
  summary:
    'Shows a whole release before it counts: plans, applies, packages, publishes to registries that live only as long, installs from them.',
  options: rehearseOptions,
  async run(options, world) {
    const { hands } = world;
    if (hands === undefined) throw new Error('rehearse was given a world that only looks on');
    const startedAt = world.clock.now();
    const seeds = options.chaos === undefined ? [] : seedsOf(options.chaos, world.clock.now() % 1_000_000);
    if (seeds === undefined) return refuse([noSeed], options, world);
    const repo = await world.snapshot();
    const { config, problems } = await gatherConfig(repo);
    const graph = contract(discover(repo, config), world.projects);
    const wrong = [...problems, ...graph.problems].filter(({ severity }) => severity === 'error');
    if (wrong.length > 0) return refuse(wrong, options, world);
    const supplies = suppliesOf(hands.clients);
    const opened = await hands.theatre.open({
      includeDirty: options.includeDirty,
      isOffline: options.offline,
      supplies,
      crateWords: crateWords(graph.units),
      lets: config.package?.env ?? [],
    });
    if (!opened.ok) return refuse(opened.problems, options, world);
    const stage = opened.value;
    const scene: Scene = { world, hands, options, repo, config, stage, startedAt, steps: [], findings: [] };
    find(scene, 'package', suppliesProblems(supplies, stage));
    try {
      return await told(await play(seeds, scene), scene, { world, hands });
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      return refuse([stopped], options, world);
    } finally {
      hands.theatre.prompter.end();
      await stage.leave(options.keepFiles);
      if (options.keepFiles) hands.theatre.prompter.say(`  The clone and all that was made: ${stage.folder}`);
    }
  },
};

/** What was seen of the release, as far as it came. */
export interface Played {
  readonly planned?: Planned | undefined;
  readonly made: Made;
  readonly fleet: Fleet;
  readonly proved: ReadonlyMap<string, Proved>;
  readonly storms?: readonly Weathered[];
}

const nothing: Played = { made: { units: new Map(), left: new Map() }, fleet: new Map(), proved: new Map() };

/** As the life of a release has it, one verb after the other; what fails blocks what needs it, and the rest goes on. */
async function play(seeds: readonly number[], scene: Scene): Promise<Played> {
  const { stage, repo, config, hands, world } = scene;
  const found = await planned(scene);
  if (found === undefined || found.plan.units.length === 0) return { ...nothing, planned: found };
  const aside = setAside(found.plan, (text) => world.hash(text));
  if (!(await applied(aside, scene))) return { ...nothing, planned: found, made: heldUpIn(aside) };
  const projects = world.projects === undefined ? {} : { projects: world.projects };
  const overlay = {
    ...projects,
    ...overlayFor(found.plan.units, stage.urls, { repo, config, clients: hands.clients }),
    publish: quick,
  };
  const { registries = {} } = overlay;
  const packed = await packaged(aside, { ...projects, registries }, scene);
  await tried(packed, scene);
  const made = withoutTaken(packed, found.plan);
  const ready = found.plan.units.flatMap(({ id, private: isPrivate }) =>
    !isPrivate && isReady(id, made) && hinderedBy(id, made, found.plan) === undefined ? [id] : [],
  );
  if (ready.length === 0) return { ...nothing, planned: found, made };
  const storms =
    seeds.length === 0 ? undefined : await weathered(seeds, { units: ready, overlay, plan: found.plan }, scene);
  const fleet = await published(ready, overlay, scene);
  const there = ready.filter((id) => {
    const sailed = fleet.get(id);
    return sailed !== undefined && isThere(sailed);
  });
  if (there.length > 0) await publishedAgain(there, overlay, scene);
  const proved = await verified(there, overlay, scene);
  return { planned: found, made, fleet, proved, ...(storms === undefined ? {} : { storms }) };
}

const isReady = (id: string, { units, left }: Made): boolean =>
  units.get(id)?.ok === true || (left.has(id) && left.get(id) !== noVersion);

async function told(
  played: Played,
  scene: Scene,
  { world, hands }: { readonly world: World; readonly hands: Hands },
): Promise<Report<Rehearsal>> {
  const { options, stage } = scene;
  const rehearsal = conclude(played, scene);
  await hands.theatre.record(options.report, `${JSON.stringify(rehearsal, undefined, 2)}\n`);
  const { prompter } = hands.theatre;
  prompter.end();
  const said = report(rehearsal, options, world);
  if (!options.keep) return said;
  prompter.say(`${options.format === 'table' ? said.text : ''}\n${doors(played, scene)}`);
  await stage.untilStopped();
  return options.format === 'table' ? { ...said, text: '' } : said;
}

/** Told once, and only of what this repository asks for. */
const suppliesProblems = (supplies: ReturnType<typeof suppliesOf>, { offline }: RehearsalStage): readonly Problem[] =>
  Object.entries(supplies).flatMap(([protocol, { problem }]) =>
    problem === undefined || !offline.some((one) => one === protocol) ? [] : [problem],
  );

const noSeed: Problem = {
  code: 'USAGE',
  severity: 'error',
  what: '--chaos takes numbers.',
  fix: 'Name a seed, several, or none: --chaos=7, --chaos=1..50, --chaos.',
};

const stopped: Problem = {
  code: 'STOPPED',
  severity: 'error',
  what: 'Somebody ended it: nothing is left of it.',
  fix: 'Rehearse again: nx-convoy rehearse.',
};
