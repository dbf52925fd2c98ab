import { createGunzip } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import { wordsOf } from '../words.ts';

/** One entry of a tar archive. Its bytes must be asked for before the next entry is. */
export interface Entry {
  readonly path: string;
  readonly type: 'file' | 'folder' | 'link' | 'other';
  readonly size: number;
  bytes(): Promise<Buffer>;
}

export class BadArchive extends Error {}

/** Reads a `.tar.gz` entry by entry: however large it would unpack, only what is asked for is in memory. */
export async function* entriesOf(packed: Uint8Array, most: number): AsyncGenerator<Entry> {
  const source = reader(
    pipeline(Readable.from([Buffer.from(packed)]), createGunzip(), () => undefined),
    most,
  );
  let next: Readonly<Record<string, string>> = {};
  for (;;) {
    const header = await source.take(block);
    if (header.length === 0 || header.every((byte) => byte === 0)) return;
    const { path, type, size } = headerOf(header);
    const padded = Math.ceil(size / block) * block;
    if (type === 'x' || type === 'L') {
      // The next entry's true name does not fit into its header.
      const data = (await source.take(Math.min(padded, longestName))).subarray(0, size);
      next = type === 'x' ? { ...next, ...pax(data) } : { ...next, path: text(data) };
      continue;
    }
    if (type === 'g') {
      await source.skip(padded);
      continue;
    }
    let left = padded;
    yield {
      path: next.path ?? path,
      type: kinds[type] ?? 'other',
      size,
      async bytes() {
        left = 0;
        return (await source.take(padded)).subarray(0, size);
      },
    };
    await source.skip(left);
    next = {};
  }
}

const block = 512;
const longestName = 64 * 1024;
const kinds: Readonly<Record<string, Entry['type']>> = {
  '0': 'file',
  '': 'file',
  '5': 'folder',
  '1': 'link',
  '2': 'link',
};

function headerOf(header: Buffer): { readonly path: string; readonly type: string; readonly size: number } {
  const field = (from: number, length: number): string => text(header.subarray(from, from + length));
  const told = field(124, 12).trim();
  const size = /^[0-7]+$/.test(told) ? Number.parseInt(told, 8) : NaN;
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (!Number.isSafeInteger(size) || Number.parseInt(field(148, 8).trim(), 8) !== sum) {
    throw new BadArchive('it is no tar archive');
  }
  const prefix = field(257, 5) === 'ustar' ? field(345, 155) : '';
  return { path: prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}`, type: field(156, 1), size };
}

/** Up to the first NUL. */
function text(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
}

/** Records such as `18 path=some/name\n`, where the number is the length of all of it. */
function pax(data: Buffer): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (let at = 0; at < data.length;) {
    const length = Number.parseInt(data.toString('utf8', at, at + 20), 10);
    if (!(length > 0)) break;
    const [, name = '', value = ''] = /^\d+ ([^=]+)=(.*)\n$/s.exec(data.toString('utf8', at, at + length)) ?? [];
    found[name] = value;
    at += length;
  }
  return found;
}

/** Takes exact numbers of bytes from a stream of chunks, and no more than `most` in all. */
function reader(stream: AsyncIterable<Buffer>, most: number) {
  const chunks = stream[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  let total = 0;
  const more = async (): Promise<boolean> => {
    const { done, value } = (await chunks.next().catch((error: unknown) => {
      throw new BadArchive(wordsOf(error));
    })) as IteratorResult<Buffer, undefined>;
    if (done === true) return false;
    total += value.length;
    if (total > most) throw new BadArchive('it is too large when unpacked');
    held = held.length === 0 ? value : Buffer.concat([held, value]);
    return true;
  };
  const take = async (size: number): Promise<Buffer> => {
    while (held.length < size && (await more()));
    if (held.length < size && held.length > 0) throw new BadArchive('it ends early');
    const taken = held.subarray(0, size);
    held = held.subarray(taken.length);
    return taken;
  };
  const skip = async (size: number): Promise<void> => {
    let left = size;
    while (left > 0) {
      if (held.length === 0 && !(await more())) throw new BadArchive('it ends early');
      const part = Math.min(left, held.length);
      held = held.subarray(part);
      left -= part;
    }
  };
  return { take, skip };
}
