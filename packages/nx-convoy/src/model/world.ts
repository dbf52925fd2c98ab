import type { Snapshot } from './snapshot.ts';

/** What Nx knows beyond the files: its projects by name, and who needs whom, whoever said it. */
export interface ProjectGraph {
  readonly roots: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
}

/** All that a verb may touch. Only shell/ makes one. */
export interface World {
  /** The repository as it is on the disk now. */
  snapshot(): Promise<Snapshot>;
  /** Writes a file of the user's choosing, whole or not at all. */
  save(path: string, text: string): Promise<void>;
  /** Columns to fill; undefined where nobody looks on, such as a pipe. */
  readonly columns?: number;
  /** Absent without Nx. */
  readonly projects?: ProjectGraph;
}
