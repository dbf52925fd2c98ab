import type { Artifact } from '../../model/delivery.ts';
import type { Unit } from '../../model/unit.ts';
import type { Manifest } from '../../packaging/manifest-schema.ts';
import { artifactsOf } from '../../packaging/manifest.ts';
import { unitFolder } from '../../packaging/slug.ts';
import { manifestIn } from './manifest.ts';

/** What was made of a unit, as its manifest tells. */
export interface Recorded {
  readonly manifest: Manifest;
  readonly artifacts: readonly Artifact[];
}

/** Files of this version and, where one is told, of this commit; others that lie there are of another release. */
export async function recordedOf(
  unit: Pick<Unit, 'id' | 'ecosystem'>,
  { version, commit }: { readonly version: string; readonly commit?: string | undefined },
  out: string,
  read: (path: string) => Promise<string | undefined>,
): Promise<Recorded | undefined> {
  const folder = `${out}/${unitFolder(unit)}`;
  const { manifest } = (await manifestIn(folder, unit.id, read)) ?? {};
  if (manifest?.version !== version || (commit !== undefined && manifest.source.commit !== commit)) return undefined;
  return { manifest, artifacts: artifactsOf(manifest, folder) };
}
