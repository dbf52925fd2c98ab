import type { Readable } from 'node:stream';
import type { House } from '../protocol.ts';
import type { Table } from '../storage/table.ts';
import { latest, type View } from '../storage/view.ts';
import { fileName } from './names.ts';
import type { Package } from './package.ts';
import { merged, packumentOf, type Packument } from './packument.ts';
import { folderSource, upstreamSource, type Source } from './sources.ts';

/** All packages that this registry knows: its own, then those of a folder, then those of the registry behind it. */
export interface Catalogue {
  readonly own: Table<Package>;
  find(name: string, origin: string, view?: View): Promise<Packument | undefined>;
  download(name: string, file: string): Promise<{ readonly stream: Readable; readonly size?: number } | undefined>;
}

export async function catalogue({ blobs, table, packages, upstream }: House): Promise<Catalogue> {
  const own = await table<Package>('packages');
  const sources: readonly Source[] = [
    ...(packages === undefined ? [] : [folderSource(packages)]),
    ...(upstream === undefined ? [] : [upstreamSource(upstream)]),
  ];
  return {
    own,
    async find(name, origin, view = latest) {
      const mine = own.seen(name, view);
      const others = await Promise.all(sources.map((source) => source.packument(name, origin)));
      return merged([
        ...(mine === undefined ? [] : [packumentOf(mine, origin)]),
        ...others.filter((one) => one !== undefined),
      ]);
    },
    async download(name, file) {
      const versions = Object.entries(own.get(name)?.versions ?? {});
      const mine = versions.find(([version]) => fileName(name, version) === file)?.[1];
      const stream = mine === undefined ? undefined : await blobs.stream(mine.sha256);
      if (mine !== undefined && stream !== undefined) return { stream, size: mine.size };
      for (const source of sources) {
        const elsewhere = await source.download(name, file);
        if (elsewhere !== undefined) return { stream: elsewhere };
      }
      return undefined;
    },
  };
}
