import semver from 'semver';
import type { Credential } from '../../model/credential.ts';
import type { Dialogue } from '../../model/http.ts';
import type { Presence, Released } from '../../model/registry.ts';
import { objectOf } from '../../text/json/narrow.ts';
import { below, mostBytes, unknown } from '../reading.ts';
import { settingsOf, tokenHeaders } from './login.ts';

/**
 * Asks a sparse index for one version; and, of a name that is new there, whether another spelling of it is taken. A token is shown only to an
 * index that wants one: one that says no, or that has nothing for strangers, is asked for its settings.
 */
export function* presence(asked: Released, by?: Credential): Dialogue<Presence> {
  const open = yield* askedWith(asked, {});
  const { told, isClosed, isNothing: isStrange } = open;
  if (told.is === 'present' || (told.is === 'unknown' && !isClosed) || (by === undefined && !isStrange)) return told;
  const { outcome, settings } = yield* settingsOf(asked.registry.url, by);
  // Where there is no index at all, every crate is as absent as this one.
  if (settings?.dl === undefined) return isClosed || isStrange ? unknown(asked, outcome, byHand(asked)) : told;
  const isShown = by !== undefined && (isClosed || settings.isClosed);
  return isShown ? (yield* askedWith(asked, tokenHeaders(by))).told : told;
}

interface Answered {
  readonly told: Presence;
  /** It says no to who asks. */
  readonly isClosed: boolean;
  /** It knows no spelling of the name: neither does a server that is no index. */
  readonly isNothing?: true;
}

function* askedWith(asked: Released, headers: Readonly<Record<string, string>>): Dialogue<Answered> {
  const { registry, name, version } = asked;
  const manual = byHand(asked);
  const spellings = [name, ...otherSpellings(name)];
  for (const spelling of spellings) {
    const outcome = yield { method: 'GET', url: below(registry.url, indexPath(spelling)), headers, mostBytes };
    if (outcome.is === 'silence') return said(unknown(asked, outcome, manual));
    if (isNothing.has(outcome.status)) continue;
    const lines = outcome.status === 200 && !outcome.isCut ? entriesOf(outcome.text) : undefined;
    if (lines === undefined) return { told: unknown(asked, outcome, manual), isClosed: isNo.has(outcome.status) };
    const twin = lines.find((line) => line.name !== name)?.name;
    if (twin !== undefined) return said({ is: 'absent', name: 'known', twin });
    const same = lines.find((line) => isTaken(line.vers, version));
    if (same === undefined) return said({ is: 'absent', name: lines.length === 0 ? 'unknown' : 'known' });
    return said({
      is: 'present',
      ...(same.cksum === undefined ? {} : { digest: `sha256:${same.cksum}` }),
      ...(same.yanked ? { isYanked: true } : {}),
    });
  }
  return { ...said({ is: 'absent', name: 'unknown' }), isNothing: true };
}

const said = (told: Presence): Answered => ({ told, isClosed: false });
const isNo = new Set([401, 403]);

export const byHand = ({ registry, name, version }: Released): string =>
  `cargo info ${name}@${version} --index sparse+${below(registry.url, '')}`;

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
export function entriesOf(text: string): readonly Line[] | undefined {
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
export const isTaken = (there: string, version: string): boolean => {
  const [a, b] = [semver.parse(there), semver.parse(version)];
  return a === null || b === null ? there === version : a.version === b.version;
};
