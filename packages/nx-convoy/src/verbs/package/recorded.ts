import { resolve } from 'node:path';
import type { Recorded } from '../../model/packaging.ts';
import type { Unit } from '../../model/unit.ts';
import { unitFolder } from '../../packaging/slug.ts';
import { manifestIn } from '../gathering/manifest.ts';

interface Around {
  /** The top of the workspace. */
  readonly root: string;
  readonly out: string;
  readonly commit: string;
  readonly read: (path: string) => Promise<string | undefined>;
}

/** What lies in the folder of a unit, if it was made from this very commit. */
export async function recordedOf(
  unit: Pick<Unit, 'id' | 'ecosystem'>,
  { root, out, commit, read }: Around,
): Promise<Recorded | undefined> {
  const folder = `${out}/${unitFolder(unit)}`;
  const found = await manifestIn(folder, unit.id, read);
  if (found?.manifest.source.commit !== commit) return undefined;
  const { version, identity, image } = found.manifest;
  return {
    version,
    identity: identity.by === 'bytes' ? { by: 'bytes' } : { by: 'content', why: identity.why },
    folder: resolve(root, folder),
    ...(image === undefined ? {} : { image: { name: image.name, digest: image.digest } }),
  };
}
