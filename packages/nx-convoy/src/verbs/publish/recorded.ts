import type { Artifact } from '../../model/delivery.ts';
import type { Unit } from '../../model/unit.ts';
import type { Manifest } from '../../packaging/manifest-schema.ts';
import { artifactsOf } from '../../packaging/manifest.ts';
import { unitFolder } from '../../packaging/slug.ts';
import { manifestIn } from '../gathering/manifest.ts';

/** What was made of a unit, as its manifest tells. */
export interface Recorded {
  readonly manifest: Manifest;
  readonly artifacts: readonly Artifact[];
}

/** Files of this commit and version; others that lie there are of another release. */
export async function recordedOf(
  unit: Unit,
  wanted: { readonly version: string; readonly commit: string },
  out: string,
  read: (path: string) => Promise<string | undefined>,
): Promise<Recorded | undefined> {
  const folder = `${out}/${unitFolder(unit)}`;
  const { manifest } = (await manifestIn(folder, unit.id, read)) ?? {};
  if (manifest?.source.commit !== wanted.commit || manifest.version !== wanted.version) return undefined;
  return { manifest, artifacts: artifactsOf(manifest, folder) };
}
