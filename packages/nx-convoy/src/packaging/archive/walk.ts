import type { Entry } from '../../model/packaging.ts';
import { isHeader, kindOf, numberIn, pathOf, paxOf, textIn, type Pax } from './tar.ts';

/** Bytes that come piece by piece, in as many as are asked for; fewer at the end. */
export interface Flow {
  take(length: number): Promise<Uint8Array>;
  skip(length: number): Promise<void>;
}

const block = 512;

/** What is in a tar that is too large to be held: only what `keeps` asks for is. Undefined where it is none. */
export async function walkTar(
  flow: Flow,
  keeps: (entry: Entry) => boolean,
): Promise<{ readonly entries: readonly Entry[]; readonly kept: ReadonlyMap<string, Uint8Array> } | undefined> {
  const entries: Entry[] = [];
  const kept = new Map<string, Uint8Array>();
  let next: Pax = {};
  for (;;) {
    const header = await flow.take(block);
    if (header.length < block || header.every((byte) => byte === 0)) {
      // Who gives the bytes is not left waiting for somebody to take the rest.
      await flow.skip(Infinity);
      return { entries, kept };
    }
    if (!isHeader(header)) return nothing(flow);
    const type = String.fromCharCode(header[156] ?? 0);
    const size = next.size ?? numberIn(header, 124, 12);
    if (!(size >= 0)) return nothing(flow);
    const padding = Math.ceil(size / block) * block - size;
    if (/[xLKg]/.test(type)) {
      const body = await flow.take(size);
      await flow.skip(padding);
      if (type === 'x') next = { ...next, ...paxOf(body) };
      else if (type === 'L') next = { ...next, path: textIn(body, 0, body.length) };
      continue;
    }
    const path = next.path ?? pathOf(header);
    next = {};
    const kind = kindOf(type, path);
    // Links have a size in some tars, and no body in any.
    const length = kind === 'file' ? size : 0;
    const entry: Entry = { path: path.replace(/^\.?\//, '').replace(/\/$/, ''), size: length, kind };
    entries.push(entry);
    if (keeps(entry)) kept.set(entry.path, await flow.take(length));
    else await flow.skip(length);
    if (length > 0) await flow.skip(padding);
  }
}

const nothing = async (flow: Flow): Promise<undefined> => {
  await flow.skip(Infinity);
  return undefined;
};

/** What comes in pieces of any size, in such as are asked for. */
export function flowOf(pieces: AsyncIterable<Uint8Array>): Flow {
  const from = pieces[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array();
  /** The next bytes, as many as there are and no more than are wanted; none at the end. */
  const some = async (most: number): Promise<Uint8Array> => {
    while (held.length === 0) {
      const next = await from.next();
      if (next.done === true) return held;
      held = next.value;
    }
    const part = held.subarray(0, most);
    held = held.subarray(part.length);
    return part;
  };
  const each = async (length: number, use: (part: Uint8Array) => void): Promise<void> => {
    let left = length;
    while (left > 0) {
      const part = await some(left);
      if (part.length === 0) return;
      use(part);
      left -= part.length;
    }
  };
  return {
    take: async (length: number): Promise<Uint8Array> => {
      const parts: Uint8Array[] = [];
      await each(length, (part) => parts.push(part));
      return parts.length === 1 ? (parts[0] ?? held) : Buffer.concat(parts);
    },
    skip: (length: number): Promise<void> => each(length, () => undefined),
  };
}
