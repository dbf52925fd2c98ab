import { dirname, join, relative, sep } from 'node:path';
import type { Rewritten, Transaction } from '../model/hands.ts';
import { fail, ok, type Problem, type Result } from '../model/problem.ts';
import type { FileOperations } from './transaction-files.ts';
import { findJournal, folderName, sweepDrafts, writeJournal, type Entry, type Journal } from './transaction-journal.ts';
import { lock, type Owner } from './transaction-lock.ts';
import { diskProblem, move } from './transaction-move.ts';

/** `root`: the workspace. `store`: the folder below git's own that is shared by all worktrees. Both absolute. */
export interface Ground {
  readonly root: string;
  readonly store: string;
  readonly files: FileOperations;
}

/** Writes down the old and the new text of every file, and begins. Where it is refused, nothing has changed. */
export async function begin(
  ground: Ground,
  name: string,
  rewritten: readonly Rewritten[],
  memo: string,
): Promise<Result<Transaction>> {
  const { root, store, files } = ground;
  return locked(ground, async () => {
    if ((await findJournal(store, root, 'open', files)) !== undefined) return fail(unfinished);
    const entries = await resolve(ground, rewritten);
    if (!entries.ok) return entries;
    const made = await missingFolders(ground, entries.value);
    const journal: Journal = { schema: 1, root, memo, files: entries.value, made };
    await writeJournal(store, name, journal, files);
    return ok({ name, journal, standing: 'open' as const, isFresh: true });
  });
}

export async function resume(ground: Ground, which: 'open' | 'done'): Promise<Result<Transaction | undefined>> {
  return locked(ground, async () => {
    const found = await findJournal(ground.store, ground.root, which, ground.files);
    return ok(found === undefined ? undefined : { ...found, standing: which });
  });
}

interface Held {
  readonly name: string;
  readonly journal: Journal;
  readonly standing: 'open' | 'done';
  /** This process has just written the journal. */
  readonly isFresh?: boolean;
}

/** The lock stays with what `act` gives; where it gives nothing or fails, the lock goes. */
async function locked<T extends Held | undefined>(
  ground: Ground,
  act: () => Promise<Result<T>>,
): Promise<Result<Transaction | (T extends undefined ? undefined : never)>> {
  const { store, files } = ground;
  let mine: { free(): Promise<void> } | undefined;
  try {
    await files.makeFolder(store);
    const got = await lock(join(store, 'apply.lock'), files);
    if (got.is === 'taken') return fail(busy(got.by, join(store, 'apply.lock')));
    mine = got;
    await sweepDrafts(store, files);
    const held = await act();
    if (!held.ok) return held;
    if (held.value === undefined) return ok(undefined as T extends undefined ? undefined : never);
    const kept = got;
    mine = undefined;
    return ok(transaction(ground, held.value, () => kept.free()));
  } catch (error) {
    return fail(diskProblem(error, []));
  } finally {
    await mine?.free().catch(() => undefined);
  }
}

function transaction(
  { root, store, files }: Ground,
  { name, journal, standing, isFresh = false }: Held,
  free: () => Promise<void>,
): Transaction {
  const at = (one: 'open' | 'done' | 'draft'): string => join(store, folderName(name, one));
  let now = standing;
  let isUntouched = isFresh;
  const shift = async (to: 'open' | 'done'): Promise<void> => {
    if (now === to) return;
    await files.rename(at(now), at(to));
    await files.settle(store);
    now = to;
  };
  return {
    memo: journal.memo,
    files: journal.files,
    async hasMoved() {
      const texts = await Promise.all(journal.files.map(({ file }) => files.read(join(root, file))));
      return journal.files.some(({ before, after }, at) => texts[at] === after && after !== before);
    },
    forward(meanwhile) {
      const fresh = isUntouched && meanwhile !== undefined;
      isUntouched = false;
      return move(journal, name, 'after', files, { isFresh: fresh });
    },
    async back(evenIf) {
      // From here on it is one that was interrupted, also when this is.
      await shift('open');
      return move(journal, name, 'before', files, { isForced: evenIf !== undefined });
    },
    async keep() {
      // What follows a release is called after it, and both can be taken back.
      const kept = [name.replace(/\.after$/, '')];
      for (let old = await findJournal(store, root, 'done', files, kept); old !== undefined;) {
        await files.removeAll(join(store, folderName(old.name, 'done')));
        old = await findJournal(store, root, 'done', files, kept);
      }
      await shift('done');
    },
    async forget() {
      await files.rename(at(now), at('draft'));
      await files.settle(store);
      await files.removeAll(at('draft'));
    },
    leave: free,
  };
}

/** The files that links lead to, with what must be kept of them; all that stands in the way is told at once. */
async function resolve({ root, files }: Ground, rewritten: readonly Rewritten[]): Promise<Result<readonly Entry[]>> {
  const problems: Problem[] = [];
  const entries = new Map<string, Entry>();
  const top = (await files.real(root)) ?? root;
  const all = await Promise.all(rewritten.map(async (one) => ({ one, ...(await look(one.file)) })));
  for (const { one, file, manner, text, mayWrite } of all) {
    const known = entries.get(file);
    if (file === '..' || file.startsWith(`..${sep}`)) problems.push(outside(one.file));
    else if (text !== one.before) problems.push(changed(one.file));
    else if (!mayWrite) problems.push(readOnly(one.file));
    else if (known !== undefined && known.after !== one.after) problems.push(twice(one.file, file));
    else entries.set(file, { ...one, file, ...(manner === undefined ? {} : { manner }) });
  }
  return problems.length > 0 ? fail(...problems) : ok([...entries.values()]);

  async function look(path: string) {
    const real = await files.real(join(root, path));
    const folder = real === undefined ? await nearestFolder(files, join(root, path)) : dirname(real);
    const file = real === undefined ? path : relative(top, real);
    const manner = real === undefined ? undefined : await files.manner(real);
    // Root may write everything; a file without any write permission was locked on purpose all the same.
    const isLocked = manner !== undefined && (manner.mode & 0o222) === 0;
    const mayWrite =
      !isLocked && (real === undefined || (await files.mayWrite(real))) && (await files.mayWrite(folder));
    return { file, manner, mayWrite, text: real === undefined ? undefined : await files.read(real) };
  }
}

async function nearestFolder(files: FileOperations, path: string): Promise<string> {
  const folder = dirname(path);
  return (await files.real(folder)) ?? nearestFolder(files, folder);
}

/** Outermost first. */
async function missingFolders({ root, files }: Ground, entries: readonly Entry[]): Promise<readonly string[]> {
  const missing = new Set<string>();
  for (const { file, before } of entries) {
    const chain: string[] = [];
    for (let folder = dirname(file); before === undefined && folder !== '.'; folder = dirname(folder)) {
      if (missing.has(folder) || (await files.manner(join(root, folder))) !== undefined) break;
      chain.unshift(folder);
    }
    for (const folder of chain) missing.add(folder);
  }
  return [...missing];
}

const unfinished: Problem = {
  code: 'APPLY_UNFINISHED',
  severity: 'error',
  what: 'An earlier apply was interrupted; its files are partly old and partly new.',
  fix: 'nx-convoy apply --continue ends it, nx-convoy apply --abort takes it back.',
};

const busy = (by: Owner | undefined, path: string): Problem => ({
  code: 'APPLY_BUSY',
  severity: 'error',
  what:
    by === undefined
      ? 'Another apply is under way in this repository.'
      : `Another apply is under way in this repository: process ${by.pid} on ${by.host}.`,
  fix: `Wait for it. If it is surely gone, remove ${path}.`,
});

const outside = (file: string): Problem => ({
  code: 'FILE_OUTSIDE',
  severity: 'error',
  what: `${file} is a link that leaves the workspace.`,
  where: { file },
  fix: 'Put the file itself there, or leave it out ("exclude" in the options of nx-convoy).',
});

const changed = (file: string): Problem => ({
  code: 'FILE_CHANGED',
  severity: 'error',
  what: `${file} is not what the plan saw: it was changed meanwhile.`,
  where: { file },
  fix: 'Commit or undo the change, then plan again.',
});

const readOnly = (file: string): Problem => ({
  code: 'FILE_READ_ONLY',
  severity: 'error',
  what: `${file} may not be written.`,
  where: { file },
  fix: `chmod u+w ${file}, or see to it that its folder belongs to this user.`,
});

const twice = (file: string, real: string): Problem => ({
  code: 'FILE_TWICE',
  severity: 'error',
  what: `${file} leads to ${real}, which would become another text at the same time.`,
  where: { file },
  fix: 'Let one of the two be a file of its own.',
});
