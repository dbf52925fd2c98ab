import type { Readable } from 'node:stream';
import type { House } from '../protocol.ts';
import type { Table } from '../storage/table.ts';
import { latest, type View } from '../storage/view.ts';
import { normalised } from './names.ts';
import { shownFile, type Distribution, type Project } from './project.ts';
import { folderSource, type Source } from './sources.ts';
import { upstreamSource } from './upstream.ts';

/** All projects that this index knows: its own files, then those of a folder, then those of the index behind it. */
export interface Catalogue {
  readonly own: Table<Project>;
  /** By its normalised name. */
  find(project: string, view?: View): Promise<Found | undefined>;
  names(view?: View): Promise<readonly string[]>;
  /** The bytes of a file, or of the metadata in it. */
  open(project: string, file: string, what: 'file' | 'metadata'): Promise<Opened | undefined>;
}

export interface Found {
  readonly name: string;
  readonly files: readonly Distribution[];
}

export interface Opened {
  readonly size?: number;
  readonly sha256?: string;
  /** Bytes from `start` to `end`, both included; only where the size is known. */
  stream(range?: { readonly start: number; readonly end: number }): Promise<Readable>;
}

export async function catalogue({ blobs, table, packages, upstream }: House): Promise<Catalogue> {
  const own = await table<Project>('projects');
  const sources: readonly Source[] = [
    ...(packages === undefined ? [] : [folderSource(packages)]),
    ...(upstream === undefined ? [] : [upstreamSource(upstream)]),
  ];
  const kept = async (sha256: string): Promise<Opened | undefined> => {
    const size = await blobs.size(sha256);
    if (size === undefined) return undefined;
    return {
      size,
      sha256,
      async stream(range) {
        const stream = await blobs.stream(sha256, range);
        if (stream === undefined) throw new Error(`The blob ${sha256} is gone.`);
        return stream;
      },
    };
  };
  return {
    own,
    async find(project, view = latest) {
      const mine = own.seen(project, view);
      const elsewhere = await Promise.all(sources.map((source) => source.find(project)));
      const files = new Map<string, Distribution>();
      const shown = mine?.files.map((one) => shownFile(mine, one)) ?? [];
      // What is published here hides the same file elsewhere, and other files stay to be had.
      for (const one of [...shown, ...elsewhere.flat()]) if (!files.has(one.file)) files.set(one.file, one);
      if (mine === undefined && files.size === 0) return undefined;
      return { name: mine?.name ?? project, files: [...files.values()] };
    },
    async names(view = latest) {
      const mine = own.keys().filter((key) => own.seen(key, view) !== undefined);
      const elsewhere = await Promise.all(sources.map((source) => source.names()));
      return [...new Set([...mine, ...elsewhere.flat().map(normalised)])].sort();
    },
    async open(project, file, what) {
      const mine = own.get(project)?.files.find((one) => one.file === file);
      const digest = what === 'file' ? mine?.hashes.sha256 : mine?.metadata;
      if (typeof digest === 'string') return kept(digest);
      if (mine !== undefined) return undefined;
      for (const source of sources) {
        const elsewhere = await source.open(project, file, what);
        if (elsewhere !== undefined) return elsewhere;
      }
      return undefined;
    },
  };
}
