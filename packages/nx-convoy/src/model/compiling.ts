import type { BuilderWord, Config, LibraryKind } from './config.ts';
import type { RunStep, Tool } from './packaging.ts';
import type { Snapshot } from './snapshot.ts';
import type { Unit } from './unit.ts';

/** What an ecosystem is told when it says how programs and libraries of a unit are built for one kind of machine. */
export interface Compiling {
  readonly unit: Unit;
  /** A Rust target. */
  readonly target: string;
  readonly programs: readonly string[];
  readonly libraries: readonly LibraryKind[];
  readonly by: BuilderWord;
  readonly strip: boolean;
  readonly repo: Snapshot;
  readonly config: Config;
  /** A folder that stays between runs, of this unit alone. */
  readonly cache: string;
  readonly timeoutMs: number;
}

/** How they are built, as data. */
export interface Compilation {
  readonly tools: readonly Tool[];
  /** Ends well where the machine can build for the target; makes nothing. */
  readonly probe: RunStep;
  /** What gives a machine what the probe misses. */
  readonly provide: string;
  readonly steps: readonly RunStep[];
  /** Absolute. */
  readonly makes: readonly { readonly name: string; readonly path: string; readonly is: 'program' | 'library' }[];
}

/** How the machine that asks is called among targets. */
export interface HostQuestion {
  readonly step: RunStep;
  answer(said: string): string | undefined;
}
