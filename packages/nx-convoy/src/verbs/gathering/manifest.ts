import type { Manifest } from '../../packaging/manifest-schema.ts';
import { readManifest } from '../../packaging/read-manifest.ts';

/** What a folder holds of a unit, as the manifest there tells; undefined where there is none, or another unit's. */
export async function manifestIn(
  folder: string,
  unit: string,
  read: (path: string) => Promise<string | undefined>,
): Promise<{ readonly manifest: Manifest; readonly text: string } | undefined> {
  const text = await read(`${folder}/manifest.json`);
  const manifest = text === undefined ? undefined : readManifest(text);
  return text === undefined || manifest?.unit !== unit ? undefined : { manifest, text };
}
