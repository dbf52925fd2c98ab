import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { openPlain, ownFolder, partEnding, remove, writeWhole } from './files.ts';
import { queue } from './queue.ts';
import { isSeen, type View } from './view.ts';
import { wordsOf } from '../words.ts';

/** Metadata by key: plain JSON values, in memory, and in a folder where the registry is kept. */
export interface Table<T> {
  /** The truth: what was written last. */
  get(key: string): T | undefined;
  /** What the index shows, which may lag behind on demand. */
  seen(key: string, view: View): T | undefined;
  keys(): readonly string[];
  /** Changes one value; writers of one key take turns, so none is lost. `undefined` removes it. A throw changes nothing. */
  update<Next extends T | undefined>(
    key: string,
    change: (before: T | undefined) => Next | Promise<Next>,
  ): Promise<Next>;
}

export interface Place {
  readonly clock: Clock;
  /** Where it is kept; absent for a registry that lives in memory. */
  readonly folder?: string;
  /** Whether somebody may ask for an older state: only then are older states kept. */
  readonly remembers: () => boolean;
}

interface Entry {
  readonly key: string;
  readonly value: unknown;
}

interface State<T> {
  readonly at: number;
  readonly value: T | undefined;
}

export async function table<T>({ clock, folder, remembers }: Place): Promise<Table<T>> {
  const states = new Map<string, readonly [...State<T>[], State<T>]>();
  const inTurn = queue();
  if (folder !== undefined) {
    for (const { key, value } of await load(folder)) states.set(key, [{ at: -Infinity, value: value as T }]);
  }
  const get = (key: string): T | undefined => states.get(key)?.at(-1)?.value;
  return {
    get,
    seen: (key, view) => states.get(key)?.findLast(({ at }) => isSeen(at, view, clock.now()))?.value,
    keys: () => [...states].flatMap(([key, past]) => (past.at(-1)?.value === undefined ? [] : [key])),
    update: (key, change) =>
      inTurn(key, async () => {
        const before = get(key);
        const next = await change(before);
        if (next === before) return next;
        if (folder !== undefined) await keep(folder, key, next);
        const older = remembers() ? (states.get(key) ?? []) : [];
        if (next === undefined && older.length === 0) states.delete(key);
        else states.set(key, [...older, { at: clock.now(), value: next }]);
        return next;
      }),
  };
}

/** Keys may be anything, file names may not: the name is a digest, and the key stands inside. */
const fileOf = (folder: string, key: string): string =>
  join(folder, `${createHash('sha256').update(key).digest('hex')}.json`);

async function keep(folder: string, key: string, value: unknown): Promise<void> {
  if (value === undefined) await remove(fileOf(folder, key), true);
  else await writeWhole(fileOf(folder, key), JSON.stringify({ key, value }), true);
}

/** What stands there was written by us: it has the type that this registry gave it. */
async function load(folder: string): Promise<readonly Entry[]> {
  await ownFolder(folder);
  const loaded: Entry[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    if (name.endsWith(partEnding)) await rm(path, { force: true });
    if (name.endsWith('.json')) loaded.push(await read(path));
  }
  return loaded;
}

async function read(path: string): Promise<Entry> {
  const handle = await openPlain(path);
  try {
    return JSON.parse(await handle.readFile('utf8')) as Entry;
  } catch (error) {
    throw new Error(`${path} cannot be read: ${wordsOf(error)}`, {
      cause: error,
    });
  } finally {
    await handle.close();
  }
}
