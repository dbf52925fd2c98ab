import { channelOf } from '../../delivery/channel.ts';
import { contract } from '../../graph/contract.ts';
import { discover } from '../../graph/discover.ts';
import type { Config } from '../../model/config.ts';
import type { Due, DueUnit, NotDue } from '../../model/due.ts';
import type { Graph } from '../../model/graph.ts';
import type { Hands } from '../../model/hands.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Presence } from '../../model/registry.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import type { World } from '../../model/world.ts';
import { gatherConfig } from '../gathering/gather.ts';
import { dueFrom, gatherStanding } from '../gathering/standing.ts';
import { sourceOf, type Source } from '../gathering/source.ts';
import { waysOf, type Going, type Ground } from './going.ts';
import type { PublishOptions } from './options.ts';
import type { Registrar } from './registrar.ts';

/** What is to be published from this commit, by whom and where to. */
export interface Prepared {
  readonly repo: Snapshot;
  readonly config: Config;
  readonly graph: Graph;
  readonly source: Source;
  /** Of the release; where no commit tells one, of this commit. */
  readonly plan: string;
  readonly due: readonly DueUnit[];
  readonly notDue: readonly NotDue[];
  readonly ways: ReadonlyMap<string, readonly Going[]>;
  /** Due as well, and not asked for: what the others need of them must be out. */
  readonly upstream: readonly DueUnit[];
  /** One line why nothing is due. */
  readonly nothing?: string;
}

export async function prepare(
  options: PublishOptions,
  { world, hands, registrar }: { readonly world: World; readonly hands: Hands; readonly registrar: Registrar },
): Promise<Result<Prepared>> {
  const repo = await world.snapshot();
  const { config, problems } = await gatherConfig(repo);
  const graph = contract(discover(repo, config), world.projects);
  const source = await sourceOf(world);
  const stood = await gatherStanding(world, { units: graph.units, config, isUnreleased: options.unreleased });
  const wrong = [...problems, ...graph.problems].filter(({ severity }) => severity === 'error');
  if (!source.ok || !stood.ok || wrong.length > 0)
    return fail(...wrong, ...(source.ok ? [] : source.problems), ...(stood.ok ? [] : stood.problems));
  const { standing, line } = stood.value;
  const ground: Ground = {
    ...{ repo, config, clients: hands.clients, commit: source.value.commit },
    channelOf: ({ id }, version) => channelOf(version, standing.releases.get(id) ?? [], line),
  };
  const byId = new Map(graph.units.map((unit) => [unit.id, unit]));
  const due = await dueFrom(standing, (asked) => askAll(asked, byId, ground, registrar));
  if (due.problems.length > 0) return fail(...due.problems);
  const chosen = choose(due, graph, options);
  if (!chosen.ok) return chosen;
  const ways = waysOfAll([...chosen.value.due, ...chosen.value.upstream], byId, ground);
  if (!ways.ok) return ways;
  const plan = stood.value.plan ?? world.hash(`commit ${source.value.commit}`);
  const { nothing } = due;
  return ok({
    ...{ repo, config, graph, plan, source: source.value, ways: ways.value },
    ...chosen.value,
    ...(nothing === undefined ? {} : { nothing }),
  });
}

/** Where a version that nobody names is looked for: everywhere that it would go. */
async function askAll(
  asked: Due['asks'],
  units: ReadonlyMap<string, Unit>,
  ground: Ground,
  registrar: Registrar,
): Promise<ReadonlyMap<string, readonly Presence[]>> {
  const answers = await Promise.all(
    asked.map(async ({ unit: id, version }) => {
      const unit = units.get(id);
      const ways = unit === undefined ? undefined : waysOf(unit, version, ground);
      const found = ways?.ok === true ? ways.value : [];
      return [id, await Promise.all(found.map((going) => registrar.presence(going, going.released)))] as const;
    }),
  );
  return new Map(answers);
}

type Chosen = Pick<Prepared, 'due' | 'upstream' | 'notDue'>;

function choose(due: Due, { units, edges }: Graph, { units: words, along = [] }: PublishOptions): Result<Chosen> {
  if (words === undefined || words.length === 0) return ok({ due: due.due, upstream: [], notDue: due.notDue });
  const known = new Set(units.flatMap(wordsFor));
  const unknown = [...words, ...along].filter((word) => !known.has(word));
  if (unknown.length > 0) return fail(...unknown.map(noSuchUnit));
  const meant = withNeeded(idsOf(words, units), idsOf(along, units), edges);
  return ok({
    due: due.due.filter(({ unit }) => meant.has(unit)),
    upstream: due.due.filter(({ unit }) => !meant.has(unit)),
    notDue: [...due.notDue, ...unnamed(due, units, idsOf(words, units))],
  });
}

/** Of what was asked for by name nothing is passed over in silence. */
function unnamed(due: Due, units: readonly Unit[], asked: ReadonlySet<string>): readonly NotDue[] {
  const told = new Set([...due.due, ...due.notDue].map(({ unit }) => unit));
  return units
    .filter(({ id }) => asked.has(id) && !told.has(id))
    .map(({ id, version, private: isPrivate, why = 'no registry takes it' }) => ({
      unit: id,
      ...(version === undefined ? {} : { version }),
      ...(isPrivate
        ? { why, isPrivate }
        : { why: 'nothing here names it: no release commit, no merge of one, no tag' }),
    }));
}

const wordsFor = ({ id, name, project }: Unit): readonly string[] => [id, name, project];

function idsOf(words: readonly string[], units: readonly Unit[]): ReadonlySet<string> {
  const asked = new Set(words);
  return new Set(units.filter((unit) => wordsFor(unit).some((word) => asked.has(word))).map(({ id }) => id));
}

/** What is asked for, and what of the others it needs, at whatever remove. */
function withNeeded(
  asked: ReadonlySet<string>,
  along: ReadonlySet<string>,
  edges: Graph['edges'],
): ReadonlySet<string> {
  const found = new Set(asked);
  if (along.size === 0) return found;
  const needs = new Map<string, string[]>();
  for (const { from, to, orders } of edges) if (orders) needs.set(from, [...(needs.get(from) ?? []), to]);
  const seen = new Set(asked);
  // A set that is walked through gives also what is added on the way.
  for (const id of seen)
    for (const to of needs.get(id) ?? []) {
      seen.add(to);
      if (along.has(to)) found.add(to);
    }
  return found;
}

function waysOfAll(
  due: readonly DueUnit[],
  units: ReadonlyMap<string, Unit>,
  ground: Ground,
): Result<ReadonlyMap<string, readonly Going[]>> {
  const ways = new Map<string, readonly Going[]>();
  const problems: Problem[] = [];
  for (const { unit: id, version } of due) {
    const unit = units.get(id);
    const found = unit === undefined ? fail(noSuchUnit(id)) : waysOf(unit, version, ground);
    if (found.ok) ways.set(id, found.value);
    else problems.push(...found.problems);
  }
  return problems.length > 0 ? fail(...problems) : ok(ways);
}

const noSuchUnit = (word: string): Problem => ({
  code: 'UNIT_UNKNOWN',
  severity: 'error',
  what: `No unit is called "${word}".`,
  fix: 'See all units: nx-convoy graph; what was left out and why: nx-convoy graph --explain.',
});
