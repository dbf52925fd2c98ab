import picomatch from 'picomatch';
import { isWithin, join } from '../../paths/inside.ts';

/** What is in the repository, by binary search in its sorted list of files. */
export interface Tree {
  readonly isFile: (path: string) => boolean;
  /** Whether there is a file of this name, or a folder with files in it. */
  readonly has: (path: string) => boolean;
  /** Every file within a folder. */
  readonly below: (folder: string) => readonly string[];
}

export function treeOf(files: readonly string[]): Tree {
  const first = (path: string): number => {
    let [low, high] = [0, files.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((files[middle] ?? '') < path) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const isFile = (path: string): boolean => files[first(path)] === path;
  return {
    isFile,
    has: (path) => path === '.' || isFile(path) || (files[first(`${path}/`)] ?? '').startsWith(`${path}/`),
    // "0" follows "/": all paths that begin with the folder stand between the two.
    below: (folder) => (folder === '.' ? files : files.slice(first(`${folder}/`), first(`${folder}0`))),
  };
}

/** The folders of a source before its first wildcard: `libs` of `libs/a*`. */
export function fixedPart(glob: string): string {
  const parts = glob.split('/');
  const wild = parts.findIndex((part) => isGlob(part));
  return wild < 0 ? glob : parts.slice(0, wild).join('/') || '.';
}

export const isGlob = (path: string): boolean => /[*?[]/.test(path);

/** More matches than these say no more about whose files they are. */
const enough = 50;

/**
 * What a source with wildcards matches, files and folders. A last `*` is all of its folder, which stands for its entries.
 */
export function matches(tree: Tree, context: string, source: string): readonly string[] {
  if (/^[^*?[]*\/?\*{1,2}$/.test(source)) return [folderAt(context, fixedPart(source))];
  const depth = source.split('/').length;
  const isMatch = picomatch(source, { dot: true, nonegate: true, noextglob: true, nobrace: true });
  const found = new Set<string>();
  for (const file of tree.below(folderAt(context, fixedPart(source)))) {
    const path = context === '.' ? file : file.slice(context.length + 1);
    const entry = path.split('/').slice(0, depth).join('/');
    if (!isMatch(entry)) continue;
    found.add(join(context, entry));
    if (found.size >= enough) break;
  }
  return [...found];
}

const folderAt = (context: string, path: string): string => (path === '.' ? context : join(context, path));

/** `path` as seen from `folder`, which holds it. */
export const relativeTo = (folder: string, path: string): string | undefined =>
  !isWithin(path, folder) ? undefined : folder === '.' ? path : path === folder ? '.' : path.slice(folder.length + 1);
