import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  readonly waitMs: number;
  readonly pollMs: number;
}

/** Lets one process at a time act. The lock of a process that died is taken over. */
export async function withLock<T>(
  file: string,
  act: () => Promise<T>,
  { waitMs, pollMs }: Patience = { waitMs: 20 * 60_000, pollMs: 100 },
): Promise<T> {
  const me = JSON.stringify({ pid: process.pid, born: birth(process.pid), token: randomBytes(8).toString('hex') });
  const deadline = Date.now() + waitMs;
  while (!take(file, me)) {
    const owner = read(file);
    if (owner !== undefined && !isAlive(owner)) {
      remove(file, owner);
      continue;
    }
    if (Date.now() > deadline) throw new Error(`Somebody else has held ${file} for too long: ${owner ?? 'unknown'}.`);
    await pause(pollMs);
  }
  try {
    return await act();
  } finally {
    remove(file, me);
  }
}

/** A link appears whole or not at all: nobody reads a lock without its owner. */
function take(file: string, me: string): boolean {
  const mine = `${file}.${randomBytes(4).toString('hex')}`;
  writeFileSync(mine, me);
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Removes the lock if it still is that owner's; two that see the same dead owner do not remove each other's. */
function remove(file: string, owner: string): void {
  const aside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    renameSync(file, aside);
    if (read(aside) !== owner) linkSync(aside, file);
  } catch {
    // Gone already, or taken again meanwhile.
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(owner: string): boolean {
  const { pid, born } = JSON.parse(owner) as { pid: number; born: string };
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return birth(pid) === born;
}

/** Process ids are used again; where the system tells when a process began, a stranger is not taken for the owner. */
function birth(pid: number): string {
  return read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ')[19] ?? '';
}
