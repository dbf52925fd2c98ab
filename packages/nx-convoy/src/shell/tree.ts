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

/**
 * Reads the trees of commits, without a checkout. Objects never change, so folders and texts that two commits share are read once.
 */
export function treeReader(
  root: string,
  objects: Objects = gitObjects(root),
): (commit: string, expected: (path: string) => boolean) => Promise<TreeSnapshot> {
  const folders = new Map<string, Promise<readonly Entry[]>>();
  const texts = new Map<string, Result<string> | undefined>();

  const entriesOf = (id: string): Promise<readonly Entry[]> => {
    const known = folders.get(id);
    if (known !== undefined) return known;
    const read = objects
      .read(id)
      .then((object) => (object === undefined ? [] : parseTree(object.bytes, id.length / 2)));
    folders.set(id, read);
    return read;
  };

  const list = async (entries: readonly Entry[], folder: string, found: Map<string, Listed>): Promise<void> => {
    await Promise.all(
      entries.map(async ({ name, id, is }) => {
        const path = join(folder, name);
        if (is === 'folder') await list(await entriesOf(id), path, found);
        else found.set(path, { id, isLink: is === 'link' });
      }),
    );
  };

  const textOf = (id: string, path: string): Result<string> | undefined => {
    if (!texts.has(id)) texts.set(id, decode(objects.readNow(id), path));
    return texts.get(id);
  };

  return async (commit, expected) => {
    // `./` is the workspace's folder, where that is not the top of the checkout.
    const top = await objects.read(`${commit}:./`);
    const found = new Map<string, Listed>();
    if (top !== undefined) await list(parseTree(top.bytes, top.id.length / 2), '.', found);
    const missing = new Map<string, string>();
    for (const [path, { id }] of found) if (!texts.has(id) && expected(path)) missing.set(id, path);
    await Promise.all(
      [...missing].map(async ([id, path]) => texts.set(id, decode((await objects.read(id))?.bytes, path))),
    );
    return {
      files: [...found.keys()].sort(),
      id: (path) => found.get(path)?.id,
      text: (path) => {
        const target = follow(path, found, (id) => textOf(id, path));
        const listed = target === undefined ? undefined : found.get(target);
        return listed === undefined ? undefined : textOf(listed.id, path);
      },
    };
  };
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
  found: ReadonlyMap<string, Listed>,
  targetOf: (id: string) => Result<string> | undefined,
): string | undefined {
  let at: string | undefined = path;
  for (let links = 0; at !== undefined && links < 8; links++) {
    const listed = found.get(at);
    if (listed?.isLink !== true) return listed === undefined ? undefined : at;
    const target = targetOf(listed.id);
    at = target?.ok === true ? inside(folderOf(at), target.value) : undefined;
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
