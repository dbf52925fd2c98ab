import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { promisify } from 'node:util';

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

/**
 * All but the waiting for the disk is done at once: a turn through Node's pool of threads costs several times what a call itself does, and
 * there are a dozen of them for each file.
 */
export const diskFiles: FileOperations = {
  read: (path) => atOnce(() => present(() => readFileSync(path, 'utf8'))),
  list: (folder) => atOnce(() => present(() => readdirSync(folder)) ?? []),
  real: (path) => atOnce(() => present(() => realpathSync.native(path))),
  manner: (path) =>
    atOnce(() => {
      const stats = present(() => lstatSync(path));
      return stats === undefined ? undefined : { mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid };
    }),
  mayWrite: (path) => atOnce(() => succeeds(() => accessSync(path, constants.W_OK))),
  async create(path, text, manner) {
    const file = openSync(path, 'wx');
    try {
      writeFileSync(file, text);
      if (manner !== undefined) {
        // Only root may give a file away; for everybody else it is their own, as with every editor.
        succeeds(() => fchownSync(file, manner.uid, manner.gid));
        fchmodSync(file, manner.mode);
      }
      await onDisk(file);
    } finally {
      closeSync(file);
    }
  },
  link: (path, name) =>
    atOnce(() => {
      try {
        linkSync(path, name);
        return true;
      } catch (error) {
        if (isCode(error, 'EEXIST')) return false;
        throw error;
      }
    }),
  rename: (from, to) => atOnce(() => renameSync(from, to)),
  remove: (path) => atOnce(() => present(() => unlinkSync(path))),
  removeAll: (folder) => atOnce(() => rmSync(folder, { recursive: true, force: true })),
  makeFolder: (folder) => atOnce(() => void mkdirSync(folder, { recursive: true })),
  removeFolder: (folder) => atOnce(() => void succeeds(() => rmdirSync(folder))),
  async settle(folder) {
    const handle = openSync(folder, 'r');
    try {
      // Some file systems cannot do this for folders, and some need not.
      await onDisk(handle).catch(() => undefined);
    } finally {
      closeSync(handle);
    }
  },
};

/** What is thrown becomes a promise that fails. */
const atOnce = <T>(act: () => T): Promise<T> => new Promise((resolve) => resolve(act()));

const onDisk = promisify(fsync);

function succeeds(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

/** Undefined where nothing is there. */
function present<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return undefined;
    throw error;
  }
}

export const isCode = (error: unknown, code: string): boolean => codeOf(error) === code;

/** The system's own word for what went wrong: ENOSPC, EACCES. */
export const codeOf = (error: unknown): string => fieldOf(error, 'code');

/** The file that it went wrong with, where the system says so. */
export const pathOf = (error: unknown): string => fieldOf(error, 'path');

const fieldOf = (error: unknown, field: string): string =>
  typeof error === 'object' && error !== null && field in error ? String(Reflect.get(error, field)) : '';
