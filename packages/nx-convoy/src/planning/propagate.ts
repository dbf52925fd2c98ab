import type { EdgeKind } from '../model/claim.ts';
import type { Edge } from '../model/graph.ts';
import { levels, type Because, type Level } from '../model/plan.ts';
import type { DependentsRule } from './rule.ts';

/** What a release of what is needed does to the one that needs it. */
export type Policy = 'same' | 'patch' | 'never';

const follow: Readonly<Record<EdgeKind, Policy>> = {
  runtime: 'patch',
  build: 'patch',
  dev: 'never',
  bundles: 'same', // its users get the changed code under this name
  embeds: 'same',
  installs: 'same',
  deploys: 'patch',
  contains: 'patch',
  declared: 'never', // Nx knows that it is affected, not that its users would notice
};

export const policyOf = (kind: EdgeKind, rule: DependentsRule): Policy =>
  rule === 'own' && (kind === 'runtime' || kind === 'build' || kind === 'contains') ? 'never' : follow[kind];

export interface Reason {
  readonly level: Level;
  readonly because: readonly Because[];
}

/**
 * Carries releases along the edges until nothing changes any more. A level only ever rises, and there are four of them, so this ends
 * also where groups need each other.
 */
export function propagate(
  own: ReadonlyMap<string, Reason>,
  edges: readonly Edge[],
  groupOf: ReadonlyMap<string, string>,
  rule: DependentsRule,
): ReadonlyMap<string, Reason> {
  const reasons = new Map(own);
  const dependents = new Map<string, Edge[]>();
  for (const edge of edges) {
    const to = groupOf.get(edge.to) ?? edge.to;
    dependents.set(to, [...(dependents.get(to) ?? []), edge]);
  }
  const open = [...own].filter(([, { level }]) => level !== 'none').map(([group]) => group);
  for (let group = open.shift(); group !== undefined; group = open.shift()) {
    const level = reasons.get(group)?.level ?? 'none';
    for (const edge of dependents.get(group) ?? []) {
      const dependent = groupOf.get(edge.from) ?? edge.from;
      if (dependent === group) continue;
      const policy = policyOf(edge.kind, rule);
      if (policy === 'never') continue;
      if (raise(reasons, dependent, policy === 'same' ? level : 'patch', edge)) open.push(dependent);
    }
  }
  return reasons;
}

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
