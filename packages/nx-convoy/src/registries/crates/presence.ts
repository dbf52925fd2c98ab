import semver from 'semver';
import type { Dialogue } from '../../model/http.ts';
import type { Presence, Released } from '../../model/registry.ts';
import { objectOf } from '../../text/json/narrow.ts';
import { below, mostBytes, unknown } from '../reading.ts';

/** Asks a sparse index for one version; and, of a name that is new there, whether another spelling of it is taken. */
export function* presence(asked: Released): Dialogue<Presence> {
  const { registry, name, version } = asked;
  const manual = `cargo info ${name}@${version} --index sparse+${below(registry.url, '')}`;
  const spellings = [name, ...otherSpellings(name)];
  for (const spelling of spellings) {
    const outcome = yield { method: 'GET', url: below(registry.url, indexPath(spelling)), mostBytes };
    if (outcome.is === 'silence') return unknown(asked, outcome, manual);
    if (isNothing.has(outcome.status)) continue;
    const lines = outcome.status === 200 && !outcome.isCut ? entriesOf(outcome.text) : undefined;
    if (lines === undefined) return unknown(asked, outcome, manual);
    const twin = lines.find((line) => line.name !== name)?.name;
    if (twin !== undefined) return { is: 'absent', name: 'known', twin };
    const same = lines.find((line) => isTaken(line.vers, version));
    if (same === undefined) return { is: 'absent', name: lines.length === 0 ? 'unknown' : 'known' };
    return {
      is: 'present',
      ...(same.cksum === undefined ? {} : { digest: `sha256:${same.cksum}` }),
      ...(same.yanked ? { isYanked: true } : {}),
    };
  }
  return { is: 'absent', name: 'unknown' };
}

/** As cargo reads them: gone, and hidden by law, are both "no such crate". */
const isNothing = new Set([404, 410, 451]);

/** `1/a`, `2/ab`, `3/a/abc`, `ab/cd/abcdef`, in small letters: an index is a static folder of files. */
export function indexPath(name: string): string {
  const path = encodeURIComponent(name.toLowerCase());
  if (path.length <= 2) return `${path.length}/${path}`;
  if (path.length === 3) return `3/${path[0] ?? ''}/${path}`;
  return `${path.slice(0, 2)}/${path.slice(2, 4)}/${path}`;
}

/** `-` and `_` are one sign to crates.io, which refuses the second crate; its index knows only the spelling of the first. */
function otherSpellings(name: string): readonly string[] {
  const all = [name.replaceAll('_', '-'), name.replaceAll('-', '_')];
  return [...new Set(all)].filter((one) => one !== name);
}

interface Line {
  readonly name: string;
  readonly vers: string;
  readonly cksum: string | undefined;
  readonly yanked: boolean;
}

/** One JSON object a line, a version each. */
function entriesOf(text: string): readonly Line[] | undefined {
  try {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const { name, vers, cksum, yanked } = objectOf(JSON.parse(line) as unknown);
        if (typeof name !== 'string' || typeof vers !== 'string') throw new TypeError('no line of an index');
        return { name, vers, cksum: typeof cksum === 'string' ? cksum : undefined, yanked: yanked === true };
      });
  } catch {
    return undefined;
  }
}

/** Versions that differ in their build metadata alone are one version to an index. */
const isTaken = (there: string, version: string): boolean => {
  const [a, b] = [semver.parse(there), semver.parse(version)];
  return a === null || b === null ? there === version : a.version === b.version;
};
