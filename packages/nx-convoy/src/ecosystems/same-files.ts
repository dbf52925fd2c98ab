import type { Entry, Opened } from '../model/packaging.ts';

export interface Files {
  readonly paths: readonly string[];
  bytes(path: string): Uint8Array | undefined;
}

/** The files of an archive, without folders; `named` undefined: it does not count. */
export function filesOf(file: Opened, named: (path: string) => string | undefined): Files | undefined {
  const isPlain = ({ kind }: Entry): boolean => kind === 'file' || kind === 'folder';
  // Where a link leads is not told: two that are called the same may be two things.
  if (file.entries.length === 0 || !file.entries.every(isPlain)) return undefined;
  const inside = new Map(
    file.entries.flatMap(({ path, kind }) => {
      const name = kind === 'file' ? named(path) : undefined;
      return name === undefined ? [] : [[name, path] as const];
    }),
  );
  return {
    paths: [...inside.keys()].sort(),
    bytes(path) {
      const own = inside.get(path);
      return own === undefined ? undefined : file.bytes(own);
    },
  };
}

/** Whether both hold the same files; `isSame` is asked about those that differ in bytes. Undefined where one cannot be read. */
export function haveSameFiles(
  ours: Files,
  theirs: Files,
  isSame: (path: string, ours: string, theirs: string) => boolean = () => false,
): boolean | undefined {
  if (ours.paths.join('\n') !== theirs.paths.join('\n')) return false;
  let isSure = true;
  for (const path of ours.paths) {
    const [own, other] = [ours.bytes(path), theirs.bytes(path)];
    if (own === undefined || other === undefined) isSure = false;
    else if (!areSame(own, other) && !isSame(path, textOf(own), textOf(other))) return false;
  }
  return isSure ? true : undefined;
}

const areSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** Archives hold one folder, which is called as they are. */
export const belowTop = (path: string): string => path.slice(path.indexOf('/') + 1);
