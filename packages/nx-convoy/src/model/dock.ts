import type { Credential } from './credential.ts';
import type { Owner } from './journal.ts';
import type { RunStep } from './packaging.ts';
import type { Result } from './problem.ts';
import type { StepEnd } from './workshop.ts';

/** A file that only grows. */
export interface JournalFile {
  /** Relative to the workspace. */
  readonly file: string;
  read(): Promise<string>;
  /** On the disk when this returns, whatever happens then; failed: a full disk, or no right to write. */
  append(text: string): Promise<Result<void>>;
}

/** One unit, kept from other publishers of this clone until it is let go, or its owner is dead. */
export type Hold =
  | { readonly is: 'mine'; free(): Promise<void> }
  /** Undefined: nobody can tell whose it is. */
  | { readonly is: 'taken'; readonly by: Pick<Owner, 'host' | 'pid'> | undefined };

/** What a publisher stands on: a journal, holds, children that are known to whoever comes after it, and time. */
export interface Dock {
  /** This process. */
  readonly owner: Owner;
  /** The top of the workspace, and where builds keep what makes them fast. */
  readonly root: string;
  readonly cache: string;
  /** Whether a publisher lives, or a child of it that may upload; undefined where that cannot be told from here. */
  isAlive(owner: Owner): boolean | undefined;
  journal(file: string): Promise<JournalFile>;
  hold(name: string): Promise<Hold>;
  /**
   * Runs a client that uploads. Nothing of it runs before it is written down that it does, so that a publisher that comes later knows of it.
   * The values that `secrets` of the step names are parts of the credential.
   */
  run(step: RunStep, credential: Credential | undefined): Promise<StepEnd>;
  /** Until then, or until one of these is done. */
  pause(ms: number, others: readonly Promise<unknown>[]): Promise<void>;
  /** Somebody wants this to end: nothing is begun any more. */
  readonly stop: { listen(): void; readonly isWanted: boolean; readonly wanted: Promise<void> };
  /** Waits so long for what is on its way, though somebody wants this to end; children and requests that are left then are ended. */
  grace(ms: number, work: Promise<unknown>): Promise<void>;
  /** Told at once, while it goes on. */
  say(text: string): void;
  /** Bytes of a file that was made; undefined where it is not there. */
  bytes(path: string): Promise<Uint8Array | undefined>;
  /** The same at once, for who describes what is sent. */
  read(path: string): Uint8Array | undefined;
  leave(): void;
}
