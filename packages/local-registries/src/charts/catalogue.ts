import { Readable } from 'node:stream';
import type { House } from '../protocol.ts';
import { queue } from '../storage/queue.ts';
import type { View } from '../storage/view.ts';
import { fileOf, type Release } from './chart.ts';
import { newestFirst } from './order.ts';
import { folderSource, upstreamSource, type Source } from './sources.ts';

/** All charts: those that were uploaded, then those of a folder, then those of the repository behind this one. */
export interface Catalogue {
  /** By chart; the newest version first. */
  all(view: View): Promise<ReadonlyMap<string, readonly Release[]>>;
  add(release: Release, archive: Buffer, force: boolean): Promise<'added' | 'there'>;
  /** The signature of an archive. */
  sign(file: string, text: string, force: boolean): Promise<'added' | 'there'>;
  remove(name: string, version: string): Promise<boolean>;
  /** An archive or a signature by the name of its file. */
  open(file: string): Promise<Opened | undefined>;
}

export interface Opened {
  readonly stream: Readable;
  readonly size?: number;
  readonly digest?: string;
}

interface Signature {
  readonly sha256: string;
}

export async function catalogue({ blobs, table, packages, upstream }: House): Promise<Catalogue> {
  const own = await table<readonly Release[]>('charts');
  const signatures = await table<Signature>('signatures');
  const inTurn = queue();
  const sources: readonly Source[] = [
    ...(packages === undefined ? [] : [folderSource(packages)]),
    ...(upstream === undefined ? [] : [upstreamSource(upstream)]),
  ];
  const isUsed = (sha256: string): boolean =>
    own.keys().some((name) => own.get(name)?.some(({ digest }) => digest === sha256)) ||
    signatures.keys().some((file) => signatures.get(file)?.sha256 === sha256);
  const release = (sha256: string): Promise<void> =>
    inTurn(sha256, async () => {
      if (!isUsed(sha256)) await blobs.remove(sha256);
    });
  const unsign = async (file: string): Promise<void> => {
    const before = signatures.get(file);
    await signatures.update(file, () => undefined);
    if (before !== undefined) await release(before.sha256);
  };
  return {
    async all(view) {
      const charts = new Map<string, Release[]>();
      const mine = own.keys().flatMap((name) => own.seen(name, view) ?? []);
      const theirs = await Promise.all(sources.map((source) => source.releases()));
      for (const one of [...mine, ...theirs.flat()]) {
        const known = charts.get(one.name) ?? [];
        charts.set(one.name, known);
        // What is uploaded here hides the same version elsewhere.
        if (known.every(({ version }) => version !== one.version)) known.push(one);
      }
      for (const releases of charts.values()) releases.sort((a, b) => newestFirst(a.version, b.version));
      return new Map([...charts].sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    async add(added, archive, force) {
      let replaced: Release | undefined;
      const done = await own.update(added.name, async (before = []) => {
        replaced = before.find(({ version }) => version === added.version);
        if (replaced !== undefined && !force) return before;
        await inTurn(added.digest, () => blobs.take(Readable.from([archive])));
        return [...before.filter((one) => one !== replaced), added];
      });
      if (!done.includes(added)) return 'there';
      if (replaced !== undefined && replaced.digest !== added.digest) await release(replaced.digest);
      return 'added';
    },
    async sign(file, text, force) {
      if (signatures.get(file) !== undefined && !force) return 'there';
      const { sha256 } = await blobs.take(Readable.from([Buffer.from(text)]));
      await signatures.update(file, () => ({ sha256 }));
      return 'added';
    },
    async remove(name, version) {
      let gone: Release | undefined;
      await own.update(name, (before) => {
        gone = before?.find((one) => one.version === version);
        const left = before?.filter((one) => one !== gone);
        return gone === undefined ? before : left?.length === 0 ? undefined : left;
      });
      if (gone === undefined) return false;
      await release(gone.digest);
      await unsign(fileOf(gone));
      return true;
    },
    async open(file) {
      const archive = file.replace(/\.prov$/, '');
      const isSignature = archive !== file;
      const mine = own.keys().flatMap((name) => own.get(name)?.find((one) => fileOf(one) === archive) ?? [])[0];
      const sha256 = isSignature ? signatures.get(archive)?.sha256 : mine?.digest;
      const stream = sha256 === undefined ? undefined : await blobs.stream(sha256);
      if (stream !== undefined && sha256 !== undefined) return { stream, digest: sha256, ...(await sized(sha256)) };
      // Whose archive is ours has no signature elsewhere: it would be one of other bytes.
      if (mine !== undefined) return undefined;
      for (const source of sources) {
        const elsewhere = await source.open(archive, isSignature);
        if (elsewhere !== undefined) return elsewhere;
      }
      return undefined;
    },
  };

  async function sized(sha256: string) {
    const size = await blobs.size(sha256);
    return size === undefined ? {} : { size };
  }
}
