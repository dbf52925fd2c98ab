/** The time and how to wait for it: tests hand in their own, so that nothing has to sleep. */
export interface Clock {
  /** Milliseconds since 1970, with fractions. */
  now(): number;
  wait(ms: number): Promise<void>;
}

/** Two moments are never the same: what was written before a fault was set must be told from what came after it. */
let last = 0;

export const systemClock: Clock = {
  now: () => (last = Math.max(Date.now(), last + 0.001)),
  wait: (ms) => new Promise((done) => setTimeout(done, ms).unref()),
};
