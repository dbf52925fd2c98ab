import type { Readable } from 'node:stream';
import type { House } from '../protocol.ts';
import type { Table } from '../storage/table.ts';
import { latest, type View } from '../storage/view.ts';
import { compareVersions, isPrerelease } from '../versions.ts';
import type { IndexEntry } from './entry.ts';
import { canonical } from './names.ts';
import { folderSource, upstreamSource, type Source } from './sources.ts';

/** A crate that was published here. */
export interface Crate {
  readonly name: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly owners: readonly string[];
  /** In the order of publishing. */
  readonly entries: readonly IndexEntry[];
}

/** All crates that this registry knows: its own, then those of a folder, then those of the registry behind it. */
export interface Catalogue {
  readonly own: Table<Crate>;
  /** The name as it was first published, with every version. */
  find(name: string, view?: View): Promise<Found | undefined>;
  download(entry: IndexEntry): Promise<{ readonly stream: Readable; readonly size?: number } | undefined>;
}

export interface Found {
  readonly name: string;
  readonly entries: readonly IndexEntry[];
}

export async function catalogue({ blobs, table, packages, upstream }: House): Promise<Catalogue> {
  const own = await table<Crate>('crates');
  const sources: readonly Source[] = [
    ...(packages === undefined ? [] : [folderSource(packages)]),
    ...(upstream === undefined ? [] : [upstreamSource(upstream)]),
  ];
  return {
    own,
    async find(name, view = latest) {
      const mine = own.seen(canonical(name), view);
      const known = mine?.name ?? name;
      const fetched = await Promise.all(sources.map((source) => source.entries(known)));
      // What is published here hides the same version elsewhere, and other versions stay to be had.
      const entries = new Map<string, IndexEntry>();
      for (const entry of [...(mine?.entries ?? []), ...fetched.flat()]) {
        if (!entries.has(entry.vers)) entries.set(entry.vers, entry);
      }
      const [first] = entries.values();
      return first === undefined ? undefined : { name: mine?.name ?? first.name, entries: [...entries.values()] };
    },
    async download(entry) {
      const size = await blobs.size(entry.cksum);
      const stream = size === undefined ? undefined : await blobs.stream(entry.cksum);
      if (stream !== undefined && size !== undefined) return { stream, size };
      for (const source of sources) {
        const elsewhere = await source.download(entry);
        if (elsewhere !== undefined) return { stream: elsewhere };
      }
      return undefined;
    },
  };
}

/** The newest version that is no prerelease, unless there are only such. */
export function newest(entries: readonly IndexEntry[]): string | undefined {
  const kept = entries.filter(({ yanked }) => !yanked);
  const among = kept.length === 0 ? entries : kept;
  const stable = among.filter(({ vers }) => !isPrerelease(vers));
  return (stable.length === 0 ? among : stable)
    .map(({ vers }) => vers)
    .sort(compareVersions)
    .at(-1);
}
