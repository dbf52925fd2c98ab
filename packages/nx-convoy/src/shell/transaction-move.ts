import { basename, dirname, join } from 'node:path';
import { fail, ok, type Problem, type Result } from '../model/problem.ts';
import { codeOf, isCode, pathOf, type FileOperations } from './transaction-files.ts';
import type { Entry, Journal } from './transaction-journal.ts';

/** Enough that the disk writes many files with one effort. */
const atOnce = 16;

export interface Manoeuvre {
  /** What somebody else has written is written over. */
  readonly isForced?: boolean;
  /** The journal was written a moment ago: nothing is half done, and every file is what was looked at then. */
  readonly isFresh?: boolean;
}

/**
 * Puts every file of a journal to one side. New texts are written beside their targets first, whole and on the disk, and only then renamed
 * one after the other: what can fail fails before the first file has changed. Doing it again does the rest.
 */
export async function move(
  { root, files: entries, made }: Journal,
  name: string,
  side: 'before' | 'after',
  files: FileOperations,
  { isForced = false, isFresh = false }: Manoeuvre = {},
): Promise<Result<void>> {
  // The name is ours alone, and so is whatever a run that died long ago has left there.
  const put = async (path: string, { [side]: text = '', manner }: Entry): Promise<void> => {
    try {
      await files.create(path, text, manner);
    } catch (error) {
      if (!isFresh || !isCode(error, 'EEXIST')) throw error;
      await files.remove(path);
      await files.create(path, text, manner);
    }
  };
  const beside = (file: string): string => join(root, dirname(file), `.${basename(file)}.${name.slice(0, 8)}.convoy`);
  try {
    const found = isFresh ? [] : await standing(root, entries, files);
    const foreign = found.filter(({ entry, now }) => now !== entry.before && now !== entry.after);
    if (foreign.length > 0 && !isForced) return fail(...foreign.map(({ entry }) => changed(entry.file)));
    for (const { entry } of found) await files.remove(beside(entry.file));
    const open = isFresh ? entries : found.flatMap(({ entry, now }) => (now === entry[side] ? [] : [entry]));
    const written = open.filter((entry) => entry[side] !== undefined);
    if (side === 'after') for (const folder of made) await files.makeFolder(join(root, folder));
    else
      for (const folder of new Set(written.map(({ file }) => dirname(file))))
        await files.makeFolder(join(root, folder));
    try {
      await inTurn(written, (entry) => put(beside(entry.file), entry));
    } catch (error) {
      for (const { file } of written) await files.remove(beside(file)).catch(() => undefined);
      throw error;
    }
    for (const entry of open) {
      if (entry[side] === undefined) await files.remove(join(root, entry.file));
      else await files.rename(beside(entry.file), join(root, entry.file));
    }
    await inTurn([...new Set(open.map(({ file }) => dirname(file)))], (folder) => files.settle(join(root, folder)));
    if (side === 'before') for (const folder of [...made].reverse()) await files.removeFolder(join(root, folder));
    return ok(undefined);
  } catch (error) {
    return fail(diskProblem(error, entries));
  }
}

const standing = (
  root: string,
  entries: readonly Entry[],
  files: FileOperations,
): Promise<readonly { readonly entry: Entry; readonly now: string | undefined }[]> =>
  Promise.all(entries.map(async (entry) => ({ entry, now: await files.read(join(root, entry.file)) })));

async function inTurn<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += atOnce) {
    // All of a round end before the next begins, so that nothing is still written when a failure is told.
    const ended = await Promise.allSettled(items.slice(at, at + atOnce).map(act));
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  }
}

const changed = (file: string): Problem => ({
  code: 'FILE_CHANGED',
  severity: 'error',
  what: `${file} was changed by somebody else meanwhile: it holds neither the old text nor the new one.`,
  where: { file },
  fix: `Put it aside and restore it (git checkout HEAD -- ${file}), then ask again.`,
});

/** What the disk refuses, in words. */
export function diskProblem(error: unknown, entries: readonly Entry[]): Problem {
  const code = codeOf(error);
  const path = pathOf(error);
  const where = path === '' ? 'The workspace' : path;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return {
      code: 'NO_SPACE',
      severity: 'error',
      what: `There is no space left to write ${entries.length === 1 ? '1 file' : `${entries.length} files`}.`,
      fix: 'Make space on the disk of the workspace, then ask again.',
    };
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return {
      code: 'FILE_READ_ONLY',
      severity: 'error',
      what: `${where} may not be written (${code}).`,
      fix: 'Make the workspace and its .git folder writable for this user.',
    };
  }
  return {
    code: 'FILE_UNWRITABLE',
    severity: 'error',
    what: `${where} cannot be written: ${String(error)}.`,
    fix: 'See that the disk is well and that nothing else holds the file, then ask again.',
  };
}
