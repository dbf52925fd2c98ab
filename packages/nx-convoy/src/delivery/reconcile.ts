import type { Delivery, Outcome } from '../model/delivery.ts';
import type { Asked, Owner } from '../model/journal.ts';
import { backOff, type BackOff } from './clock.ts';
import { compareDigests } from './digests.ts';
import type { Attempt, DeliveryState, End } from './state.ts';
import {
  comparedInVain,
  decisionNeeded,
  deleted,
  existsUnseen,
  notVisible,
  otherBytes,
  publisherLives,
  waitedInVain,
} from './problems.ts';

/** How patient a run is. Times are in milliseconds. */
export interface Policy {
  /** resume: what failed is tried again, in this run and by the next one. decision: not before a person says so. */
  readonly retry: 'resume' | 'decision';
  /** Attempts of one run that may fail, those apart that the registry only put off. */
  readonly attempts: number;
  /** How often it may put them off. */
  readonly putOffs: number;
  /** Answers in a row that say nothing. */
  readonly silences: number;
  readonly backOff: BackOff;
  /** Between two looks for what was uploaded. */
  readonly poll: BackOff;
  /** How long a registry may take to show what it accepted: an absence before that says nothing after a reply that was lost. */
  readonly settleMs: number;
  /** How long to look for what it said it has. */
  readonly patienceMs: number;
  /** How long somebody else may take for an upload that has begun. */
  readonly ownerMs: number;
}

export const usualPolicy: Policy = {
  retry: 'resume',
  attempts: 4,
  putOffs: 100,
  silences: 5,
  backOff: { firstMs: 2_000, mostMs: 60_000 },
  poll: { firstMs: 1_000, mostMs: 15_000 },
  settleMs: 60_000,
  patienceMs: 300_000,
  ownerMs: 1_800_000,
};

export interface Circumstances {
  readonly run: string;
  /** By the journal's clock. */
  readonly now: number;
  /** Whether a process that uploads lives, it or a child of it; undefined where nobody here can tell, as on another machine. */
  readonly isAlive: (owner: Owner) => boolean | undefined;
  readonly policy: Policy;
}

export type Decision =
  | { readonly do: 'ask' | 'compare' | 'upload' }
  /** Write down that the last attempt's owner is dead. */
  | { readonly do: 'bury' }
  | { readonly do: 'wait'; readonly until: number; readonly why: string }
  | { readonly do: 'rest'; readonly outcome: Outcome };

/** One delivery and what is known of it. */
export interface Known {
  readonly delivery: Delivery;
  readonly state: DeliveryState;
}

/** What to do next about one delivery: total, and the same for the same journal at the same time. */
export function decide(known: Known, around: Circumstances): Decision {
  const { answer, attempts } = known.state;
  const last = attempts.at(-1);
  const isOpen = last !== undefined && last.end === undefined;
  if (isOpen && around.isAlive(last.owner) === false) return { do: 'bury' };
  if (last?.end !== undefined && answer === undefined) {
    // The registry surely has nothing of it: there is no hurry to hear that, unless it is the last that is heard.
    const { end } = last;
    const isHopeless = end.how === 'transient' && again(end, known, around).do === 'rest';
    const isSure = end.how === 'transient' && end.run === around.run;
    const free = isSure ? retryFrom(end, known, around) : end.at + (end.waitMs ?? 0);
    if (around.now < free && !isHopeless) return wait(free, whyAgain(end));
  }
  if (answer === undefined) return { do: 'ask' };
  if (answer.is === 'unknown') return silent(answer, known, around);
  if (answer.is === 'deleted') return rest({ is: 'failed', problem: deleted(known.delivery) });
  if (answer.is === 'present') return present(answer, known, around);
  if (last === undefined) return { do: 'upload' };
  return isOpen ? watched(last, answer, known, around) : gone(last, answer, known, around);
}

const rest = (outcome: Outcome): Decision => ({ do: 'rest', outcome });
const wait = (until: number, why: string): Decision => ({ do: 'wait', until, why });
const seedOf = ({ delivery }: Known): string => delivery.id;

/** It is never taken for absent. */
function silent({ at, problem, waitMs }: Asked, known: Known, { now, policy }: Circumstances): Decision {
  const { silences } = known.state;
  if (silences >= policy.silences) return rest({ is: 'unknown', problem: problem ?? comparedInVain(known.delivery) });
  const until = at + Math.max(waitMs ?? 0, backOff(silences, seedOf(known), policy.backOff));
  return now < until ? wait(until, 'the registry gave no answer') : { do: 'ask' };
}

function present(answer: Asked, { delivery, state }: Known, around: Circumstances): Decision {
  const sent = state.attempts.flatMap(({ digests }) => digests);
  const told = answer.digest === undefined ? [] : [answer.digest];
  const bytes = compareDigests(told, [...delivery.artifact.digests, ...sent]);
  const same = bytes === 'same' ? 'same' : state.compared?.is;
  if (same === 'same') return rest(there(answer, bytes === 'same', state));
  if (same === 'other') return rest({ is: 'failed', problem: otherBytes(delivery, answer.digest) });
  if (same === undefined) return { do: 'compare' };
  if (state.silences >= around.policy.silences)
    return rest({ is: 'unknown', problem: state.compared?.problem ?? comparedInVain(delivery) });
  const until = (state.compared?.at ?? 0) + backOff(state.silences, delivery.id, around.policy.backOff);
  return around.now < until ? wait(until, 'what is there could not be read') : { do: 'compare' };
}

/** It came from this release, unless every attempt of it was turned away: by a registry that has it already, too. */
function there({ isYanked }: Asked, isSameBytes: boolean, { attempts }: DeliveryState): Outcome {
  const isOurs = attempts.some(({ end }) => end === undefined || !turnedAway.has(end.how));
  const how = isSameBytes ? 'the same bytes' : 'the same content in other bytes';
  const because = `${isOurs ? '' : 'it was there already: '}${how}${isYanked === true ? ', withdrawn' : ''}`;
  return { is: isOurs ? 'published' : 'skipped', because };
}

const turnedAway: ReadonlySet<End['how']> = new Set(['refused', 'transient', 'exists']);

/** Somebody else uploads, or did when the journal was written: only what is there counts, what is absent may come. */
function watched(open: Attempt, { at }: Asked, known: Known, around: Circumstances): Decision {
  const { policy, now } = around;
  if (now - open.at >= policy.ownerMs) {
    const isAlive = around.isAlive(open.owner);
    if (isAlive === undefined && known.state.isDecided) return { do: 'bury' };
    return rest({ is: 'unknown', problem: publisherLives(known.delivery, open, isAlive) });
  }
  const until = at + backOff(known.state.looks, seedOf(known), policy.poll);
  return now < until ? wait(until, `process ${open.owner.pid} on ${open.owner.host} uploads it`) : { do: 'ask' };
}

/** The last attempt is over, and the file is absent. */
function gone(last: Attempt, answer: Asked, known: Known, around: Circumstances): Decision {
  const { end } = last;
  if (end === undefined) return { do: 'ask' };
  const { isDecided } = known.state;
  const isPast = end.run !== around.run;
  if ((end.how === 'uploaded' || end.how === 'exists') && !isDecided) return awaited(end, answer, known, around);
  if (end.how === 'refused' && !isPast && !isDecided && end.problem !== undefined)
    return rest({ is: 'failed', problem: end.problem });
  const next: Decision = isDecided ? { do: 'upload' } : again(end, known, around);
  // What surely never arrived needs no time to show.
  if (end.how === 'transient' && next.do === 'rest') return next;
  const free = retryFrom(end, known, around);
  if (answer.at < free) return around.now < free ? wait(free, whyAgain(end)) : { do: 'ask' };
  return next;
}

/** It said that it has it: until it shows it, or until nobody waits any more. */
function awaited(end: End, answer: Asked, known: Known, { now, policy }: Circumstances): Decision {
  const { delivery, state } = known;
  if (now - Math.max(end.at, state.since ?? end.at) >= policy.patienceMs) {
    return end.how === 'uploaded'
      ? rest({ is: 'pending', problem: notVisible(delivery) })
      : rest({ is: 'unknown', problem: existsUnseen(delivery) });
  }
  const until = answer.at + backOff(state.looks, seedOf(known), policy.poll);
  return now < until ? wait(until, 'uploaded, and not visible yet') : { do: 'ask' };
}

/** One more attempt, as far as the policy lets it. */
function again(end: End, known: Known, around: Circumstances): Decision {
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
function retryFrom(end: End, known: Known, around: Circumstances): number {
  const { policy, run } = around;
  const asked = end.waitMs ?? 0;
  const isUnsure = end.how === 'unknown' || end.how === 'ended';
  const settle = isUnsure ? policy.settleMs : 0;
  const tries = triesOf(known, around) + putOffs(known, around);
  // A new run, or a person, has waited already.
  const off = end.run === run && !known.state.isDecided ? backOff(tries, seedOf(known), policy.backOff) : 0;
  return end.at + Math.max(asked, settle, off);
}

const isPutOff = ({ how, waitMs = 0 }: End): boolean => how === 'transient' && waitMs > 0;

const ofRun = ({ state }: Known, { run }: Circumstances): readonly Attempt[] =>
  state.attempts.filter((attempt) => attempt.run === run);
const triesOf = (known: Known, around: Circumstances): number =>
  ofRun(known, around).filter(({ end }) => end === undefined || !isPutOff(end)).length;
const putOffs = (known: Known, around: Circumstances): number =>
  ofRun(known, around).filter(({ end }) => end !== undefined && isPutOff(end)).length;

const whyAgain = (end: End): string =>
  isPutOff(end)
    ? 'the registry asked to wait'
    : end.how === 'unknown' || end.how === 'ended'
      ? 'it may have arrived'
      : 'once more after a failure';
