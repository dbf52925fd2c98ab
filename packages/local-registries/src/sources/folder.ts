import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { openPlain, readPlain } from '../storage/files.ts';

/** A folder of packages that somebody fetched earlier. It is only read; links in it are not followed. */
export interface PackagesFolder {
  /** Every file of that ending, at any depth, in the order of their paths. */
  files(ending: string): Promise<readonly PackageFile[]>;
  bytes(file: PackageFile): Promise<Buffer>;
  /** The bytes from `start` to `end`, both included. */
  stream(file: PackageFile, range?: { readonly start: number; readonly end: number }): Promise<Readable>;
}

export interface PackageFile {
  readonly name: string;
  /** From the folder, with slashes. */
  readonly path: string;
  readonly size: number;
  /** Changes when the file does: for what is kept about it. */
  readonly state: string;
}

export function packagesFolder(folder: string): PackagesFolder {
  return {
    async files(ending) {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const found = entries
        .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
        .map(async ({ name, parentPath }) => {
          const path = join(parentPath, name);
          const { size, mtimeMs } = await stat(path);
          return { name, path: relative(folder, path).split(sep).join('/'), size, state: `${size} ${mtimeMs}` };
        });
      return (await Promise.all(found)).sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    async bytes({ path }) {
      const handle = await openPlain(join(folder, path));
      return handle.readFile().finally(() => handle.close());
    },
    stream: ({ path }, range) => Promise.resolve(readPlain(join(folder, path), range)),
  };
}
