import type { Clock } from './clock.ts';
import type { Outcome } from './delivery.ts';
import type { Hands } from './hands.ts';
import type { HttpOutcome, HttpRequest } from './http.ts';
import type { Snapshot, TreeSnapshot } from './snapshot.ts';

/** What Nx knows beyond the files: its projects by name, and who needs whom, whoever said it. */
export interface ProjectGraph {
  readonly roots: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
}

export interface GitAnswer {
  readonly code: number;
  /** What it complained of; empty where all is well. */
  readonly complaint: string;
}

export interface Remembered {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What outlasts a run, for speed alone: any of it may be gone at any time, and none of it is ever wrong. */
export interface Memory {
  /** All that was kept on a shelf and is whole. */
  recall(shelf: string): Promise<readonly Remembered[]>;
  /** Keeps some more, `instead` of what it holds as well. */
  keep(shelf: string, bytes: Uint8Array, instead: readonly Remembered[]): Promise<void>;
}

/** All that a verb may touch. Only shell/ makes one. */
export interface World {
  /** The repository as it is on the disk now. */
  snapshot(): Promise<Snapshot>;
  /** The tree of a commit, without a checkout; the texts that are expected to be asked for are fetched together. */
  tree(commit: string, expected: (path: string) => boolean): Promise<TreeSnapshot>;
  /** Files of commits, `<commit>:./<path>`, in the order in which they are named; absent: there is no such text. One process for all. */
  texts(names: readonly string[]): Promise<readonly ({ readonly id: string; readonly text: string } | undefined)[]>;
  /** Writes a file of the user's choosing, whole or not at all. */
  save(path: string, text: string): Promise<void>;
  /** Adds to a file that others write to as well, such as the outputs of a CI step. */
  append(path: string, text: string): Promise<void>;
  /** Asks git, without a shell and without writing; text is told while it comes. `input` is read by commands with --stdin. */
  git(args: readonly string[], tell: (text: string) => void, input?: string): Promise<GitAnswer>;
  /** Asks a server; absent where nobody may be asked. */
  readonly fetch?: (request: HttpRequest) => Promise<HttpOutcome>;
  /** Absent where nothing may be kept. */
  readonly memory?: Memory;
  /** SHA-256, hexadecimal. */
  hash(text: string): string;
  /** The day, as a person writes it in a changelog: 2026-11-20. */
  today(): string;
  readonly clock: Clock;
  /** This tool's own version: part of what a plan depends on. */
  readonly tool: string;
  /** Columns to fill; undefined where nobody looks on, such as a pipe. */
  readonly columns?: number;
  /** Whether colours are shown where the answer goes. */
  readonly isColoured: boolean;
  /** The file that CI reads a step's outputs from, where it has one (GITHUB_OUTPUT). */
  readonly outputs?: string;
  /** Absent where the world is only looked at. */
  readonly hands?: Hands;
  /** Told while a publish goes on what has become of its units by now. */
  readonly heard?: (units: readonly { readonly unit: string; readonly outcome?: Outcome }[]) => void;
  /** Files and folders that the user has named for this run: not committed, and no change of the tree. */
  readonly besides?: readonly string[];
  /** Absent without Nx. */
  readonly projects?: ProjectGraph;
}
