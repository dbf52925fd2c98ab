import type { JournalEvent } from '../model/journal.ts';

export { retryAfter } from '../text/http/retry-after.ts';

/**
 * The time of a journal, in milliseconds. A wall clock may be set back between two runs or within one, and then every wait would last for as
 * long; so a run begins no earlier than the last event, and goes on by a clock that only moves forward.
 */
export const journalTime = (events: readonly JournalEvent[], wallAtStart: number, elapsedMs: number): number =>
  Math.floor(events.reduce((latest, { at }) => Math.max(latest, at), wallAtStart) + elapsedMs);

export interface BackOff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * How long to wait before the next attempt, when nobody says: twice as long each time, and anywhere in the upper half of that, so that
 * several that failed together do not come back together. The same attempt and seed wait the same.
 */
export function backOff(attempt: number, seed: string, { firstMs, mostMs }: BackOff): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(Math.max(0, attempt - 1), 30));
  return Math.round(full / 2 + (full / 2) * fraction(`${seed} ${attempt}`));
}

/** FNV-1a, then scattered once more, for its high bits hardly know the last letters: a number in [0, 1). */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
