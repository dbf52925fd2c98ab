import type { Problem } from '../../model/problem.ts';
import type { Fetched } from '../../model/trial.ts';
import type { RanIn } from '../gathering/trial.ts';

/**
 * pending: it works, and its documentation, which has to be there, is not yet. unknown: nobody could tell, for want of a client or of an
 * answer. skipped: no registry takes it.
 */
export type Verdict = 'verified' | 'failed' | 'pending' | 'unknown' | 'skipped';

export type Ran = RanIn<'prepare' | 'before' | 'install' | 'smoke' | 'after'>;

/** Whether what was fetched is what was made, or at least what the registry says it has. */
export interface Checksum {
  readonly is: 'same' | 'other' | 'untold';
  readonly against?: 'recorded' | 'registry';
}

export interface DocumentationState {
  readonly url: string;
  readonly is: 'there' | 'pending' | 'failed' | 'unknown';
}

/** What became of one unit at one of its registries. */
export interface Verified {
  readonly unit: string;
  readonly version?: string;
  readonly registry?: string;
  readonly verdict: Verdict;
  /** One line for a person. */
  readonly because: string;
  readonly upgradedFrom?: string;
  readonly tools: Readonly<Record<string, string>>;
  readonly commands: readonly Ran[];
  readonly fetched: readonly Fetched[];
  readonly checksum: Checksum;
  readonly documentation: readonly DocumentationState[];
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly problems: readonly Problem[];
}
