import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { beganOf, isAlive } from './processes.ts';
import type { FileOperations } from './transaction-files.ts';

export interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process began, as the kernel counts: a number that is given again belongs to another process. */
  readonly began?: string;
  readonly token: string;
}

export type Locked =
  { readonly is: 'mine'; free(): Promise<void> } | { readonly is: 'taken'; readonly by: Owner | undefined };

/**
 * A file that one process at a time has. The file of a dead process is taken over, under a lock of its own that is named after the dead:
 * of two that find the same dead owner one wins, and the other sees a living one. `lives` tells who counts as alive.
 */
export async function lock(
  path: string,
  files: FileOperations,
  lives: (owner: Owner) => boolean = isAlive,
): Promise<Locked> {
  const me: Owner = { pid: process.pid, host: hostname(), ...beganOf(process.pid), token: randomUUID() };
  const draft = `${path}.${me.token}`;
  await files.create(draft, JSON.stringify(me));
  try {
    for (;;) {
      // A link appears with all that is in it, so nobody ever reads half an owner.
      if (await files.link(draft, path)) break;
      const by = await ownerOf(path, files);
      if (by === undefined) {
        if ((await files.read(path)) === undefined) continue;
        return { is: 'taken', by };
      }
      if (lives(by)) return { is: 'taken', by };
      const inner = await lock(takeoverOf(path, by), files);
      if (inner.is === 'taken') return inner;
      try {
        if ((await ownerOf(path, files))?.token !== by.token) continue;
        await files.rename(draft, path);
        break;
      } finally {
        await inner.free();
      }
    }
  } finally {
    await files.remove(draft);
  }
  return { is: 'mine', free: () => files.remove(path) };
}

const takeoverOf = (path: string, { token }: Owner): string => `${path}.after-${token}`;

/** Whether a lock is one under which that of a dead owner is taken over. */
export const isOfTakeover = (name: string): boolean => name.includes('.after-');

/** Undefined where nobody can tell. */
export async function ownerOf(path: string, files: FileOperations): Promise<Owner | undefined> {
  try {
    return JSON.parse((await files.read(path)) ?? '') as Owner;
  } catch {
    return undefined;
  }
}
