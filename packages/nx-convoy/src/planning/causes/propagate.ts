import semver from 'semver';
import type { EdgeKind } from '../../model/claim.ts';
import type { Edge } from '../../model/graph.ts';
import { levels, type Because, type Level, type PlannedVersion } from '../../model/plan.ts';
import { coreOf } from '../numbers/next.ts';
import type { BumpRule, DependentsRule } from '../rules/rule.ts';

/**
 * What a release of what is needed does to the one that needs it. `auto`: as its kind has it, but only where the requirement no longer
 * admits the new version. `compatible`: where the number breaks, it breaks as well; else it is patched.
 */
export type Policy = 'same' | 'patch' | 'compatible' | 'auto' | 'never';

/** What is inside of another reaches its users under the other's name; what is beside it is only required anew. */
const natural: Readonly<Record<EdgeKind, Policy>> = {
  runtime: 'patch',
  build: 'patch',
  dev: 'never',
  bundles: 'same',
  embeds: 'same',
  installs: 'same',
  deploys: 'patch',
  contains: 'patch',
  declared: 'never', // Nx knows that it is affected, not that its users would notice
};

/** Needs whose requirements are resolved where the dependent is used: a word for all dependents is about these. */
const isRequired = (kind: EdgeKind): boolean => kind === 'runtime' || kind === 'build' || kind === 'contains';

export function policyOf(kind: EdgeKind, rule: DependentsRule, policies: BumpRule['policies'] = {}): Policy {
  const own = policies[kind];
  if (own !== undefined) return own === 'always' ? reachOf(kind) : own;
  if (rule === 'follow' || !isRequired(kind)) return natural[kind];
  return rule === 'own' ? 'never' : rule;
}

/** How far `always` goes: what usually passes nothing on passes a patch. */
const reachOf = (kind: EdgeKind): 'same' | 'patch' => (natural[kind] === 'same' ? 'same' : 'patch');

export interface Reason {
  readonly level: Level;
  readonly because: readonly Because[];
}

export type Move = Pick<PlannedVersion, 'from' | 'to'>;

/** What more than the edges decides where a release leads. */
export interface Passing {
  readonly policyOf: (edge: Edge) => Policy;
  /** Where a level leads a group; undefined where it would not be released. */
  readonly moveOf?: (group: string, level: Level) => Move | undefined;
  /** Whether what is written in the dependent admits the version that its need goes to. */
  readonly admits?: (edge: Edge, move: Move) => boolean;
  /** Groups of which those that are released take the highest level among them. */
  readonly linked?: readonly (readonly string[])[];
}

/**
 * Carries releases along the edges until nothing changes any more. A level only ever rises, and there are four of them, so this ends
 * also where groups need each other.
 */
export function propagate(
  own: ReadonlyMap<string, Reason>,
  edges: readonly Edge[],
  groupOf: ReadonlyMap<string, string>,
  rule: DependentsRule | Passing,
): ReadonlyMap<string, Reason> {
  const passing = typeof rule === 'string' ? { policyOf: ({ kind }: Edge) => policyOf(kind, rule) } : rule;
  const reasons = new Map(own);
  const dependents = new Map<string, Edge[]>();
  for (const edge of edges) {
    const to = groupOf.get(edge.to) ?? edge.to;
    const list = dependents.get(to);
    if (list === undefined) dependents.set(to, [edge]);
    else list.push(edge);
  }
  const mates = matesOf(passing.linked ?? []);
  const open = [...own].filter(([, { level }]) => level !== 'none').map(([group]) => group);
  for (let group = open.shift(); group !== undefined; group = open.shift()) {
    open.push(...together(group, mates.get(group) ?? [], reasons));
    const level = reasons.get(group)?.level ?? 'none';
    const known: Known = {};
    for (const edge of dependents.get(group) ?? []) {
      const dependent = groupOf.get(edge.from) ?? edge.from;
      if (dependent === group) continue;
      const passed = passedOn(edge, group, level, passing, known);
      if (passed !== 'none' && raise(reasons, dependent, passed, edge)) open.push(dependent);
    }
  }
  return reasons;
}

/** Asked once for all edges of a group, and only where one of them depends on it. */
interface Known {
  move?: Move | undefined;
}

function passedOn(edge: Edge, group: string, level: Level, passing: Passing, known: Known): Level {
  const policy = passing.policyOf(edge);
  if (policy === 'never' || policy === 'patch') return policy === 'never' ? 'none' : 'patch';
  if (policy === 'same') return level;
  if (!('move' in known)) known.move = passing.moveOf?.(group, level);
  const { move } = known;
  if (policy === 'compatible') return isBreaking(move, level) ? 'major' : 'patch';
  if (move !== undefined && passing.admits?.(edge, move) === true) return 'none';
  return reachOf(edge.kind) === 'same' ? level : 'patch';
}

/** By the numbers where they are known: below 1.0 a feature may break as well. */
const isBreaking = (move: Move | undefined, level: Level): boolean =>
  move?.from === undefined ? level === 'major' : !semver.satisfies(coreOf(move.to), `^${coreOf(move.from)}`);

const matesOf = (linked: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> =>
  new Map(linked.flatMap((set) => set.map((group) => [group, set] as const)));

/** Raises those of a linked set that are released to the highest level among them, and tells whom. */
function together(group: string, set: readonly string[], reasons: Map<string, Reason>): readonly string[] {
  const moving = set.filter((name) => (reasons.get(name)?.level ?? 'none') !== 'none');
  const leader = moving.reduce((a, b) => (rank(reasons, b) > rank(reasons, a) ? b : a), group);
  const level = reasons.get(leader)?.level ?? 'none';
  const raised = moving.filter((name) => rank(reasons, name) < levels.indexOf(level));
  for (const name of raised) {
    const because = reasons.get(name)?.because ?? [];
    const text = `is linked with ${leader}, which is released as ${level}`;
    reasons.set(name, { level, because: [...because, { group: leader, text }] });
  }
  return raised;
}

const rank = (reasons: ReadonlyMap<string, Reason>, name: string): number =>
  levels.indexOf(reasons.get(name)?.level ?? 'none');

function raise(reasons: Map<string, Reason>, group: string, level: Level, edge: Edge): boolean {
  const before = reasons.get(group) ?? { level: 'none', because: [] };
  const isHigher = levels.indexOf(level) > levels.indexOf(before.level);
  const text = `${edge.kind === 'runtime' || edge.kind === 'build' ? 'needs' : edge.kind} ${edge.to}, which is released`;
  const isKnown = before.because.some((why) => 'unit' in why && why.unit === edge.to);
  if (isHigher || !isKnown) {
    reasons.set(group, {
      level: isHigher ? level : before.level,
      because: isKnown ? before.because : [...before.because, { unit: edge.to, text }],
    });
  }
  return isHigher;
}
