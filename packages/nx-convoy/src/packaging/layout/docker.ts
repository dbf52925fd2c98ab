import type { Descriptor } from '../../model/image.ts';
import { jsonIn, objectIn } from '../../text/json/lenient.ts';
import { listOf, objectOf } from '../../text/json/narrow.ts';
import { Incomplete, type Blob, type Gathered, type Left } from './gathered.ts';
import { imageOf } from './manifest.ts';
import { described, types } from './names.ts';

/**
 * What `docker save` packs before version 25: a list of layers as plain tars, and the configuration, which names them by their digests. The
 * manifest is ours, for docker keeps none of what it has built.
 */
export async function fromDocker({ look, size }: Left): Promise<Gathered> {
  const list = listOf(jsonIn(await look('manifest.json')));
  const saved = objectOf(list[0]);
  if (list.length !== 1 || typeof saved.Config !== 'string')
    throw new Incomplete('manifest.json names no single image');
  const settings = await look(saved.Config);
  const told = objectIn(settings);
  if (settings === undefined || told === undefined) throw new Incomplete(`${saved.Config} is not there`);
  const config = described(types.config, settings);
  const diffIds = listOf(objectOf(told.rootfs).diff_ids).map(String);
  const layers: Descriptor[] = [];
  const blobs: Blob[] = [];
  for (const [at, file] of listOf(saved.Layers).map(String).entries()) {
    const [digest, length] = [diffIds[at], await size(file)];
    if (digest === undefined || length === undefined) throw new Incomplete(`${file} is not there`);
    layers.push({ mediaType: types.layer, digest, size: length });
    blobs.push({ digest, from: file });
  }
  const manifest = { schemaVersion: 2, mediaType: types.manifest, config, layers };
  const bytes = new TextEncoder().encode(JSON.stringify(manifest));
  const root = described(types.manifest, bytes);
  return {
    root,
    platforms: [imageOf(root, config, { manifest, config: told })],
    blobs: [{ digest: root.digest, from: bytes }, { digest: config.digest, from: settings }, ...blobs],
  };
}
