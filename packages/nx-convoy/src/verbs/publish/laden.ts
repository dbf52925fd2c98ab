import type { Artifact } from '../../model/delivery.ts';
import type { DueUnit } from '../../model/due.ts';
import type { Recorded } from '../gathering/record.ts';
import type { Going } from './going.ts';

/** A unit that is due, every way that it goes, and what is here of it. */
export interface Found {
  readonly due: DueUnit;
  readonly ways: readonly Going[];
  readonly recorded?: Recorded;
  /** What a client must find before it goes. */
  readonly needs: readonly string[];
}

/** A unit whose files are there, and every way that they go. */
export interface Laden {
  readonly ways: readonly Way[];
}

export interface Way {
  readonly going: Going;
  /** With all the digests by which its registry may know them. */
  readonly artifacts: readonly Artifact[];
}
