import type { Tally } from './tally.ts';

export interface Options {
  /** The full matrices too: every Node and Nx line, every platform. */
  readonly all: boolean;
  /** Handed to jest. */
  readonly args: readonly string[];
}

/** One step of the test command. */
export interface Step {
  readonly name: string;
  /** Steps that run first, even when they were not asked for; without their success this one does not start. */
  readonly needs?: readonly string[];
  /** Likewise, but this step also makes sense when they failed. */
  readonly wants?: readonly string[];
  /** Speaks while it runs and wants the machine for itself; all others run two at a time. */
  readonly alone?: boolean;
  /** Its tally counts tests; a check counts as one. */
  readonly tests?: boolean;
  run(options: Options): Promise<Verdict>;
}

export interface Verdict {
  readonly tally: Tally;
  /** Shown when there is something to say. */
  readonly said?: string;
}
