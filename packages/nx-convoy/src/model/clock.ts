/** Time, as whoever waits or writes down when something was sees it. */
export interface Clock {
  /** Milliseconds since 1970: what people read. Somebody may set it, so nothing is measured by it. */
  now(): number;
  /** Milliseconds since some moment of this run: it only moves forward. */
  elapsed(): number;
  pause(ms: number): Promise<void>;
}
