import type { Entry } from '../../model/packaging.ts';

export interface ZipEntry extends Entry {
  /** Where its local header begins, and how many bytes it takes, packed by `method`: 0 not at all, 8 deflate. */
  readonly at: number;
  readonly packed: number;
  readonly method: number;
}

const decoder = new TextDecoder();

/** The entries of a zip, by its directory at the end, as installers read it. Undefined where it is none, or one of more than 4 GB. */
export function readZip(bytes: Uint8Array): readonly ZipEntry[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  if (end === undefined) return undefined;
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) return undefined;
    const nameLength = view.getUint16(at + 28, true);
    const path = decoder.decode(bytes.subarray(at + 46, at + 46 + nameLength));
    entries.push({
      path: path.replace(/\/$/, ''),
      size: view.getUint32(at + 24, true),
      packed: view.getUint32(at + 20, true),
      kind: path.endsWith('/') ? 'folder' : isLink(view.getUint32(at + 38, true)) ? 'link' : 'file',
      method: view.getUint16(at + 10, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The packed bytes of an entry. */
export function packedBytes(bytes: Uint8Array, { at, packed }: ZipEntry): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== 0x04034b50) return undefined;
  const begin = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  return begin + packed > bytes.length ? undefined : bytes.subarray(begin, begin + packed);
}

/** The mode of a Unix file stands in the upper half. */
const isLink = (attributes: number): boolean => ((attributes >>> 16) & 0o170000) === 0o120000;

/** The last record, behind which a comment may stand. */
function endOf(view: DataView): number | undefined {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 22 - 0xffff; at -= 1)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  return undefined;
}
