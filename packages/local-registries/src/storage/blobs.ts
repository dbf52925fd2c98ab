import { createHash, randomBytes, type Hash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { openPlain, ownFolder, partEnding, readPlain, remove, settle, type Durable } from './files.ts';

/** Bytes that lie in a file, under the digest of what they are. */
export interface Blob {
  readonly sha256: string;
  readonly size: number;
}

/** Bytes that are still coming in, perhaps in several requests. */
export interface Draft {
  readonly size: number;
  append(source: AsyncIterable<Uint8Array>): Promise<void>;
  /** Finishes a copy of the digest so far; `sha256` is always there, others where `begin` was told. */
  digest(algorithm?: string): Buffer;
  /** The digest by an algorithm that `begin` was not told: reads all of it once more. */
  digestAgain(algorithm: string): Promise<string>;
  /** Keeps the bytes; what had them already stays as it is. */
  keep(): Promise<Blob>;
  drop(): Promise<void>;
}

export interface Blobs {
  begin(algorithms?: readonly string[]): Promise<Draft>;
  /** A whole stream; a failure on the way leaves nothing. */
  take(source: AsyncIterable<Uint8Array>): Promise<Blob>;
  has(sha256: string): boolean;
  size(sha256: string): Promise<number | undefined>;
  /** The bytes from `start` to `end`, both included. */
  stream(sha256: string, range?: { readonly start?: number; readonly end?: number }): Promise<Readable | undefined>;
  bytes(sha256: string): Promise<Buffer | undefined>;
  remove(sha256: string): Promise<void>;
  /** Drops what is still coming in: the system takes back an open file only when somebody closes it. */
  close(): Promise<void>;
}

/** @param folder made when the first blob comes */
export function blobs(folder: string, durable: Durable): Blobs {
  // A digest comes from a client: nothing else may become a name.
  const pathOf = (sha256: string): string | undefined =>
    /^[0-9a-f]{64}$/.test(sha256) ? join(folder, sha256) : undefined;
  const drafts = new Set<Draft>();
  const begin = async (algorithms: readonly string[] = []): Promise<Draft> => {
    const begun = await draft(await ownFolder(folder), { durable, algorithms, ended: () => drafts.delete(begun) });
    drafts.add(begun);
    return begun;
  };
  const reading = async <T>(sha256: string, read: (path: string) => Promise<T>): Promise<T | undefined> => {
    const path = pathOf(sha256);
    return path === undefined || !existsSync(path) ? undefined : read(path);
  };
  return {
    begin,
    async take(source) {
      const started = await begin();
      try {
        await started.append(source);
        return await started.keep();
      } catch (error) {
        await started.drop();
        throw error;
      }
    },
    has: (sha256) => existsSync(pathOf(sha256) ?? ''),
    size: (sha256) => reading(sha256, async (path) => (await stat(path)).size),
    stream: (sha256, range) => reading(sha256, (path) => Promise.resolve(readPlain(path, range))),
    bytes: (sha256) =>
      reading(sha256, async (path) => {
        const handle = await openPlain(path);
        return handle.readFile().finally(() => handle.close());
      }),
    async remove(sha256) {
      await reading(sha256, (path) => remove(path, durable));
    },
    async close() {
      await Promise.all([...drafts].map((one) => one.drop()));
    },
  };
}

/** Removes what a killed process had not finished. */
export async function sweep(folder: string): Promise<void> {
  for (const name of existsSync(folder) ? await readdir(folder) : []) {
    if (name.endsWith(partEnding)) await rm(join(folder, name), { force: true });
  }
}

interface Drafting {
  readonly durable: Durable;
  readonly algorithms: readonly string[];
  readonly ended: () => void;
}

async function draft(folder: string, { durable, algorithms, ended }: Drafting): Promise<Draft> {
  const part = join(folder, `${randomBytes(16).toString('hex')}${partEnding}`);
  const handle = await open(part, 'wx', 0o600);
  const digests = new Map<string, Hash>(['sha256', ...algorithms].map((name) => [name, createHash(name)]));
  let size = 0;
  const digest = (algorithm = 'sha256'): Buffer => {
    const hash = digests.get(algorithm);
    if (hash === undefined) throw new Error(`This draft does not calculate ${algorithm}.`);
    return hash.copy().digest();
  };
  return {
    get size() {
      return size;
    },
    async append(source) {
      for await (const chunk of source) {
        for (const hash of digests.values()) hash.update(chunk);
        size += chunk.length;
        for (let done = 0; done < chunk.length;) done += (await handle.write(chunk, done)).bytesWritten;
      }
    },
    digest,
    async digestAgain(algorithm) {
      const hash = createHash(algorithm);
      for await (const chunk of createReadStream(part)) hash.update(chunk as Buffer);
      return hash.digest('hex');
    },
    async keep() {
      ended();
      if (durable) await handle.sync();
      await handle.close();
      const sha256 = digest().toString('hex');
      await settle(part, join(folder, sha256), durable);
      return { sha256, size };
    },
    async drop() {
      ended();
      await handle.close();
      await rm(part, { force: true });
    },
  };
}
