import type { Overlay } from './overlay.ts';
import type { Result } from './problem.ts';

/**
 * A repository at one moment: the disk, a git tree or Nx's `Tree`. No function asks which it has.
 * Paths are relative to the workspace, with `/`, and never leave it.
 */
export interface Snapshot {
  /** Every file, sorted: tracked or not, without the ignored ones. */
  readonly files: readonly string[];
  /** Undefined: there is no such file. Failed: it is there, but it cannot be read as text. */
  text(path: string): Result<string> | undefined;
  /** What is read from a text, read once for all snapshots that hold the same text there; absent where there is one snapshot only. */
  once?<T>(path: string, read: (text: string, path: string) => T): T | undefined;
  /** Laid over what its configuration says; absent outside of rehearsals. */
  readonly overlay?: Overlay;
}

/** The tree of a commit. Files of the same id have the same bytes, whatever the commit. */
export interface TreeSnapshot extends Snapshot {
  id(path: string): string | undefined;
  /** Paths that are not the same in both; undefined where nobody can tell without looking at all of them. */
  changedSince(other: TreeSnapshot): readonly string[] | undefined;
}
