import type { Opened } from '../model/packaging.ts';
import type { Manifest } from './manifest-schema.ts';

export type Difference = NonNullable<Manifest['since']>;

/** What came in and what went since an earlier release: files, and what is inside of them. */
export function differenceOf(before: Manifest, version: string, files: readonly Opened[]): Difference {
  const was = pathsOf(
    before.files.map(({ name, contents = [] }) => ({ name, entries: contents })),
    before.version,
  );
  const is = pathsOf(files, version);
  return {
    version: before.version,
    commit: before.source.commit,
    size: { before: sizeOf(before.files), after: sizeOf(files) },
    added: [...is].filter((path) => !was.has(path)).sort(),
    removed: [...was].filter((path) => !is.has(path)).sort(),
  };
}

export const sizeOf = (files: readonly { readonly size: number }[]): number =>
  files.reduce((sum, { size }) => sum + size, 0);

interface Listed {
  readonly name: string;
  readonly entries: readonly { readonly path: string; readonly kind: string }[];
}

/** Names hold the version, of archives and of folders in them: `{version}` stands for it, so that the same file is the same. */
function pathsOf(files: readonly Listed[], version: string): ReadonlySet<string> {
  const neutral = (path: string): string => path.replaceAll(version, '{version}');
  return new Set(
    files.flatMap(({ name, entries }) => [
      neutral(name),
      ...entries.filter(({ kind }) => kind !== 'folder').map(({ path }) => neutral(`${name}/${path}`)),
    ]),
  );
}
