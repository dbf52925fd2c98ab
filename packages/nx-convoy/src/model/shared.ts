import type { Snapshot } from './snapshot.ts';
import type { Found } from './unit.ts';

/** Files that several units take values from: the tables and catalogs of a workspace, and what its lock pins. */
export interface Sharing {
  /** Those of these units; `isThere` tells whether there is such a file. No text is read for it. */
  files(units: readonly Found[], isThere: (path: string) => boolean): readonly string[];
  /**
   * What a text of such a file says, by name. What two texts say differently has changed between them; what stands under `restOfFile`
   * belongs to the folder that the file lies in. Empty where it cannot be read.
   */
  values(file: string, text: string): ReadonlyMap<string, string>;
  /** Which units take which values; asked only where some have changed. */
  takings(repo: Snapshot, units: readonly Found[]): readonly Taking[];
}

/** All in a shared manifest that nobody takes over. */
export const restOfFile = '(rest)';

export interface Taking {
  /** The `key` of the unit. */
  readonly unit: string;
  readonly file: string;
  readonly values: ReadonlySet<string>;
  /**
   * Whether what others install changes with the values: a requirement that it inherits, a pin of a program. What a library was tested
   * with is nothing to its users, but it is in the images and packages that its built code is put into.
   */
  readonly isShipped: boolean;
}
