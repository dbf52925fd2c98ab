import { constants } from 'node:fs';
import { access, link, lstat, mkdir, open, readdir, readFile, realpath, rename, rm, rmdir } from 'node:fs/promises';

/** Who may do what with a file. */
export interface Manner {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Everything that a transaction does to files: few enough that a test can stop it before and after each of them. */
export interface FileOperations {
  read(path: string): Promise<string | undefined>;
  list(folder: string): Promise<readonly string[]>;
  /** Where links lead to; undefined where nothing is there. */
  real(path: string): Promise<string | undefined>;
  manner(path: string): Promise<Manner | undefined>;
  /** Undefined, or why not. */
  mayWrite(path: string): Promise<boolean>;
  /** A file that was not there, whole and on the disk when this returns. */
  create(path: string, text: string, manner?: Manner): Promise<void>;
  /** A second name for a file; false where the name is taken. */
  link(path: string, name: string): Promise<boolean>;
  rename(from: string, to: string): Promise<void>;
  /** Gone afterwards, whether it was there or not. */
  remove(path: string): Promise<void>;
  removeAll(folder: string): Promise<void>;
  makeFolder(folder: string): Promise<void>;
  /** Only if nothing is in it. */
  removeFolder(folder: string): Promise<void>;
  /** Names in it survive a loss of power when this returns. */
  settle(folder: string): Promise<void>;
}

export const diskFiles: FileOperations = {
  read: (path) => readFile(path, 'utf8').catch(absent),
  list: (folder) => readdir(folder).catch(() => []),
  real: (path) => realpath(path).catch(absent),
  manner: (path) => lstat(path).then(({ mode, uid, gid }) => ({ mode: mode & 0o7777, uid, gid }), absent),
  mayWrite: (path) =>
    access(path, constants.W_OK).then(
      () => true,
      () => false,
    ),
  async create(path, text, manner) {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(text);
      if (manner !== undefined) {
        // Only root may give a file away; for everybody else it is their own, as with every editor.
        await file.chown(manner.uid, manner.gid).catch(() => undefined);
        await file.chmod(manner.mode);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  },
  link: (path, name) =>
    link(path, name).then(
      () => true,
      (error: unknown) => {
        if (isCode(error, 'EEXIST')) return false;
        throw error;
      },
    ),
  rename,
  remove: (path) => rm(path, { force: true }),
  removeAll: (folder) => rm(folder, { recursive: true, force: true }),
  async makeFolder(folder) {
    await mkdir(folder, { recursive: true });
  },
  removeFolder: (folder) => rmdir(folder).catch(() => undefined),
  async settle(folder) {
    const handle = await open(folder, 'r');
    try {
      // Some file systems cannot do this for folders, and some need not.
      await handle.sync().catch(() => undefined);
    } finally {
      await handle.close();
    }
  },
};

function absent(error: unknown): undefined {
  if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return undefined;
  throw error;
}

export const isCode = (error: unknown, code: string): boolean => codeOf(error) === code;

/** The system's own word for what went wrong: ENOSPC, EACCES. */
export const codeOf = (error: unknown): string => fieldOf(error, 'code');

/** The file that it went wrong with, where the system says so. */
export const pathOf = (error: unknown): string => fieldOf(error, 'path');

const fieldOf = (error: unknown, field: string): string =>
  typeof error === 'object' && error !== null && field in error ? String(Reflect.get(error, field)) : '';
