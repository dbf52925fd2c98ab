import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Opened } from '../../packages/nx-convoy/src/model/packaging.ts';
import type { Parcel, Released } from '../../packages/nx-convoy/src/model/registry.ts';
import { openArchive } from '../../packages/nx-convoy/src/packaging/archive/open.ts';

/** A file as it was made, for whoever compares or sends it. */
export function openedFile(path: string, bytes: Uint8Array = readFileSync(path)): Opened {
  const digest = (algorithm: string): string => createHash(algorithm).update(bytes).digest('hex');
  const file = { name: basename(path), size: bytes.length, sha256: digest('sha256'), sha512: digest('sha512') };
  const opened = openArchive(file, bytes);
  if (!opened.ok) throw new Error(opened.problems[0]?.what);
  return opened.value;
}

export function parcelOf(path: string, released: Released, more: Partial<Parcel> = {}): Parcel {
  const bytes = readFileSync(path);
  const file = openedFile(path, bytes);
  const { name, size, sha256, sha512 } = file;
  const integrity = `sha512-${Buffer.from(sha512, 'hex').toString('base64')}`;
  return {
    released,
    artifact: {
      unit: `test:${released.name}`,
      name,
      path,
      size,
      digests: [`sha256:${sha256}`, `sha512:${sha512}`, integrity],
    },
    path,
    read: (entry) => file.bytes(entry),
    entries: file.entries.map((entry) => entry.path),
    sha1: createHash('sha1').update(bytes).digest('hex'),
    ...more,
  };
}
