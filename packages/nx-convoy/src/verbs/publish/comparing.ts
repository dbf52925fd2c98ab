import type { Delivery } from '../../model/delivery.ts';
import type { Dock } from '../../model/dock.ts';
import type { Opened } from '../../model/packaging.ts';
import type { Problem, Result } from '../../model/problem.ts';
import { openArchive } from '../../packaging/archive/open.ts';
import { isSameImage, readImage } from '../../registries/oci/image.ts';
import type { Comparison } from './carry.ts';
import type { Going } from './going.ts';
import { parcelOf } from './parcel.ts';
import type { Registrar } from './registrar.ts';

/** Other bytes are there under this name: whether they are the same in all that counts. */
export async function compare(
  delivery: Delivery,
  going: Going,
  { registrar, dock }: { readonly registrar: Registrar; readonly dock: Dock },
): Promise<Comparison> {
  const { artifact, released } = delivery;
  const parcel = await parcelOf(delivery, going, dock);
  if (!parcel.ok) return { is: 'unknown', problem: parcel.problems[0] ?? incomparable(artifact.name) };
  const held = await registrar.held(going, released, artifact);
  if (held.is === 'unknown') return { is: 'unknown', problem: held.problem };
  if (held.is === 'image') {
    const image = readImage(parcel.value);
    return told(image.ok ? isSameImage(image.value, held) : undefined, artifact.name);
  }
  const own = await dock.bytes(artifact.path);
  if (own === undefined) return told(undefined, artifact.name);
  const [ours, theirs] = [open(artifact.name, own), open(artifact.name, held.bytes)];
  // What is there is no archive of its kind: it is not ours.
  if (ours.ok && !theirs.ok) return { is: 'other' };
  return told(ours.ok && theirs.ok ? going.ecosystem.isSame?.(ours.value, theirs.value) : undefined, artifact.name);
}

const open = (name: string, bytes: Uint8Array): Result<Opened> =>
  openArchive({ name, size: bytes.length, sha256: '', sha512: '' }, bytes);

const told = (same: boolean | undefined, name: string): Comparison =>
  same === undefined ? { is: 'unknown', problem: incomparable(name) } : { is: same ? 'same' : 'other' };

const incomparable = (name: string): Problem => ({
  code: 'NOT_COMPARABLE',
  severity: 'error',
  what: `Other bytes are there as ${name}, and nobody can tell whether they are the same in what counts.`,
  fix: 'Fetch both and compare them; if what is there is not this release, release the next version.',
});
