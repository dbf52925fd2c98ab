import { folderOf, inside, join, nameOf, upwards } from '../../paths/inside.ts';
import { isDockerfile } from './files.ts';
import { isGlob, matches, type Tree } from './tree.ts';

/**
 * The folder that a Dockerfile is built with, where nothing says it: its own, or the nearest above in which more of what it
 * copies is there.
 */
export function contextFor(dockerfile: string, sources: readonly string[], tree: Tree): string {
  const own = folderOf(dockerfile);
  let best = { folder: own, count: 0 };
  for (const folder of upwards(own)) {
    const count = sources.filter((source) => isThere(folder, source, tree)).length;
    if (count > best.count) best = { folder, count };
    if (count === sources.length) break;
  }
  return best.folder;
}

function isThere(folder: string, source: string, tree: Tree): boolean {
  if (source === '.') return tree.below(folder).some((file) => isContent(folder, file));
  if (isGlob(source)) return matches(tree, folder, source).some((path) => tree.has(path));
  const path = inside(folder, source);
  return path !== undefined && tree.has(path);
}

/** A folder of Dockerfiles and their scripts alone is not what `COPY . .` copies. */
const isContent = (folder: string, file: string): boolean =>
  !isDockerfile(file) &&
  !/(^|\/)(\.[^/]*|[^/]*\.dockerignore|[^/]*\.(sh|md)|(docker-)?compose[^/]*\.ya?ml|docker-bake[^/]*|docker-entrypoint[^/]*)$/.test(
    folder === '.' ? file : join('.', nameOf(file)),
  );
