import type { Readable } from 'node:stream';
import type { House } from '../protocol.ts';
import type { View } from '../storage/view.ts';
import { digestOf } from './grammar.ts';
import { manifestIn, tagIn, type Library } from './library.ts';
import type { Source } from './source.ts';

/** A manifest as it is served. */
export interface Served {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Buffer;
}

export interface ServedBlob {
  readonly size?: number;
  /** Absent where the bytes lie elsewhere: they can then be had only from the first to the last. */
  readonly sha256?: string;
  open(range?: { readonly start: number; readonly end: number }): Promise<Readable | undefined>;
}

/** All that can be pulled: what was pushed here, then what a folder holds, then what the registry behind this one does. */
export interface Shelf {
  manifest(name: string, reference: string, view?: View): Promise<Served | undefined>;
  blob(name: string, digest: string): Promise<ServedBlob | undefined>;
  /** Whether there is such a manifest or blob, and its size where that is known. */
  knows(name: string, digest: string): Promise<{ readonly size?: number } | undefined>;
  tags(name: string, view: View): Promise<readonly string[] | undefined>;
}

export function shelfOf({ blobs }: Pick<House, 'blobs'>, library: Library, sources: readonly Source[]): Shelf {
  const first = async <T>(ask: (source: Source) => Promise<T | undefined>): Promise<T | undefined> => {
    for (const source of sources) {
      const found = await ask(source);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const blob: Shelf['blob'] = async (name, digest) => {
    const held = library.blob(name, digest);
    if (held === undefined) return first((source) => source.blob(name, digest));
    return { ...held, open: (range) => blobs.stream(held.sha256, range) };
  };
  return {
    async manifest(name, reference, view) {
      const repository = library.repository(name, view);
      const digest = digestOf(reference)?.text ?? (repository && tagIn(repository, reference));
      const held = repository && digest !== undefined ? manifestIn(repository, digest) : undefined;
      const bytes = held === undefined ? undefined : await blobs.bytes(held.sha256);
      if (held !== undefined && digest !== undefined && bytes !== undefined) {
        return { mediaType: held.mediaType, digest, bytes };
      }
      return first((source) => source.manifest(name, reference));
    },
    blob,
    async knows(name, digest) {
      const repository = library.repository(name);
      const own = library.blob(name, digest) ?? (repository && manifestIn(repository, digest));
      if (own !== undefined) return own;
      const elsewhere = await first((source) => source.manifest(name, digest));
      return elsewhere === undefined ? blob(name, digest) : { size: elsewhere.bytes.length };
    },
    async tags(name, view) {
      const own = library.repository(name, view);
      const lists = await Promise.all(sources.map((source) => source.tags(name)));
      const others = lists.filter((list) => list !== undefined).flat();
      if (own === undefined && lists.every((list) => list === undefined)) return undefined;
      return [...new Set([...Object.keys(own?.tags ?? {}), ...others])].sort(byBytes);
    },
  };
}

/** As Go sorts texts, whose signs are all ASCII here. */
const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
