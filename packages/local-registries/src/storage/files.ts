import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';

/** Whether a file must be on the disk, not only in the system's memory, before it counts as written. */
export type Durable = boolean;

/** A reader sees the old file or the new one whole, also when we are killed in between. */
export async function writeWhole(path: string, data: string, durable: Durable): Promise<void> {
  const part = partOf(path);
  const handle = await open(part, 'wx', 0o600);
  try {
    await handle.writeFile(data);
    if (durable) await handle.sync();
  } finally {
    await handle.close();
  }
  await settle(part, path, durable);
}

/** Gives a finished file its name. The name is only safe once the folder that holds it is. */
export async function settle(part: string, path: string, durable: Durable): Promise<void> {
  await rename(part, path);
  if (durable) await syncFolder(dirname(path));
}

export async function remove(path: string, durable: Durable): Promise<void> {
  await rm(path, { force: true });
  if (durable) await syncFolder(dirname(path));
}

/** Files with this ending were never finished: whoever wrote them was killed. */
export const partEnding = '.part';

export const partOf = (path: string): string => `${path}.${randomBytes(6).toString('hex')}${partEnding}`;

/** A file that somebody put a link in the place of is not ours. */
export function openPlain(path: string): Promise<FileHandle> {
  // Windows has no such flag, and lets only administrators make links.
  return open(path, constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NOFOLLOW));
}

/** Larger than usual: a layer then goes out in half the time. */
const chunkBytes = 512 * 1024;

/**
 * Its bytes from `start` to `end`, both included. It is opened when somebody reads: of many answers only the head is sent, and a file that
 * nobody reads is never closed.
 */
export const readPlain = (path: string, range: { readonly start?: number; readonly end?: number } = {}): Readable =>
  Readable.from(chunksOf(path, range), { objectMode: false, highWaterMark: chunkBytes });

async function* chunksOf(path: string, range: { readonly start?: number; readonly end?: number }) {
  const handle = await openPlain(path);
  yield* handle.createReadStream({ highWaterMark: chunkBytes, ...range }) as AsyncIterable<Buffer>;
}

/** Makes a folder of ours, and refuses one that is a link to elsewhere. */
export async function ownFolder(...parts: readonly string[]): Promise<string> {
  const folder = join(...parts);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!(await lstat(folder)).isDirectory())
    throw new Error(`${folder} is no folder but a link: nothing is kept there.`);
  return folder;
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and keeps names safe by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
