import type { Snapshot } from './snapshot.ts';
import type { Found } from './unit.ts';

/** Files that several units take values from: the tables and catalogs of a workspace, and what its lock pins. */
export interface Sharing {
  /** Those of these units; `isThere` tells whether there is such a file. No text is read for it. */
  files(units: readonly Found[], isThere: (path: string) => boolean): readonly string[];
  /**
   * Names of the values that two texts of such a file say differently; absent: there was no such file. What changed besides is
   * `restOfFile`, which belongs to the folder that the file lies in. Nothing where one of them cannot be read.
   */
  changed(file: string, before: string | undefined, after: string | undefined): readonly string[];
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
