/**
 * Which state of the index a client is shown: all that was written before `since`, and what was written after it only once it is
 * `lagMs` old. Without a fault it is all.
 */
export interface View {
  readonly since: number;
  readonly lagMs: number;
}

export const latest: View = { since: Infinity, lagMs: 0 };

export const isSeen = (writtenAt: number, { since, lagMs }: View, now: number): boolean =>
  writtenAt < since || writtenAt + lagMs <= now;
