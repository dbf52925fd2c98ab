import { ok, type Result } from '../../model/problem.ts';
import type { Parcel } from '../../model/registry.ts';
import { fieldsIn } from '../../text/json/lenient.ts';
import { listOf, objectOf, stringOf, type JsonObject } from '../../text/json/narrow.ts';
import { bytesBlob, fileBlob, unsendable, type Blob, type Consignment, type Manifest } from './consignment.ts';
import { isDigestOf, partsOf } from './digest.ts';
import { sourcesOf } from './mount.ts';

/** One entry of an index, a manifest's configuration, or a layer. */
export interface Descriptor {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
  readonly json: JsonObject;
}

export function descriptorOf(value: unknown): Descriptor | undefined {
  const json = objectOf(value);
  const [digest, mediaType] = [stringOf(json.digest), stringOf(json.mediaType)];
  const { size } = json;
  if (digest === undefined || partsOf(digest) === undefined || mediaType === undefined) return undefined;
  return typeof size === 'number' && Number.isSafeInteger(size) && size >= 0
    ? { digest, size, mediaType, json }
    : undefined;
}

export const descriptorsOf = (value: unknown): readonly (Descriptor | undefined)[] => listOf(value).map(descriptorOf);

/** Reads an OCI layout from its image down: only manifests are opened, layers are named by their files. */
export function readLayout(parcel: Parcel, repository: string): Result<Consignment> {
  const image = imageIn(parcel);
  if (image === undefined) return unsendable(parcel, 'its index.json does not tell which of its images is the one');
  const [blobs, manifests] = [new Map<string, Blob>(), new Map<string, Manifest>()];
  const wrong: string[] = [];

  const visit = ({ digest, mediaType }: Descriptor): void => {
    if (manifests.has(digest) || wrong.includes(digest)) return;
    const bytes = read(parcel, digest);
    if (bytes === undefined) {
      wrong.push(digest);
      return;
    }
    const json = fieldsIn(bytes);
    for (const child of descriptorsOf(json.manifests)) {
      if (child === undefined) wrong.push(`${digest} names what cannot be read`);
      else if (!isElsewhere(child)) visit(child);
    }
    for (const one of [...(json.config === undefined ? [] : [json.config]), ...listOf(json.layers)]) {
      const descriptor = descriptorOf(one);
      if (descriptor === undefined) wrong.push(`${digest} names what cannot be read`);
      else if (!isElsewhere(descriptor)) blobs.set(descriptor.digest, blobOf(parcel, descriptor, json, repository));
    }
    manifests.set(digest, { digest, mediaType: stringOf(json.mediaType) ?? mediaType, bytes });
  };
  visit(image);
  const top = manifests.get(image.digest);
  if (wrong.length > 0 || top === undefined)
    return unsendable(parcel, `missing there or altered: ${[...new Set(wrong)].join(', ')}`);
  manifests.delete(image.digest);
  return ok({ blobs: [...blobs.values()], manifests: [...manifests.values()], top });
}

/** The one that was recorded; else the only one. */
function imageIn(parcel: Parcel): Descriptor | undefined {
  const index = parcel.read('index.json');
  const all = index === undefined ? [] : descriptorsOf(fieldsIn(index).manifests);
  const recorded = all.find((one) => one !== undefined && parcel.artifact.digests.includes(one.digest));
  return recorded ?? (all.length === 1 ? all[0] : undefined);
}

function read(parcel: Parcel, digest: string): Uint8Array | undefined {
  const bytes = parcel.read(pathOf(digest));
  return bytes !== undefined && isDigestOf(digest, bytes) ? bytes : undefined;
}

const pathOf = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

/** Layers that only their maker may hand out are named with an address, and lie nowhere else: those of Windows once were. */
const isElsewhere = ({ json, mediaType }: Descriptor): boolean =>
  listOf(json.urls).length > 0 && /nondistributable|foreign/.test(mediaType);

function blobOf(parcel: Parcel, { digest, size, json }: Descriptor, manifest: JsonObject, repository: string): Blob {
  if (size === 0) return bytesBlob(digest, new Uint8Array());
  const sources = sourcesOf({ layer: json, manifest, registry: parcel.released.registry.url, repository });
  return fileBlob(digest, size, `${parcel.path}/${pathOf(digest)}`, sources);
}
