import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MadeFile } from '../model/packaging.ts';
import { faultOf } from './fault.ts';

/** Copies a file and measures what it copies, in one reading and in little memory. */
export async function takeFile(from: string, to: string, name: string): Promise<MadeFile> {
  await mkdir(dirname(to), { recursive: true });
  const [sha256, sha512] = [createHash('sha256'), createHash('sha512')];
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      sha256.update(chunk);
      sha512.update(chunk);
      size += chunk.length;
      next(undefined, chunk);
    },
  });
  await pipeline(createReadStream(from), measure, createWriteStream(to, { flags: 'wx', mode: 0o644 }));
  return { name, size, sha256: sha256.digest('hex'), sha512: sha512.digest('hex') };
}

/** The files of a folder, or at any depth below it, by their paths from there; none where there is no such folder. */
export async function filesIn(folder: string, depth: 'in' | 'below'): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: depth === 'below', withFileTypes: true }).catch(() => []);
  return entries
    .flatMap((entry) => (entry.isFile() ? [relative(folder, join(entry.parentPath, entry.name))] : []))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

/** A link to a folder, as package managers make them: on Windows one that needs no rights. */
export async function linkFolder(from: string, to: string): Promise<void> {
  await mkdir(dirname(from), { recursive: true });
  await symlink(to, from, 'junction');
}

/** Makes all files below a folder as old as a commit. Links keep their own age, which no archive has. */
export async function dateAll(folder: string, epoch: number): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), epoch, epoch);
}

/** Puts a folder in the place of another. For a moment there is none; never a half one. Of two that do this at once one comes last. */
export async function replaceFolder(from: string, to: string, aside: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  for (;;) {
    await rename(to, aside).catch(unless('ENOENT'));
    const isIn = await rename(from, to).then(() => true, unless('ENOTEMPTY', 'EEXIST'));
    await rm(aside, { recursive: true, force: true });
    if (isIn === true) return;
  }
}

const unless =
  (...faults: readonly string[]) =>
  (error: unknown): void => {
    if (!faults.includes(String(faultOf(error)))) throw error;
  };

/** A file with what its mode says of it; undefined where there is none. */
export async function openFile(path: string): Promise<{ bytes: Uint8Array; isExecutable: boolean } | undefined> {
  try {
    const [bytes, { mode }] = await Promise.all([readFile(path), stat(path)]);
    return { bytes, isExecutable: (mode & 0o111) !== 0 };
  } catch (error) {
    if (faultOf(error) === 'ENOENT' || faultOf(error) === 'EISDIR') return undefined;
    throw error;
  }
}

export async function writeMeasured(path: string, name: string, bytes: Uint8Array): Promise<MadeFile> {
  await writeFile(path, bytes, { flag: 'wx', mode: 0o644 });
  const digest = (by: string): string => createHash(by).update(bytes).digest('hex');
  return { name, size: bytes.length, sha256: digest('sha256'), sha512: digest('sha512') };
}

export async function lookAt(path: string): Promise<Uint8Array | undefined> {
  return readFile(path).catch(() => undefined);
}

export async function sizeAt(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.size;
}

/** Writes a file, with the folders above it, and makes it as old as a commit. */
export async function putFile(path: string, text: string | Uint8Array, epoch: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await utimes(path, epoch, epoch);
}
