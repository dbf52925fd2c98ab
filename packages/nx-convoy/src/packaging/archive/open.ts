import { gunzipSync, inflateRawSync } from 'node:zlib';
import type { Entry, MadeFile, Opened } from '../../model/packaging.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { readTar } from './tar.ts';
import { packedBytes, readZip } from './zip.ts';

/** More than any package that a registry takes: what would unpack to more is no honest one. */
const most = 4 * 1024 ** 3 - 1;

/** A file that was made, with what is inside. One that is no archive has no entries. */
export function openArchive(file: MadeFile, bytes: Uint8Array): Result<Opened> {
  try {
    if (/\.(?:crate|tgz|tar\.gz)$/.test(file.name)) return openTar(file, gunzipSync(bytes, { maxOutputLength: most }));
    if (/\.(?:whl|zip)$/.test(file.name)) return openZip(file, bytes);
    return ok({ ...file, entries: [], bytes: () => undefined });
  } catch {
    return fail(broken(file));
  }
}

const openTar = (file: MadeFile, tar: Uint8Array): Result<Opened> =>
  opened(file, readTar(tar), ({ at, size }) => tar.subarray(at, at + size));

const openZip = (file: MadeFile, zip: Uint8Array): Result<Opened> =>
  opened(file, readZip(zip), (entry) => {
    const packed = packedBytes(zip, entry);
    if (packed === undefined || entry.method === 0) return packed;
    return inflateRawSync(packed, { maxOutputLength: Math.max(entry.size, 1) });
  });

function opened<One extends Entry>(
  file: MadeFile,
  entries: readonly One[] | undefined,
  bytesOf: (entry: One) => Uint8Array | undefined,
): Result<Opened> {
  if (entries === undefined) return fail(broken(file));
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  return ok({
    ...file,
    entries: entries.map(({ path, size, kind }) => ({ path, size, kind })),
    bytes(path) {
      const entry = byPath.get(path);
      return entry?.kind === 'file' ? bytesOf(entry) : undefined;
    },
  });
}

const broken = ({ name }: MadeFile): Problem => ({
  code: 'ARCHIVE_BROKEN',
  severity: 'error',
  what: `${name} is no archive of the kind that its name tells.`,
  fix: 'Package again: nx-convoy package --clean; if it stays so, the log beside it tells what the client did.',
});
