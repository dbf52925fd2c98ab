import { ok, type Result } from '../../model/problem.ts';
import type { Held, HeldImage, Parcel } from '../../model/registry.ts';
import { fieldsIn } from '../../text/json/lenient.ts';
import { listOf, objectOf, stringOf, stringsOf, textsOf, type JsonObject } from '../../text/json/narrow.ts';
import { unsendable } from './consignment.ts';
import { digestOf } from './digest.ts';
import { descriptorOf, readLayout } from './layout.ts';

type Image = Extract<Held, { readonly is: 'image' }>;

/** What decides how one platform of an image behaves, by its manifest and its configuration. */
export function imageOf(manifest: JsonObject, config: JsonObject): HeldImage {
  const { os, architecture, variant } = config;
  const platform = [os, architecture, variant].map(stringOf).filter((part) => part !== undefined && part !== '');
  const run = objectOf(config.config);
  const revision = stringOf(objectOf(run.Labels)[revisionKey]) ?? stringOf(objectOf(manifest.annotations)[revisionKey]);
  const unpacked = stringsOf(objectOf(config.rootfs).diff_ids);
  const sent = listOf(manifest.layers).flatMap((layer) => descriptorOf(layer)?.digest ?? []);
  return {
    ...(platform.length < 2 ? {} : { platform: platform.join('/') }),
    ...(revision === undefined ? {} : { revision }),
    layers: unpacked.length > 0 ? unpacked : sent,
    ...(config.config === undefined ? {} : { settings: digestOf(canonical(settingsOf(run))) }),
  };
}

const revisionKey = 'org.opencontainers.image.revision';

/** Without the moment of the build, and without which builder it was. */
function settingsOf(run: JsonObject): JsonObject {
  const labels = textsOf(run.Labels).filter(
    ([key]) => key !== 'org.opencontainers.image.created' && !/^(?:io\.buildah|moby\.buildkit)\./.test(key),
  );
  const lasting = Object.entries(run).filter(([key]) => !['Hostname', 'Image', 'Labels'].includes(key));
  return { ...Object.fromEntries(lasting), Labels: Object.fromEntries(labels) };
}

/** Sorted, and without what is empty: builders differ in what they leave out. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, one]) => !isEmpty(one));
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`)
    .join(',')}}`;
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** What a layout holds, told in the same way as what a registry holds. */
export function readImage(parcel: Parcel): Result<Image> {
  const consignment = readLayout(parcel, parcel.released.name);
  if (!consignment.ok) return consignment;
  const { manifests, top } = consignment.value;
  const all = [...manifests, top]
    .map(({ bytes }) => fieldsIn(bytes))
    .filter(({ manifests: list }) => list === undefined);
  const images: HeldImage[] = [];
  for (const manifest of all) {
    const digest = descriptorOf(manifest.config)?.digest;
    const config = digest === undefined ? new Uint8Array() : parcel.read(`blobs/${digest.replace(':', '/')}`);
    if (config === undefined) return unsendable(parcel, `missing there: ${digest ?? ''}`);
    images.push(imageOf(manifest, fieldsIn(config)));
  }
  return ok({
    is: 'image',
    digest: top.digest,
    images: images.filter(({ platform }) => platform?.startsWith('unknown/') !== true),
  });
}

/**
 * Whether two images are one in all that counts: the same platforms, each of the same commit, with the same layers as they unpack, run in
 * the same way. How layers are compressed, and when they were built, does not count. Undefined where one does not tell its commit: equal
 * layers of two commits are equal files, and yet nobody can say which commit is out.
 */
export function isSameImage(ours: Image, theirs: Image): boolean | undefined {
  if (ours.digest === theirs.digest) return true;
  if (ours.images.length !== theirs.images.length) return false;
  const pairs = ours.images.map(
    (one) => [one, theirs.images.find((other) => other.platform === one.platform)] as const,
  );
  if (pairs.some(([one, other]) => other === undefined || differs(one, other))) return false;
  return pairs.every(([one, other]) => one.revision !== undefined && other?.revision !== undefined) ? true : undefined;
}

const differs = (one: HeldImage, other: HeldImage): boolean =>
  one.layers.join() !== other.layers.join() ||
  isOther(one.revision, other.revision) ||
  isOther(one.settings, other.settings);

const isOther = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a !== b;
