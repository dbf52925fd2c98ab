import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Parcel, Released } from '../../packages/nx-convoy/src/model/registry.ts';

/** An image as `package` leaves it: a folder with an OCI layout. */
export function imageParcel(folder: string, released: Released, more: Partial<Parcel> = {}): Parcel {
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
    readonly manifests: readonly { readonly digest: string }[];
  };
  const digests = index.manifests.map(({ digest }) => digest);
  return {
    released,
    artifact: { unit: `docker:${released.name}`, name: released.name, path: folder, size: 0, digests },
    path: folder,
    read: (entry) => (existsSync(join(folder, entry)) ? readFileSync(join(folder, entry)) : undefined),
    ...more,
  };
}

export const digestOf = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

export interface Made {
  readonly layers: readonly (Uint8Array | { readonly mebibytes: number })[];
  readonly revision?: string;
  readonly base?: string;
}

/** An image of these layers, without a builder: what is in them is nobody's business. */
export function writeImage(folder: string, { layers, revision = 'c0ffee', base }: Made): string {
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const keep = (bytes: Uint8Array, mediaType: string) => {
    const digest = digestOf(bytes);
    writeFileSync(join(folder, 'blobs', digest.replace(':', '/')), bytes);
    return { mediaType, digest, size: bytes.length };
  };
  /** So large that it is better never in memory as a whole. */
  const keepLarge = (mebibytes: number, mediaType: string) => {
    const [hash, mebibyte, place] = [createHash('sha256'), Buffer.alloc(1 << 20, 7), join(folder, 'large')];
    const file = openSync(place, 'w');
    for (let count = 0; count < mebibytes; count += 1) {
      hash.update(mebibyte);
      writeSync(file, mebibyte);
    }
    closeSync(file);
    const digest = `sha256:${hash.digest('hex')}`;
    renameSync(place, join(folder, 'blobs', digest.replace(':', '/')));
    return { mediaType, digest, size: mebibytes << 20 };
  };
  const layerType = 'application/vnd.oci.image.layer.v1.tar';
  const kept = layers.map((one) => ('mebibytes' in one ? keepLarge(one.mebibytes, layerType) : keep(one, layerType)));
  const text = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
  const config = keep(
    text({
      os: 'linux',
      architecture: 'amd64',
      config: { Labels: { 'org.opencontainers.image.revision': revision } },
      rootfs: { type: 'layers', diff_ids: kept.map(({ digest }) => digest) },
    }),
    'application/vnd.oci.image.config.v1+json',
  );
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = {
    schemaVersion: 2,
    mediaType,
    config,
    layers: kept,
    ...(base === undefined ? {} : { annotations: { 'org.opencontainers.image.base.name': base } }),
  };
  const top = keep(text(manifest), mediaType);
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [top] }));
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  return top.digest;
}
