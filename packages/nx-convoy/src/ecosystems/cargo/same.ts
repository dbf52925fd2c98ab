import { isDeepStrictEqual } from 'node:util';
import type { Opened } from '../../model/packaging.ts';
import { fieldsIn } from '../../text/json/lenient.ts';
import { objectOf, stringOf } from '../../text/json/narrow.ts';
import { readToml } from '../../text/toml/read.ts';
import { belowTop, filesOf, haveSameFiles, type Files } from '../same-files.ts';

const vcs = '.cargo_vcs_info.json';

/**
 * Two crates are the same if their files are, and if they are of one commit, as far as both say. What cargo itself writes may differ in form:
 * the manifest by its version; and, of one commit, the lock file, which also tells what the index had on that day.
 */
export function isSameCrate(ours: Opened, theirs: Opened): boolean | undefined {
  const [own, other] = [filesOf(ours, named), filesOf(theirs, named)];
  if (own === undefined || other === undefined) return undefined;
  const [source, otherSource] = [sourceOf(ours), sourceOf(theirs)];
  const isOneCommit = source !== undefined && isDeepStrictEqual(source, otherSource);
  if (source !== undefined && otherSource !== undefined && !isOneCommit) return false;
  const hasLock = ({ paths }: Files): boolean => paths.includes('Cargo.lock');
  const isSame = (path: string, one: string, two: string): boolean =>
    (path === 'Cargo.toml' && isSameToml(one, two)) || (path === 'Cargo.lock' && isOneCommit);
  return hasLock(own) === hasLock(other) && haveSameFiles(own, other, isSame);
}

/** The commit has a say of its own. */
const named = (path: string): string | undefined => (belowTop(path) === vcs ? undefined : belowTop(path));

/** The commit, and the folder in it; undefined where it was packaged outside of git. Changes that were not committed are in the files. */
function sourceOf(file: Opened): { readonly sha1: string; readonly folder: string } | undefined {
  const path = file.entries.find((entry) => belowTop(entry.path) === vcs)?.path;
  const data = path === undefined ? {} : fieldsIn(file.bytes(path));
  const sha1 = stringOf(objectOf(data.git).sha1);
  return sha1 === undefined ? undefined : { sha1, folder: stringOf(data.path_in_vcs) ?? '' };
}

function isSameToml(one: string, two: string): boolean {
  const [a, b] = [readToml(one, 'Cargo.toml'), readToml(two, 'Cargo.toml')];
  return a.ok && b.ok && isDeepStrictEqual(a.value.data, b.value.data);
}
