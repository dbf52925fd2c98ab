import semver from 'semver';
import { decide } from '../../planning/numbers/decide.ts';
import { dependentsRules, patchRules, zeroRules, type BumpRule } from '../../planning/rules/rule.ts';
import type { Step } from './step.ts';

export interface Answer {
  readonly step: Step;
  /** Absent where the plan would have released nothing. */
  readonly planned?: string;
  readonly isEqual: boolean;
  /** It is the manifest that says so, not the commits. */
  readonly isWritten: boolean;
  readonly reason?: Reason;
}

export const reasons = {
  'tag unreachable': 'the tag before it lies on another line',
  'lower line': 'it is lower than the release before it',
  'number skipped': 'no single bump leads there',
  prerelease: 'it follows prereleases, and ends on another number',
  'manifest ahead': 'the manifest stood at another version, above the last release',
  'no commit': 'no commit of its own since the release before',
  'no commit asked': 'its commits ask for no release',
  'more than asked': 'a higher bump than the commits ask for',
  'less than asked': 'a lower bump than the commits ask for',
} as const;
export type Reason = keyof typeof reasons;

export const allRules: readonly BumpRule[] = patchRules.flatMap((patch) =>
  dependentsRules.flatMap((dependents) => zeroRules.map((zero) => ({ zero, patch, dependents }))),
);

/** What the plan would have said of a step, and whether that is what was released. */
export function answer(step: Step, rule: BumpRule): Answer {
  const level = step.led[rule.dependents][rule.patch];
  const decision = decide({
    base: step.base,
    level,
    isNew: step.isNew || level !== 'none',
    zero: rule.zero,
    ...(step.stated === undefined ? {} : { manifest: step.stated }),
    ...(step.releaseAs === undefined ? {} : { request: step.releaseAs }),
  });
  const planned = decision?.to;
  const isEqual = planned === step.to;
  const isWritten = decision?.bump === 'as written' || decision?.bump === 'first';
  return {
    step,
    ...(planned === undefined ? {} : { planned }),
    isEqual,
    isWritten,
    ...(isEqual ? {} : { reason: reasonOf(step, planned, isWritten) }),
  };
}

function reasonOf({ from, to, base, changes }: Step, planned: string | undefined, isWritten: boolean): Reason {
  if (from === undefined) return 'tag unreachable';
  if (semver.lt(to, from)) return 'lower line';
  if (isWritten) return 'manifest ahead';
  if (base.latest !== base.stable) return 'prerelease';
  if (!isOneBump(from, to)) return 'number skipped';
  if (planned === undefined) return changes.length === 0 ? 'no commit' : 'no commit asked';
  return semver.gt(to, planned) ? 'more than asked' : 'less than asked';
}

const isOneBump = (from: string, to: string): boolean =>
  (['major', 'minor', 'patch'] as const).some((level) => semver.inc(from, level) === to);
