import { isUtf8 } from 'node:buffer';
import { inside, folderOf, join } from '../paths/inside.ts';
import { fail, ok, type Result } from '../model/problem.ts';
import type { TreeSnapshot } from '../model/snapshot.ts';
import { gitObjects, type Objects } from './objects.ts';

interface Entry {
  readonly name: string;
  readonly id: string;
  readonly is: 'file' | 'link' | 'folder';
}

interface Listed {
  readonly id: string;
  readonly isLink: boolean;
}

/** What lies where in a tree: a listing that was made once, and what differs from it; undefined: it is not there. */
interface Listing {
  readonly top: readonly Entry[];
  readonly whole: ReadonlyMap<string, Listed>;
  readonly over: ReadonlyMap<string, Listed | undefined>;
}

/** Past this, what differs costs more than a listing of its own. */
const mostDifferences = 4096;

/**
 * Reads the trees of commits, without a checkout. Objects never change, so folders and texts that two commits share are read once, and
 * a tree is listed by what differs from the one before.
 */
export function treeReader(
  root: string,
  objects: Objects = gitObjects(root),
): (commit: string, expected: (path: string) => boolean) => Promise<TreeSnapshot> {
  const folders = new Map<string, Promise<readonly Entry[]>>();
  const texts = new Map<string, Result<string> | undefined>();
  const listings = new WeakMap<TreeSnapshot, Listing>();
  const readings = keeping();
  let last: { readonly listing: Listing; readonly expected: (path: string) => boolean } | undefined;

  const entriesOf = (id: string): Promise<readonly Entry[]> => {
    const known = folders.get(id);
    if (known !== undefined) return known;
    const read = objects
      .read(id)
      .then((object) => (object === undefined ? [] : parseTree(object.bytes, id.length / 2)));
    folders.set(id, read);
    return read;
  };

  /** Tells what differs between two folders: equal ids are equal trees. */
  const compare = async (
    old: readonly Entry[],
    fresh: readonly Entry[],
    folder: string,
    found: Map<string, Listed | undefined>,
  ): Promise<void> => {
    const before = new Map(old.map((entry) => [entry.name, entry]));
    const after = new Map(fresh.map((entry) => [entry.name, entry]));
    const within = async (entry: Entry | undefined): Promise<readonly Entry[]> =>
      entry?.is === 'folder' ? entriesOf(entry.id) : [];
    await Promise.all(
      [...new Set([...before.keys(), ...after.keys()])].map(async (name) => {
        const [was, now] = [before.get(name), after.get(name)];
        if (was?.id === now?.id && was?.is === now?.is) return;
        const path = join(folder, name);
        if (was?.is !== 'folder' && was !== undefined) found.set(path, undefined);
        if (was?.is === 'folder' || now?.is === 'folder')
          await compare(await within(was), await within(now), path, found);
        if (now !== undefined && now.is !== 'folder') found.set(path, { id: now.id, isLink: now.is === 'link' });
      }),
    );
  };

  const textOf = (id: string, path: string): Result<string> | undefined => {
    if (!texts.has(id)) texts.set(id, decode(objects.readNow(id), path));
    return texts.get(id);
  };

  /** Only what differs, where the texts of all else were expected before. */
  const fetch = async (found: Iterable<readonly [string, Listed | undefined]>, expected: (path: string) => boolean) => {
    const missing = new Map<string, string>();
    for (const [path, listed] of found)
      if (listed !== undefined && !texts.has(listed.id) && expected(path)) missing.set(listed.id, path);
    await Promise.all(
      [...missing].map(async ([id, path]) => texts.set(id, decode((await objects.read(id))?.bytes, path))),
    );
  };

  return async (commit, expected) => {
    // `./` is the workspace's folder, where that is not the top of the checkout.
    const object = await objects.read(`${commit}:./`);
    const top = object === undefined ? [] : parseTree(object.bytes, object.id.length / 2);
    const found = new Map<string, Listed | undefined>();
    const before = last; // Another tree may be read meanwhile.
    await compare(before?.listing.top ?? [], top, '.', found);
    const listing = joined(before?.listing, top, found);
    await fetch(before?.expected === expected ? found : entriesIn(listing), expected);
    last = { listing, expected };
    const at = (path: string): Listed | undefined => listedIn(listing, path);
    let files: readonly string[] | undefined;
    const snapshot: TreeSnapshot = {
      get files() {
        return (files ??= [...entriesIn(listing)].map(([path]) => path).sort());
      },
      id: (path) => at(path)?.id,
      text: (path) => {
        const target = follow(path, at, (id) => textOf(id, path));
        const listed = target === undefined ? undefined : at(target);
        return listed === undefined ? undefined : textOf(listed.id, path);
      },
      once: (path, read) => {
        const listed = at(path);
        if (listed === undefined || listed.isLink) return undefined;
        const text = textOf(listed.id, path);
        return text?.ok === true ? readings(read, `${listed.id} ${path}`, text.value, path) : undefined;
      },
      changedSince: (other) => {
        const known = listings.get(other);
        return known === undefined ? undefined : differences(known, listing);
      },
    };
    listings.set(snapshot, listing);
    return snapshot;
  };
}

type Read<T> = (text: string, path: string) => T;

/** What was read from a text before, by who reads it. */
function keeping(): <T>(read: Read<T>, key: string, text: string, path: string) => T {
  const known = new WeakMap<object, Map<string, unknown>>();
  return <T>(read: Read<T>, key: string, text: string, path: string): T => {
    const own = known.get(read) ?? new Map<string, unknown>();
    known.set(read, own);
    if (!own.has(key)) own.set(key, read(text, path));
    return own.get(key) as T;
  };
}

const listedIn = ({ whole, over }: Listing, path: string): Listed | undefined =>
  over.has(path) ? over.get(path) : whole.get(path);

function* entriesIn({ whole, over }: Listing): Generator<readonly [string, Listed]> {
  for (const entry of whole) if (!over.has(entry[0])) yield entry;
  for (const [path, listed] of over) if (listed !== undefined) yield [path, listed];
}

function joined(
  before: Listing | undefined,
  top: readonly Entry[],
  found: ReadonlyMap<string, Listed | undefined>,
): Listing {
  const over = new Map([...(before?.over ?? []), ...found]);
  const listing = { top, whole: before?.whole ?? new Map<string, Listed>(), over };
  return over.size <= mostDifferences ? listing : { top, whole: new Map(entriesIn(listing)), over: new Map() };
}

/** Paths that are not the same in both. */
function differences(one: Listing, other: Listing): readonly string[] {
  const paths =
    one.whole === other.whole
      ? [...one.over.keys(), ...other.over.keys()]
      : [...one.whole.keys(), ...one.over.keys(), ...other.whole.keys(), ...other.over.keys()];
  return [...new Set(paths)].filter((path) => listedIn(one, path)?.id !== listedIn(other, path)?.id);
}

/** `<mode> <name>`, a NUL, the id's bytes; again and again. Submodules are another repository's. */
function parseTree(bytes: Buffer, idLength: number): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(32, at);
    const end = bytes.indexOf(0, space);
    const mode = bytes.toString('latin1', at, space);
    const name = bytes.toString('utf8', space + 1, end);
    const id = bytes.toString('hex', end + 1, end + 1 + idLength);
    at = end + 1 + idLength;
    const is = mode === '40000' ? 'folder' : mode === '120000' ? 'link' : mode === '160000' ? undefined : 'file';
    if (is !== undefined) entries.push({ name, id, is });
  }
  return entries;
}

/** A link inside the tree is as good as a file; one that leaves it, or leads in a ring, is nothing. */
function follow(
  path: string,
  at: (path: string) => Listed | undefined,
  targetOf: (id: string) => Result<string> | undefined,
): string | undefined {
  let here: string | undefined = path;
  for (let links = 0; here !== undefined && links < 8; links++) {
    const listed = at(here);
    if (listed?.isLink !== true) return listed === undefined ? undefined : here;
    const target = targetOf(listed.id);
    here = target?.ok === true ? inside(folderOf(here), target.value) : undefined;
  }
  return undefined;
}

function decode(bytes: Buffer | undefined, path: string): Result<string> | undefined {
  if (bytes === undefined) return undefined;
  if (!bytes.includes(0) && isUtf8(bytes)) return ok(bytes.toString('utf8'));
  return fail({
    code: 'FILE_UNREADABLE',
    severity: 'error',
    what: `${path} cannot be read: it is not text in UTF-8.`,
    where: { file: path },
    fix: `Mend the file, or leave it out: "exclude": ["${path}"] in the plugin's options.`,
  });
}
