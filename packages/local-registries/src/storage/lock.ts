import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { partOf } from './files.ts';

/** One process at a time keeps its registries in a folder; the lock of one that died is taken over. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'lock');
  const mine = partOf(file);
  await writeFile(mine, String(process.pid), { mode: 0o600 });
  try {
    for (;;) {
      try {
        // A link appears whole or not at all: nobody reads a lock without its owner.
        await link(mine, file);
        return () => rm(file, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = Number(await readFile(file, 'utf8').catch(() => '0'));
      if (owner === process.pid || isAlive(owner)) {
        throw new Error(`The process ${owner} keeps its registries in ${folder}: stop it, or take another folder.`);
      }
      await putAside(file, owner);
    }
  } finally {
    await rm(mine, { force: true });
  }
}

/** Of several that see the same dead owner one is quicker, and its new lock must not be taken for the old one. */
async function putAside(file: string, dead: number): Promise<void> {
  const aside = partOf(file);
  try {
    await rename(file, aside);
    if (Number(await readFile(aside, 'utf8')) !== dead) await link(aside, file);
  } catch {
    // Gone already, or taken again meanwhile.
  } finally {
    await rm(aside, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
