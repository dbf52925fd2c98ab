import { folderOf, inside, nameOf, upwards } from '../../paths/inside.ts';
import { isDockerfile } from './files.ts';
import { isGlob, matches, type Tree } from './tree.ts';

/**
 * The folder that a Dockerfile is built with, where nothing says it: its own, or the nearest above in which more of what it
 * copies is there.
 */
export type ContextFor = (dockerfile: string, sources: readonly string[]) => string;

export function contextsIn(files: readonly string[], tree: Tree): ContextFor {
  let content: ReadonlySet<string> | undefined;
  const isThere = (folder: string, source: string): boolean => {
    if (source === '.' || source === '*') return (content ??= foldersWithContent(files)).has(folder);
    if (isGlob(source)) return matches(tree, folder, source).some((path) => tree.has(path));
    const path = inside(folder, source);
    return path !== undefined && tree.has(path);
  };
  return (dockerfile, sources) => {
    const own = folderOf(dockerfile);
    let best = { folder: own, count: 0 };
    for (const folder of upwards(own)) {
      const count = sources.filter((source) => isThere(folder, source)).length;
      if (count > best.count) best = { folder, count };
      if (count === sources.length) break;
    }
    return best.folder;
  };
}

/** A folder of Dockerfiles and their scripts alone is not what `COPY . .` copies. */
function foldersWithContent(files: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const file of files) {
    if (isDockerfile(file) || besides.test(nameOf(file))) continue;
    for (const folder of upwards(folderOf(file))) {
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

const besides = /^(\..*|.*\.dockerignore|.*\.(sh|md)|(docker-)?compose.*\.ya?ml|docker-bake.*|docker-entrypoint.*)$/;
