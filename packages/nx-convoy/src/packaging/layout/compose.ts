import type { Descriptor, Image } from '../../model/image.ts';
import type { Blob, Gathered } from './gathered.ts';
import { blobFile, described, types } from './names.ts';

/** A file of a layout: its bytes, or where they are, in the folder of which part. */
export interface LayoutFile {
  readonly name: string;
  readonly digest?: string;
  readonly from: Uint8Array | { readonly part: number; readonly file: string };
}

export interface Composed extends Image {
  readonly files: readonly LayoutFile[];
}

/**
 * One OCI layout of what was built, platform by platform: the index is ours, so that it is the same whoever built, and wherever each of
 * them was built. One image alone needs none. Only `index.json` names the version; a registry never sees that file.
 */
export function compose(parts: readonly Gathered[], version: string): Composed {
  const [only] = parts;
  const index = parts.length === 1 && only !== undefined ? undefined : indexOf(parts);
  const root = index === undefined ? (only?.root ?? described(types.index, new Uint8Array())) : index.descriptor;
  const files = new Map<string, LayoutFile>();
  const add = ({ digest, from }: Blob, part: number): void => {
    files.set(digest, { name: blobFile(digest), digest, from: typeof from === 'string' ? { part, file: from } : from });
  };
  for (const [at, part] of parts.entries()) for (const blob of part.blobs) add(blob, at);
  if (index !== undefined) add({ digest: index.descriptor.digest, from: index.bytes }, 0);
  const top = {
    schemaVersion: 2,
    manifests: [{ ...root, annotations: { 'org.opencontainers.image.ref.name': version } }],
  };
  return {
    root,
    platforms: parts.flatMap(({ platforms }) => platforms),
    files: [
      ...[...files.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      { name: 'index.json', from: json(top) },
      { name: 'oci-layout', from: json({ imageLayoutVersion: '1.0.0' }) },
    ],
  };
}

function indexOf(parts: readonly Gathered[]): { readonly descriptor: Descriptor; readonly bytes: Uint8Array } {
  const manifests = parts.flatMap(({ platforms }) =>
    platforms.map(({ manifest, platform }) => {
      const [os, architecture, variant] = platform.split('/');
      return { ...manifest, platform: { architecture, os, ...(variant === undefined ? {} : { variant }) } };
    }),
  );
  const bytes = json({ schemaVersion: 2, mediaType: types.index, manifests });
  return { descriptor: described(types.index, bytes), bytes };
}

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
