import { backOff } from './clock.ts';
import { rest, type Circumstances, type Decision, type Known } from './policy.ts';
import { decisionNeeded, waitedInVain } from './problems.ts';
import type { Attempt, End } from './state.ts';

/** One more attempt, as far as the policy lets it. */
export function again(end: End, known: Known, around: Circumstances): Decision {
  const { policy } = around;
  if (isPutOff(end)) {
    if (putOffs(known, around) < policy.putOffs) return { do: 'upload' };
    return rest({ is: 'failed', problem: waitedInVain(known.delivery, policy.putOffs, end.problem) });
  }
  if (policy.retry === 'decision') return rest({ is: 'failed', problem: decisionNeeded(known.delivery, end.problem) });
  const { attempts } = policy;
  if (triesOf(known, around) < attempts) return { do: 'upload' };
  return rest({ is: 'failed', problem: end.problem ?? decisionNeeded(known.delivery, undefined) });
}

/** When the next attempt may begin: not before the last one can have shown, and not before the registry wants it. */
export function retryFrom(end: End, known: Known, around: Circumstances): number {
  const { policy, run } = around;
  const asked = end.waitMs ?? 0;
  const isUnsure = end.how === 'unknown' || end.how === 'ended';
  const settle = isUnsure ? policy.settleMs : 0;
  const tries = triesOf(known, around) + putOffs(known, around);
  // A new run, or a person, has waited already.
  const off = end.run === run && !known.state.isDecided ? backOff(tries, known.delivery.id, policy.backOff) : 0;
  return end.at + Math.max(asked, settle, off);
}

const isPutOff = ({ how, waitMs = 0 }: End): boolean => how === 'transient' && waitMs > 0;

const ofRun = ({ state }: Known, { run }: Circumstances): readonly Attempt[] =>
  state.attempts.filter((attempt) => attempt.run === run);
const triesOf = (known: Known, around: Circumstances): number =>
  ofRun(known, around).filter(({ end }) => end === undefined || !isPutOff(end)).length;
const putOffs = (known: Known, around: Circumstances): number =>
  ofRun(known, around).filter(({ end }) => end !== undefined && isPutOff(end)).length;

export const whyAgain = (end: End): string =>
  isPutOff(end)
    ? 'the registry asked to wait'
    : end.how === 'unknown' || end.how === 'ended'
      ? 'it may have arrived'
      : 'once more after a failure';
