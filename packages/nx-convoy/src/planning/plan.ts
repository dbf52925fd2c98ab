import semver from 'semver';
import { reach } from '../history/reach.ts';
import type { Touched } from '../history/touched.ts';
import type { Config } from '../model/config.ts';
import type { Ecosystem } from '../model/ecosystem.ts';
import type { Graph } from '../model/graph.ts';
import type { Ancestry, Checkout, Tag } from '../model/history.ts';
import type { Because, PlannedUnit, PlannedVersion } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Unit } from '../model/unit.ts';
import { statedVersion, type Base } from './bases.ts';
import { carriersOf } from './carriers.ts';
import { causeOf, type Cause, type Since } from './causes.ts';
import { decide, type Decision } from './decide.ts';
import { editsOf, type Target } from './edits.ts';
import type { Group } from './groups.ts';
import { loweredVersions } from './lowered.ts';
import { propagate } from './propagate.ts';
import { releaseGroups, type ReleaseGroups } from './release-groups.ts';
import { requestsFor, withLevelRequests, type LevelRequest, type Requests } from './requests.ts';
import type { BumpRule, TypeLevels } from './rule.ts';

/** Everything that a plan depends on. Nothing else may: the same inputs give the same plan on any machine. */
export interface Inputs {
  readonly graph: Graph;
  readonly ecosystems: readonly Ecosystem[];
  readonly config: Config;
  readonly checkout: Checkout;
  readonly tags: readonly Tag[];
  readonly ancestry: Ancestry;
  /** Where they are known already. */
  readonly groups?: ReleaseGroups;
  /** Commits that touch a unit, newest first. */
  readonly commits: readonly Touched[];
  readonly rule: BumpRule;
  readonly types: TypeLevels;
  readonly requests: Requests;
  /** What version plans ask for. */
  readonly levelRequests?: readonly LevelRequest[];
  readonly preid?: string;
}

/** A group that is released: the decision, and all that led to it. */
export interface Released {
  readonly group: Group;
  readonly base: Base;
  readonly decision: Decision;
  readonly cause: Cause;
  readonly because: readonly Because[];
  readonly units: readonly PlannedUnit[];
}

export interface Planned {
  readonly released: readonly Released[];
  readonly edits: ReturnType<typeof editsOf>['edits'];
  readonly problems: readonly Problem[];
}

export function plan(inputs: Inputs): Planned {
  const { graph, config, tags, ancestry, rule } = inputs;
  const { groups, bases, problems } = inputs.groups ?? releaseGroups(graph.units, config, tags, ancestry);
  const causes = causesOf(groups, bases, inputs);
  const groupOf = new Map(groups.flatMap((group) => group.units.map(({ id }) => [id, group.name] as const)));
  // A release that was written or asked for, without a commit behind it, reaches dependents as well.
  const early = new Map(groups.map((group) => [group.name, decideFor(group, causes, bases, inputs)]));
  const own = new Map(
    [...causes].map(([name, cause]) => [name, { ...cause, level: levelReached(cause, early.get(name)) }]),
  );
  const reasons = propagate(own, graph.edges, groupOf, rule.dependents);
  const released = groups.flatMap((group) => {
    const base = bases.get(group.name);
    const cause = causes.get(group.name);
    const reason = reasons.get(group.name);
    if (base === undefined || cause === undefined || reason === undefined) return [];
    const decision = decideFor(group, new Map([[group.name, { ...cause, level: reason.level }]]), bases, inputs);
    return decision === undefined
      ? []
      : [{ group, base, decision, cause, because: becauseOf(reason.because, decision, group, inputs) }];
  });
  const spelled = released.map((one) => ({ ...one, ...spell(one.group, one.decision, one.because, inputs) }));
  const targets = new Map(
    spelled.flatMap(({ targets: list }) => list.map((target) => [target.unit.id, target] as const)),
  );
  const edits = editsOf(targets, graph.edges, inputs.ecosystems);
  return {
    released: spelled.map(({ group, base, decision, cause, because, units }) => ({
      group,
      base,
      decision,
      cause,
      because,
      units,
    })),
    edits: edits.edits,
    problems: [
      ...problems,
      ...spelled.flatMap((one) => one.problems),
      ...edits.problems,
      ...loweredVersions(spelled.map(({ decision, group }) => ({ ...decision, units: group.units }))),
    ],
  };
}

function causesOf(
  groups: readonly Group[],
  bases: ReadonlyMap<string, Base>,
  inputs: Inputs,
): ReadonlyMap<string, Cause> {
  const { graph, ancestry, commits, rule, types, config } = inputs;
  const useScope = config.release?.conventionalCommits?.useCommitScope !== false;
  const sinceOf = new Map([...bases].map(([name, base]) => [name, positionsOf(base, ancestry)] as const));
  const behind = reach(ancestry, [
    ...new Set(
      [...sinceOf.values()].flatMap(({ stable, latest }) => [stable, latest].filter((at) => at !== undefined)),
    ),
  ]);
  const groupAt = new Map(groups.flatMap((group) => group.units.map(({ id }) => [id, group.name] as const)));
  const carriers = carriersOf(graph.units, graph.edges, groupAt);
  const touched = new Map<string, Touched[]>();
  for (const commit of commits) {
    for (const name of new Set(commit.units.flatMap((at) => carriers[at] ?? []))) {
      const list = touched.get(name);
      if (list === undefined) touched.set(name, [commit]);
      else list.push(commit);
    }
  }
  return new Map(
    groups.map((group) => {
      const options = { rule, types, useScope };
      const since = sinceOf.get(group.name) ?? {};
      const cause = causeOf(group, touched.get(group.name) ?? [], graph.units, since, behind, options);
      return [group.name, withLevelRequests(cause, inputs.levelRequests ?? [], group)];
    }),
  );
}

function positionsOf({ stable, latest }: Base, { at }: Ancestry): Since {
  const [stableAt, latestAt] = [stable, latest].map((release) =>
    at.get(release?.tag.beside ?? release?.tag.commit ?? ''),
  );
  return {
    ...(stableAt === undefined ? {} : { stable: stableAt }),
    ...(latestAt === undefined ? {} : { latest: latestAt }),
    ...((stable ?? latest)?.tag.beside === undefined ? {} : { written: (stable ?? latest)?.version ?? '' }),
  };
}

function decideFor(
  group: Group,
  causes: ReadonlyMap<string, Cause>,
  bases: ReadonlyMap<string, Base>,
  inputs: Inputs,
): Decision | undefined {
  const base = bases.get(group.name);
  const cause = causes.get(group.name);
  if (base === undefined || cause === undefined) return undefined;
  const manifest = statedVersion(group.units, ({ version }) => version);
  const request = requestsFor(inputs.requests, group)?.specifier ?? cause.releaseAs;
  const preid = inputs.preid ?? (cause.asksPrerelease === true ? lineOf(base) : undefined);
  return decide({
    base,
    level: cause.level,
    isNew: cause.isNew,
    zero: inputs.rule.zero,
    ...(manifest === undefined ? {} : { manifest }),
    ...(request === undefined ? {} : { request }),
    ...(preid === undefined ? {} : { preid }),
  });
}

/** The prerelease line that a group is in, or the usual one. */
function lineOf({ latest }: Base): string {
  const [word] = semver.prerelease(latest?.version ?? '') ?? [];
  return typeof word === 'string' ? word : 'rc';
}

function levelReached(cause: Cause, decision: Decision | undefined): Cause['level'] {
  if (decision === undefined || cause.level !== 'none' || decision.from === undefined) return cause.level;
  const difference = semver.diff(decision.from, decision.to);
  return difference === 'major' || difference === 'minor' ? difference : 'patch';
}

function becauseOf(
  because: readonly Because[],
  { bump, to, from }: Decision,
  group: Group,
  { requests }: Inputs,
): readonly Because[] {
  const request = requestsFor(requests, group);
  if (request !== undefined) return [{ request: request.specifier, text: request.text }, ...because];
  if (bump === 'as written')
    return [{ evidence: to, text: `the manifest stands at ${to}, above the last release ${from ?? ''}` }, ...because];
  if (bump === 'first') return [{ evidence: to, text: 'no tag names a release of it yet' }];
  return because;
}

function spell(
  group: Group,
  decision: Decision,
  because: readonly Because[],
  { ecosystems }: Inputs,
): { units: readonly PlannedUnit[]; targets: readonly Target[]; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const targets: Target[] = [];
  const units = group.units.map((unit): PlannedUnit => {
    const spelled = ecosystems.find(({ id }) => id === unit.ecosystem)?.spell(decision.to);
    if (spelled?.ok === false)
      problems.push(...spelled.problems.map((problem) => ({ ...problem, where: { file: unit.manifest } })));
    const spelling = spelled?.ok === true ? spelled.value : decision.to;
    targets.push({ unit, to: decision.to, spelling });
    return plannedUnit(unit, group, { ...decision, spelling }, because);
  });
  return { units, targets, problems };
}

const plannedUnit = (unit: Unit, group: Group, version: PlannedVersion, because: readonly Because[]): PlannedUnit => ({
  id: unit.id,
  project: unit.project,
  ecosystem: unit.ecosystem,
  name: unit.name,
  root: unit.root,
  manifest: unit.manifest,
  private: unit.private,
  registries: unit.registries,
  ...(group.isFixed ? { group: group.name } : {}),
  version,
  because,
});
