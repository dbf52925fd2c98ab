import { createHash } from 'node:crypto';
import { resolve } from 'node:path/posix';
import type { Artifact, Delivery } from '../../model/delivery.ts';
import type { Dock } from '../../model/dock.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Parcel } from '../../model/registry.ts';
import { openArchive } from '../../packaging/archive/open.ts';
import type { Going } from './going.ts';

/** What is sent. Bytes that have changed since they were recorded are nobody's release. */
export async function parcelOf(
  { artifact, released }: Pick<Delivery, 'artifact' | 'released'>,
  { commit, channel }: Pick<Going, 'commit' | 'channel'>,
  dock: Pick<Dock, 'root' | 'bytes' | 'read'>,
): Promise<Result<Parcel>> {
  const { path, name, size } = artifact;
  const parcel = {
    ...{ released, artifact, commit, path: resolve(dock.root, path) },
    ...(channel === undefined ? {} : { channel }),
  };
  const bytes = await dock.bytes(path);
  // An image is a folder of blobs, each called by its own digest, which its registry checks.
  if (bytes === undefined) return ok({ ...parcel, read: (entry) => dock.read(`${path}/${entry}`) });
  if (!isThat(bytes, artifact)) return fail(otherNow(artifact));
  const opened = openArchive({ name, size, sha256: '', sha512: '' }, bytes);
  if (!opened.ok) return opened;
  return ok({
    ...parcel,
    read: (entry) => opened.value.bytes(entry),
    entries: opened.value.entries.flatMap((entry) => (entry.kind === 'file' ? [entry.path] : [])),
    sha1: createHash('sha1').update(bytes).digest('hex'),
    beside: (ending) => dock.read(`${path}${ending}`),
  });
}

export const isThat = (bytes: Uint8Array | undefined, { digests }: Artifact): boolean =>
  bytes !== undefined && digests.includes(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);

export const otherNow = ({ name, path }: Artifact): Problem => ({
  code: 'BYTES_CHANGED',
  severity: 'error',
  what: `${name} is not what was recorded of it any more: nothing of it was sent.`,
  where: { file: path },
  fix: 'Something wrote there, or a tool has changed since: package again, see that nothing is out yet, and publish.',
});
