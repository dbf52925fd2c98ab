import picomatch from 'picomatch';
import { isWithin, join } from '../../paths/inside.ts';

/** What is in the repository, by binary search in its sorted list of files. */
export interface Tree {
  readonly isFile: (path: string) => boolean;
  /** Whether there is a file of this name, or a folder with files in it. */
  readonly has: (path: string) => boolean;
  /** Every file within a folder. */
  readonly below: (folder: string) => readonly string[];
  /** The files and folders right in a folder whose names match a pattern. */
  readonly matching: (folder: string, pattern: string) => readonly string[];
}

export function treeOf(files: readonly string[]): Tree {
  const listed = new Map<string, readonly string[]>();
  const matched = new Map<string, readonly string[]>();
  const first = (path: string): number => {
    let [low, high] = [0, files.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((files[middle] ?? '') < path) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  // "0" follows "/": all paths that begin with the folder stand between the two.
  const range = (folder: string): readonly [number, number] =>
    folder === '.' ? [0, files.length] : [first(`${folder}/`), first(`${folder}0`)];
  let known: ReadonlySet<string> | undefined;
  const isFile = (path: string): boolean => (known ??= new Set(files)).has(path);
  const list = (folder: string): readonly string[] => {
    const names: string[] = [];
    const skip = folder === '.' ? 0 : folder.length + 1;
    const [from, to] = range(folder);
    for (let at = from; at < to;) {
      const [name = ''] = (files[at] ?? '').slice(skip).split('/', 1);
      names.push(name);
      at = isFile(join(folder, name)) ? at + 1 : first(`${join(folder, name)}0`);
    }
    return names;
  };
  const match = (folder: string, pattern: string): readonly string[] => {
    const names = listed.get(folder) ?? list(folder);
    listed.set(folder, names);
    const isMatch = picomatch(pattern, { dot: true, nonegate: true, noextglob: true, nobrace: true });
    return names.filter((name) => isMatch(name)).map((name) => join(folder, name));
  };
  return {
    isFile,
    has: (path) => path === '.' || isFile(path) || (files[first(`${path}/`)] ?? '').startsWith(`${path}/`),
    below: (folder) => files.slice(...range(folder)),
    matching: (folder, pattern) => {
      const key = `${folder}\n${pattern}`;
      const found = matched.get(key) ?? match(folder, pattern);
      matched.set(key, found);
      return found;
    },
  };
}

export const isGlob = (path: string): boolean => /[*?[]/.test(path);

/** More matches than these say no more about whose files they are. */
const enough = 50;

/**
 * What a source with wildcards matches, files and folders, part by part. A part `*` at the end is all of its folder, and so is `**`: the
 * folder stands for what is in it.
 */
export function matches(tree: Tree, context: string, source: string): readonly string[] {
  let found: readonly string[] = [context];
  const parts = source.split('/').filter((part) => part !== '' && part !== '.');
  for (const [index, part] of parts.entries()) {
    if (part === '**' || (part === '*' && index === parts.length - 1)) return found;
    found = found.flatMap((folder) => inFolder(tree, folder, part)).slice(0, enough);
  }
  return found;
}

function inFolder(tree: Tree, folder: string, part: string): readonly string[] {
  if (isGlob(part)) return tree.matching(folder, part);
  const path = join(folder, part);
  return tree.has(path) ? [path] : [];
}

/** `path` as seen from `folder`, which holds it. */
export const relativeTo = (folder: string, path: string): string | undefined =>
  !isWithin(path, folder) ? undefined : folder === '.' ? path : path === folder ? '.' : path.slice(folder.length + 1);
