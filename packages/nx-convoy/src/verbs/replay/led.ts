import semver from 'semver';
import type { Edge, Graph } from '../../model/graph.ts';
import { policyOf, propagate, type Move, type Passing, type Reason } from '../../planning/causes/propagate.ts';
import { highest, type DependentsRule, type PatchRule } from '../../planning/rules/rule.ts';
import type { Levels, Step } from './step.ts';

/** A step before anybody asked what was released with it. */
export type OwnStep = Omit<Step, 'led'>;

/** What was released by the same commit leads along those that need it, whatever it was released for itself. */
export function withLed(
  steps: readonly OwnStep[],
  graph: Graph,
  groupOf: ReadonlyMap<string, string>,
): readonly Step[] {
  const edges = graph.edges.filter(({ from, to }) => groupOf.has(from) && groupOf.has(to));
  if (edges.length === 0) return steps.map((step) => ({ ...step, led: byDependents(() => step.own) }));
  const reasons = byDependents((rule) => byPatch((patch) => reasonsOf(steps, edges, groupOf, patch, rule)));
  return steps.map((step) => ({
    ...step,
    led: byDependents((rule) =>
      byPatch((patch) => {
        const reason = reasons[rule][patch].get(step.group.name);
        const isLed = (reason?.because.length ?? 0) > 0;
        return isLed ? highest([step.own[patch], reason?.level ?? 'none']) : step.own[patch];
      }),
    ),
  }));
}

export const byPatch = <T>(of: (patch: PatchRule) => T): Readonly<Record<PatchRule, T>> => ({
  types: of('types'),
  deps: of('deps'),
  any: of('any'),
});

const byDependents = <T>(of: (rule: DependentsRule) => T): Readonly<Record<DependentsRule, T>> => ({
  follow: of('follow'),
  own: of('own'),
  auto: of('auto'),
  compatible: of('compatible'),
});

/** Each with no reason of its own: what is there afterwards came along an edge. */
function reasonsOf(
  steps: readonly OwnStep[],
  edges: readonly Edge[],
  groupOf: ReadonlyMap<string, string>,
  patch: PatchRule,
  rule: DependentsRule,
): ReadonlyMap<string, Reason> {
  const moves = new Map(steps.map(({ group, from, to }) => [group.name, move(from, to)] as const));
  const own = new Map(
    steps.map(({ group, own: levels }) => [group.name, { level: released(levels, patch), because: [] }]),
  );
  const passing: Passing = {
    policyOf: ({ kind }) => policyOf(kind, rule),
    moveOf: (group) => moves.get(group),
    // Requirements of then are not read for every tree: that they admit what does not break is what most of them say.
    admits: (_, { from, to }) => from !== undefined && semver.satisfies(to, `^${from}`),
  };
  return propagate(own, edges, groupOf, passing);
}

const move = (from: string | undefined, to: string): Move => (from === undefined ? { to } : { from, to });
const released = (levels: Levels, patch: PatchRule) => highest([levels[patch], 'patch']);
