import { join } from 'node:path';
import type { FileOperations } from './transaction-files.ts';
import { isOfTakeover, lock, ownerOf, type Owner } from './transaction-lock.ts';

/**
 * Takes away what the dead left in a folder of locks. A lock is taken over and let go, as anybody would who needs it; drafts, and locks under
 * which a dead one's lock was taken over, are nobody's once their own owner is dead too.
 */
export async function sweepLocks(
  folder: string,
  files: FileOperations,
  lives: (owner: Owner) => boolean,
): Promise<void> {
  for (const name of await files.list(folder)) {
    const path = join(folder, name);
    const owner = await ownerOf(path, files);
    if (owner === undefined || lives(owner)) continue;
    if (name.endsWith(`.${owner.token}`)) await files.remove(path);
    else if (isOfTakeover(name)) await sweepTakeover(path, files);
    else {
      const held = await lock(path, files, lives);
      if (held.is === 'mine') await held.free();
    }
  }
}

/** Nobody looks for it any more once the lock that it was for belongs to another one. */
async function sweepTakeover(path: string, files: FileOperations): Promise<void> {
  const [, base = '', token] = /^(.*)\.after-([^.]+)$/.exec(path) ?? [];
  if ((await ownerOf(base, files))?.token !== token) await files.remove(path);
}
