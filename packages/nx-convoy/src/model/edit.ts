import type { Snapshot } from './snapshot.ts';

/**
 * One value of a file that becomes another. `start` and `end` are offsets in the text as `Snapshot.text` gives it (UTF-16 units, a byte
 * order mark counts); `before` is what stands between them. Nothing outside of the range changes.
 */
export interface Edit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

/** A unit that moves to a version: what lock files say of it follows. */
export interface Change {
  readonly ecosystem: string;
  readonly name: string;
  readonly root: string;
  readonly manifest: string;
  /** As its registry writes them; `from` is absent where no file told a version. */
  readonly from?: string;
  readonly to: string;
}

/** What an ecosystem is told of a release when it brings its lock files along. */
export interface Rewriting {
  /** The repository as it is, and as it will be once the manifests are edited; lock files are the same in both. */
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** The edits that lead from one to the other. */
  readonly edits: readonly Edit[];
  readonly changes: readonly Change[];
}
