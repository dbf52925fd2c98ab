import semver from 'semver';
import type { Because, Level } from '../model/plan.ts';
import type { Cause } from './causes/causes.ts';
import { becauseOf, decider, type Asked } from './numbers/decisions.ts';
import type { Decision } from './numbers/decide.ts';
import { editsOf } from './edits/edits.ts';
import { findings } from './numbers/findings.ts';
import { causesOf } from './causes/group-causes.ts';
import { policies, versionOf } from './rules/group-settings.ts';
import type { Group } from './groups/groups.ts';
import { highestOf, linkedSets, type LinkedSet } from './groups/linked.ts';
import { loweredVersions } from './numbers/lowered.ts';
import type { Inputs, Planned, Released } from './planned.ts';
import { propagate, type Reason } from './causes/propagate.ts';
import { releaseGroups } from './tags/release-groups.ts';
import { requirementStyles } from './edits/requirement.ts';
import { requestsFor } from './asked/requests.ts';
import { spell } from './numbers/spelled.ts';
import { stillAdmits } from './causes/still-admits.ts';

export type { Inputs, Planned, Released } from './planned.ts';

/** Who is released, as what, and what has to be written for it. */
export function plan(inputs: Inputs): Planned {
  const { graph, config, tags, ancestry, ecosystems } = inputs;
  const { groups, bases, problems } = inputs.groups ?? releaseGroups(graph.units, config, tags, ancestry);
  const causes = causesOf(groups, bases, inputs);
  const linked = linkedSets(groups, config);
  const byName = new Map(groups.map((group) => [group.name, group]));
  const decide = decider(inputs);
  const decideAt = (name: string, asked: Asked | undefined): Decision | undefined => {
    const [group, base] = [byName.get(name), bases.get(name)];
    return group === undefined || base === undefined || asked === undefined ? undefined : decide(group, base, asked);
  };
  const asAsked = (name: string, level: Level): Asked | undefined => {
    const cause = causes.get(name);
    return cause === undefined ? undefined : { ...cause, level, isFollowing: cause.level === 'none' };
  };

  const reasons = propagate(
    new Map(
      [...causes].map(([name, cause]) => [name, { ...cause, level: levelReached(cause, () => decideAt(name, cause)) }]),
    ),
    graph.edges,
    new Map(groups.flatMap((group) => group.units.map(({ id }) => [id, group.name] as const))),
    {
      policyOf: policies(groups, config, inputs.rule),
      moveOf: (name, level) => decideAt(name, asAsked(name, level)),
      admits: stillAdmits(graph.units, ecosystems),
      linked: linked.sets.map((set) => set.groups),
    },
  );

  const decided = groups.flatMap((group): readonly Decided[] => {
    const [base, cause, reason] = [bases.get(group.name), causes.get(group.name), reasons.get(group.name)];
    const decision = decideAt(group.name, asAsked(group.name, reason?.level ?? 'none'));
    return base === undefined || cause === undefined || reason === undefined || decision === undefined
      ? []
      : [{ group, base, cause, reason, decision }];
  });
  const aligned = inStep(decided, linked.sets, (name, level) => decideAt(name, asAsked(name, level)), inputs);
  const spelled = aligned.map((one) => {
    const because = becauseOf([...one.because, ...one.reason.because], one.decision, one.group, inputs);
    return { ...one, because, ...spell(one.group, one.decision, because, inputs) };
  });
  const released = spelled.map(({ group, base, decision, cause, because, units }): Released => ({
    group,
    base,
    decision,
    cause,
    because,
    units,
  }));
  const targets = new Map(spelled.flatMap((one) => one.targets.map((target) => [target.unit.id, target] as const)));
  const styles = requirementStyles(groups, (group) => versionOf(group, config));
  const edits = editsOf(targets, graph.edges, ecosystems, styles);
  return {
    released,
    edits: edits.edits,
    problems: [
      ...problems,
      ...linked.problems,
      ...spelled.flatMap((one) => one.problems),
      ...edits.problems,
      ...loweredVersions(released.map(({ decision, group }) => ({ ...decision, units: group.units }))),
      ...findings({ groups, released, reasons, bases }, inputs),
    ],
  };
}

interface Decided extends Pick<Released, 'group' | 'base' | 'cause' | 'decision'> {
  readonly reason: Reason;
}

/** A release that was written or asked for, without a commit behind it, reaches dependents as well. */
function levelReached(cause: Cause, decide: () => Decision | undefined): Level {
  const decision = cause.level === 'none' ? decide() : undefined;
  if (decision?.from === undefined) return cause.level;
  const difference = semver.diff(decision.from, decision.to);
  return difference === 'major' || difference === 'minor' ? difference : 'patch';
}

/** Sets that are linked by version: those that are released go to the highest that any member leads to, released or not. */
function inStep(
  decided: readonly Decided[],
  sets: readonly LinkedSet[],
  leadOf: (name: string, level: Level) => Decision | undefined,
  { requests }: Inputs,
): readonly (Decided & { readonly because: readonly Because[] })[] {
  const setOf = new Map(
    sets.flatMap((set) => (set.by === 'version' ? set.groups.map((name) => [name, set] as const) : [])),
  );
  const isFree = (group: Group): boolean => requestsFor(requests, group) === undefined;
  return decided.map((one) => {
    const set = setOf.get(one.group.name);
    if (set === undefined || !isFree(one.group)) return { ...one, because: [] };
    const own = new Map(decided.map(({ group, decision }) => [group.name, decision.to]));
    const leads = set.groups.flatMap((name) => own.get(name) ?? leadOf(name, one.reason.level)?.to ?? []);
    const to = highestOf(leads) ?? one.decision.to;
    if (to === one.decision.to) return { ...one, because: [] };
    const text = `is linked with ${set.groups.filter((name) => name !== one.group.name).join(', ')}`;
    const { from, bump } = one.decision;
    return {
      ...one,
      decision: { ...(from === undefined ? {} : { from }), to, bump },
      because: [{ group: set.groups[0] ?? '', text }],
    };
  });
}
