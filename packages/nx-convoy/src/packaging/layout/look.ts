import { createGunzip } from 'node:zlib';
import type { Image, Layer } from '../../model/image.ts';
import type { MadeFile, Opened } from '../../model/packaging.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { flowOf, walkTar } from '../archive/walk.ts';
import { maybeSecret } from '../secret-files.ts';
import { blobFile } from './names.ts';

type Pieces = AsyncIterable<Uint8Array>;

/**
 * The layers of an image that came with the build, by the file that holds each: what a base brought is its makers' business, and was made
 * before the commit.
 */
export const ownLayers = (image: Image, epoch: number): ReadonlyMap<string, Layer> =>
  new Map(
    image.platforms
      .flatMap(({ layers }) => layers)
      .filter(({ created }) => created === undefined || !(Date.parse(created) < epoch * 1000))
      .map((layer) => [blobFile(layer.digest), layer]),
  );

/** What is in a layer. It may be large: of its files only those are held that could be secrets. */
export async function openLayer(file: MadeFile, { mediaType }: Layer, pieces: Pieces): Promise<Result<Opened>> {
  if (!/[.+](?:tar|gzip)$/.test(mediaType)) return ok(unseen(file));
  try {
    const found = await walkTar(flowOf(mediaType.endsWith('gzip') ? unpacked(pieces) : pieces), maybeSecret);
    if (found === undefined) return fail(broken(file));
    return ok({ ...file, entries: found.entries, bytes: (path) => found.kept.get(path) });
  } catch {
    return fail(broken(file));
  }
}

export const unseen = (file: MadeFile): Opened => ({ ...file, entries: [], bytes: () => undefined });

async function* unpacked(pieces: Pieces): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const fed = (async () => {
    try {
      for await (const piece of pieces)
        if (!gunzip.write(piece)) await new Promise((done) => gunzip.once('drain', done));
      gunzip.end();
    } catch (error) {
      gunzip.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  })();
  for await (const piece of gunzip) yield piece as Uint8Array;
  await fed;
}

const broken = ({ name }: MadeFile): Problem => ({
  code: 'IMAGE_LAYER_BROKEN',
  severity: 'error',
  what: `${name} is no layer of the kind that its manifest tells.`,
  fix: 'Package again: nx-convoy package --clean; if it stays so, package.log tells what the builder did.',
});
