import { manifestSchema, type Manifest } from '../../packaging/manifest-schema.ts';
import { artifactsOf } from '../../packaging/manifest.ts';
import { slugOf } from '../../packaging/slug.ts';
import type { Artifact } from '../../model/delivery.ts';
import type { Unit } from '../../model/unit.ts';

/** What was made of a unit, as its manifest tells. */
export interface Recorded {
  readonly manifest: Manifest;
  readonly artifacts: readonly Artifact[];
}

export const folderOf = ({ id, ecosystem }: Unit, out: string): string => `${out}/${ecosystem}/${slugOf(id)}`;

/** Files of this commit and version; others that lie there are of another release. */
export async function recordedOf(
  unit: Unit,
  wanted: { readonly version: string; readonly commit: string },
  out: string,
  read: (path: string) => Promise<string | undefined>,
): Promise<Recorded | undefined> {
  const folder = folderOf(unit, out);
  const text = await read(`${folder}/manifest.json`);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const manifest = parsed.data;
  const isMeant = manifest.source.commit === wanted.commit && manifest.version === wanted.version;
  return isMeant && manifest.unit === unit.id ? { manifest, artifacts: artifactsOf(manifest, folder) } : undefined;
}
