import { gzipSync } from 'fflate';
import { ok, type Result } from '../../model/problem.ts';
import type { Dated, Member } from './member.ts';
import { writeTar } from './tar-write.ts';
import { writeZip } from './zip-write.ts';

export type Packing = 'tar.gz' | 'zip';

/** How a file of that name is packed; undefined: not at all. */
export const packingOf = (name: string): Packing | undefined =>
  /\.(?:tar\.gz|tgz)$/.test(name) ? 'tar.gz' : name.endsWith('.zip') ? 'zip' : undefined;

/**
 * An archive whose bytes follow from its members alone. Compressed in plain JavaScript: the zlib of Node differs between its versions and
 * between processors, and so does what git and tar would call.
 */
export function pack(name: string, by: Packing, members: readonly Member[], dated: Dated): Result<Uint8Array> {
  if (by === 'zip') return writeZip(name, members, dated);
  return ok(gzipSync(writeTar(members, dated), { level: 9, mtime: 0 }));
}
