/**
 * The workspace path that `relative` means when it is written in `folder`; undefined where it leaves the workspace.
 * Pure text: nothing is looked up, so `..` never escapes and an absolute path is never followed.
 */
export function inside(folder: string, relative: string): string | undefined {
  const written = relative.replaceAll('\\', '/');
  if (written.startsWith('/') || /^[a-z]:/i.test(written)) return undefined;
  const parts: string[] = folder === '.' || folder === '' ? [] : folder.split('/');
  for (const part of written.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? '.' : parts.join('/');
}

export const join = (folder: string, name: string): string => (folder === '.' ? name : `${folder}/${name}`);

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether `path` is `folder` or lies below it. */
export const isWithin = (path: string, folder: string): boolean =>
  folder === '.' || path === folder || path.startsWith(`${folder}/`);

/** `a/b/c` gives `a/b`, `a`, `.`: nearest first, without itself. */
export function* parents(path: string): Generator<string> {
  let folder = path;
  while (folder !== '.') {
    folder = folderOf(folder);
    yield folder;
  }
}

/** `a/b/c` gives `a/b/c`, `a/b`, `a`, `.`: nearest first. */
export function* upwards(folder: string): Generator<string> {
  yield folder;
  yield* parents(folder);
}
