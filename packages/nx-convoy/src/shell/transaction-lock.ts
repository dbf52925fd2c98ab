import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isCode, type FileOperations } from './transaction-files.ts';

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
 * of two that find the same dead owner one wins, and the other sees a living one.
 */
export async function lock(path: string, files: FileOperations): Promise<Locked> {
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
      if (isAlive(by)) return { is: 'taken', by };
      const inner = await lock(`${path}.after-${by.token}`, files);
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

async function ownerOf(path: string, files: FileOperations): Promise<Owner | undefined> {
  try {
    return JSON.parse((await files.read(path)) ?? '') as Owner;
  } catch {
    return undefined;
  }
}

/** A process of another machine may live: only a person can tell. */
function isAlive({ pid, host, began }: Owner): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one all the same.
    if (!isCode(error, 'EPERM')) return false;
  }
  const now = tellOf(pid);
  if (now.state === 'Z') return false;
  return began === undefined || now.began === undefined || began === now.began;
}

const beganOf = (pid: number): { began?: string } => {
  const { began } = tellOf(pid);
  return began === undefined ? {} : { began };
};

/** What the system tells of a process; where it tells nothing, the number alone counts. */
function tellOf(pid: number): { readonly state?: string | undefined; readonly began?: string | undefined } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; the state follows, and nineteen fields later the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], began: fields[19] };
  } catch {
    return {};
  }
}
