import type { Problem } from './problem.ts';

/** The process that does something, and on which machine: somebody later asks whether it still lives. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** When that process began, as its system tells: numbers of processes are used again. */
  readonly started: string;
}

/**
 * How an upload went wrong, as far as what was sent back tells.
 * transient: the registry surely took nothing, and may the next time. refused: it surely took nothing, and says why. exists: it says that it
 * has it already. unknown: it may have taken it: the reply was lost, or says nothing (5xx).
 */
export const failureKinds = ['transient', 'refused', 'exists', 'unknown'] as const;
export type FailureKind = (typeof failureKinds)[number];

interface Noted {
  /** Milliseconds by the journal's own clock, which never goes back. */
  readonly at: number;
  /** Whose event it is. */
  readonly run: string;
}

interface Concerning extends Noted {
  /** Id of the delivery. */
  readonly of: string;
}

export interface RunStarted extends Noted {
  readonly kind: 'run-started';
  readonly schema: 1;
  readonly plan: string;
  readonly tool: string;
  readonly owner: Owner;
}

/** Written before the first byte leaves: an upload without an end is one whose fate nobody knows. */
export interface Uploading extends Concerning {
  readonly kind: 'uploading';
  readonly digests: readonly string[];
  readonly owner: Owner;
  /** Nothing of that name was there before: some registries count these apart. */
  readonly isNewName?: boolean;
}

/** The registry says that it took it. */
export interface Uploaded extends Concerning {
  readonly kind: 'uploaded';
}

export interface UploadFailed extends Concerning {
  readonly kind: 'failed';
  readonly how: FailureKind;
  readonly problem: Problem;
  /** As long as the registry asked to wait. */
  readonly waitMs?: number;
}

/** Whoever uploaded is dead, and wrote no end of it: from here on, what the registry says counts. */
export interface Ended extends Concerning {
  readonly kind: 'ended';
}

/** What the registry answered about this very file. */
export interface Asked extends Concerning {
  readonly kind: 'asked';
  readonly is: 'absent' | 'present' | 'deleted' | 'unknown';
  readonly digest?: string;
  readonly isYanked?: boolean;
  readonly isNewName?: boolean;
  readonly problem?: Problem;
  readonly waitMs?: number;
}

/** Other bytes were there, and what is in them was compared. */
export interface Compared extends Concerning {
  readonly kind: 'compared';
  readonly is: 'same' | 'other' | 'unknown';
  readonly problem?: Problem;
}

/** A person wants it tried again. */
export interface Decided extends Concerning {
  readonly kind: 'decided';
}

/** All was done that this run could do; a run without it was interrupted. */
export interface RunEnded extends Noted {
  readonly kind: 'run-ended';
}

export type DeliveryEvent = Uploading | Uploaded | UploadFailed | Ended | Asked | Compared | Decided;
export type JournalEvent = RunStarted | DeliveryEvent | RunEnded;
