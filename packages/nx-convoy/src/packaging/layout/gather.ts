import type { Descriptor, ImageForm, PlatformImage } from '../../model/image.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { objectIn } from '../../text/json/lenient.ts';
import { listOf, type JsonObject } from '../../text/json/narrow.ts';
import { fromDocker } from './docker.ts';
import { Incomplete, type Blob, type Gathered, type Left } from './gathered.ts';
import { descriptorOf, descriptorsIn, imageOf, isAttestation } from './manifest.ts';
import { blobFile, described, types } from './names.ts';

/** What a builder made, whatever form it has: what its tag leads to, and every blob that can be reached from there. */
export async function gather(form: ImageForm, left: Left): Promise<Result<Gathered>> {
  try {
    if (form === 'docker') {
      // From version 25 on, docker packs a layout as well: its manifests are those that it would push.
      const isLayout = (await left.look('oci-layout')) !== undefined;
      return ok(isLayout ? await fromLayout(left) : await fromDocker(left));
    }
    return ok(form === 'oci' ? await fromLayout(left) : await fromFolder(left));
  } catch (error) {
    if (error instanceof Incomplete) return fail(incomplete(error.message));
    throw error;
  }
}

async function fromLayout(left: Left): Promise<Gathered> {
  const index = objectIn(await left.look('index.json'));
  const [root, ...others] = descriptorsIn(index?.manifests);
  if (root === undefined) throw new Incomplete('index.json names no image');
  if (others.length > 0) throw new Incomplete('index.json names several images');
  return follow(root, (digest) => Promise.resolve(blobFile(digest)), left);
}

/** `skopeo copy` to a folder changes not a byte of a manifest, of whatever format it is. */
async function fromFolder(left: Left): Promise<Gathered> {
  const { look } = left;
  const bytes = await look('manifest.json');
  const told = objectIn(bytes);
  if (bytes === undefined || told === undefined) throw new Incomplete('there is no manifest.json');
  const mediaType =
    typeof told.mediaType === 'string' ? told.mediaType : Array.isArray(told.manifests) ? types.index : types.manifest;
  const root = described(mediaType, bytes);
  const nameOf = async (digest: string): Promise<string> => {
    const hex = digest.replace('sha256:', '');
    if (digest === root.digest) return 'manifest.json';
    return (await look(`${hex}.manifest.json`)) === undefined ? hex : `${hex}.manifest.json`;
  };
  return follow(root, nameOf, left);
}

async function follow(
  root: Descriptor,
  nameOf: (digest: string) => Promise<string>,
  { look }: Left,
): Promise<Gathered> {
  const blobs = new Map<string, Blob>();
  const platforms: PlatformImage[] = [];
  const take = async ({ digest }: Descriptor): Promise<string> => {
    const from = await nameOf(digest);
    blobs.set(digest, { digest, from });
    return from;
  };
  const read = async (descriptor: Descriptor): Promise<JsonObject> => {
    const bytes = await look(await take(descriptor));
    const told = objectIn(bytes);
    if (bytes === undefined || told === undefined) throw new Incomplete(`${descriptor.digest} is not there`);
    if (described('', bytes).digest !== descriptor.digest)
      throw new Incomplete(`${descriptor.digest} holds other bytes`);
    return told;
  };
  const visit = async (at: Descriptor, isImage: boolean): Promise<void> => {
    if (blobs.has(at.digest)) return;
    const told = await read(at);
    if (Array.isArray(told.manifests)) {
      for (const entry of listOf(told.manifests)) {
        const child = descriptorOf(entry);
        if (child === undefined) throw new Incomplete(`${at.digest} names something that is no blob`);
        await visit(child, isImage && !isAttestation(entry));
      }
      return;
    }
    const config = descriptorOf(told.config);
    if (config === undefined) throw new Incomplete(`${at.digest} has no configuration`);
    const settings = await read(config);
    for (const layer of descriptorsIn(told.layers)) await take(layer);
    if (isImage) platforms.push(imageOf(at, config, { manifest: told, config: settings }));
  };
  await visit(root, true);
  return { root, platforms, blobs: [...blobs.values()] };
}

const incomplete = (why: string): Problem => ({
  code: 'IMAGE_INCOMPLETE',
  severity: 'error',
  what: `What the builder left is no whole image: ${why}.`,
  fix: 'Package again: nx-convoy package --clean; if it stays so, package.log tells what the builder did.',
});
