import type { BumpRule } from '../../planning/rules/rule.ts';
import { allRules, answer, type Answer, type Reason } from './evaluate.ts';
import type { Step } from './step.ts';

export interface RuleScore {
  readonly rule: BumpRule;
  readonly equal: number;
}

export interface ReplayedStep {
  readonly units: readonly string[];
  readonly tag: string;
  readonly commit: string;
  readonly from: string | null;
  readonly released: string;
  /** What the plan says by the best rule; null where it releases nothing. */
  readonly planned: string | null;
  readonly isEqual: boolean;
  /** The manifest stood there, whatever the commits ask for. */
  readonly isWritten: boolean;
  readonly reason: Reason | null;
  readonly commits: readonly string[];
}

/** How well the plan explains the past of a repository. */
export interface Replay {
  readonly steps: readonly ReplayedStep[];
  readonly equal: number;
  readonly written: number;
  /** Best first; the default and the configured one are among them. */
  readonly rules: readonly RuleScore[];
  readonly best: BumpRule;
  readonly configured: RuleScore;
  readonly reasons: readonly { readonly reason: Reason; readonly steps: number }[];
}

export function reportOf(steps: readonly Step[], configured: BumpRule): Replay {
  const score = (rule: BumpRule): RuleScore => ({
    rule,
    equal: steps.filter((step) => answer(step, rule).isEqual).length,
  });
  const own = score(configured);
  // Of rules that explain as much the configured one is taken, then the one that comes first.
  const rules = allRules
    .map(score)
    .sort((a, b) => b.equal - a.equal || Number(isSame(b, own)) - Number(isSame(a, own)));
  const best = rules[0]?.rule ?? configured;
  const answers = steps.map((step) => answer(step, best));
  return {
    steps: answers.map(replayed),
    equal: answers.filter(({ isEqual }) => isEqual).length,
    written: answers.filter(({ isEqual, isWritten }) => isEqual && isWritten).length,
    rules,
    best,
    configured: own,
    reasons: count(answers),
  };
}

const isSame = ({ rule: a }: RuleScore, { rule: b }: RuleScore): boolean =>
  a.zero === b.zero && a.patch === b.patch && a.dependents === b.dependents;

function replayed({ step, planned, isEqual, isWritten, reason }: Answer): ReplayedStep {
  return {
    units: step.group.units.map(({ id }) => id),
    tag: step.tag,
    commit: step.commit,
    from: step.from ?? null,
    released: step.to,
    planned: planned ?? null,
    isEqual,
    isWritten,
    reason: reason ?? null,
    commits: step.changes.map(({ subject }) => subject),
  };
}

function count(answers: readonly Answer[]): Replay['reasons'] {
  const found = new Map<Reason, number>();
  for (const { reason } of answers) if (reason !== undefined) found.set(reason, (found.get(reason) ?? 0) + 1);
  return [...found].map(([reason, steps]) => ({ reason, steps })).sort((a, b) => b.steps - a.steps);
}
