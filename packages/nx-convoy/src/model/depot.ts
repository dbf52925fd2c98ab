import type { MadeFile } from './packaging.ts';

/** Something in a folder, by its path from there. A link is told, and never followed. */
export interface Lying {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly size: number;
}

/** Folders that machines hand to each other: of the user's choosing, and not ours until they are looked through. */
export interface Depot {
  /** All that lies there, at any depth, sorted; undefined where there is no such folder. */
  list(folder: string): Promise<readonly Lying[] | undefined>;
  /** A file as text; undefined where it is none, or has more bytes than that. */
  text(file: string, most: number): Promise<string | undefined>;
  /** SHA-256 of a file, hexadecimal; undefined where there is none. */
  digest(file: string): Promise<string | undefined>;
  /** Where a file of a folder is, for programs that are told. */
  path(folder: string): string;
  /**
   * Copies files into a folder, below `files`, and measures them; `tell` then says the texts beside them, or that nothing is to be left there.
   * The folder is there as a whole, or as it was.
   */
  put(
    folder: string,
    files: readonly { readonly from: string; readonly as: string }[],
    tell: (measured: readonly MadeFile[]) => Readonly<Record<string, string>> | undefined,
  ): Promise<void>;
  /** Has git see nothing of a folder, where it lies in the workspace. */
  hide(folder: string): Promise<void>;
}
