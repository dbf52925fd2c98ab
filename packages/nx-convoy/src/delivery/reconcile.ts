import type { Outcome } from '../model/delivery.ts';
import type { Asked } from '../model/journal.ts';
import { backOff } from './clock.ts';
import { compareDigests } from './digests.ts';
import { rest, wait, type Circumstances, type Decision, type Known } from './policy.ts';
import { comparedInVain, deleted, existsUnseen, notVisible, otherBytes, publisherLives } from './problems.ts';
import { again, retryFrom, whyAgain } from './retry.ts';
import type { Attempt, DeliveryState, End } from './state.ts';

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
