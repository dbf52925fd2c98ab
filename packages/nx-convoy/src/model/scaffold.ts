import type { Rewritten } from './hands.ts';
import type { Problem } from './problem.ts';

/** Something that was chosen for the user, and what in the repository speaks for it: one line of the answer. */
export interface Choice {
  readonly what: string;
  readonly why: string;
}

/** Files that set a repository up, as they would be: told from what is there, and not written yet. */
export interface Scaffold {
  /** All of them, also those that are right already. */
  readonly files: readonly Rewritten[];
  readonly choices: readonly Choice[];
  readonly problems: readonly Problem[];
  /** What a person would type next, as it is typed. */
  readonly next: readonly string[];
}
