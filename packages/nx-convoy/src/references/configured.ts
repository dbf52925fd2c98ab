import picomatch from 'picomatch';
import type { ReferenceConfig } from '../model/config.ts';
import type { Problem } from '../model/problem.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { lineCounter } from '../text/splice/value.ts';
import { literal } from '../text/splice/blocks.ts';
import type { Lookup } from './lookup.ts';
import type { Moved, Restated } from './moved.ts';
import { respell } from './respell.ts';

export interface Configured {
  readonly byFile: ReadonlyMap<string, readonly Restated[]>;
  readonly problems: readonly Problem[];
}

/** A version of any form, as far as it can be one. */
const anyVersion = String.raw`(?<version>(?<![\d.])\d+(?:\.\d+)+(?:-(?:[0-9A-Za-z-]*\d[0-9A-Za-z-]*|alpha|beta|rc|dev|pre)(?:\.[0-9A-Za-z]+)*|(?:a|b|rc)\d+|\.(?:dev|post)\d+)?(?!\d|\.\d))`;

/**
 * What the configuration tells to keep in step: in these files that text, with a version in it, as often as is said. A number that
 * differs means that somebody changed a file and forgot the rule, or the other way round: then nothing is guessed.
 */
export function configuredIn(repo: Snapshot, rules: readonly ReferenceConfig[], lookup: Lookup): Configured {
  const byFile = new Map<string, Restated[]>();
  const problems: Problem[] = [];
  rules.forEach((rule, index) => {
    if (rule.find === undefined) return;
    const pattern = patternOf(rule.find);
    if (pattern === undefined) {
      problems.push(unreadable(rule.find));
      return;
    }
    const matches = picomatch([...rule.files], { dot: true });
    const places = repo.files.filter((file) => matches(file)).flatMap((file) => placesIn(repo, file, pattern));
    const meant = places.map((place) => whose(rule, place.file, lookup));
    if (rule.unit !== undefined && lookup.byId(rule.unit) === undefined) {
      problems.push(unitUnknown(rule.unit, lookup.ids));
      return;
    }
    // Of units that stay where they are nothing is asked.
    const going = meant.some((one) => one !== undefined);
    if (rule.unit !== undefined ? lookup.movedById(rule.unit) === undefined : places.length > 0 && !going) return;
    const expected = rule.expect ?? 1;
    if (places.length !== expected) {
      problems.push(wrongCount(rule, rule.find, expected, places, index));
      return;
    }
    places.forEach((place, at) => {
      const moved = meant[at];
      if (moved === undefined) return;
      if (moved === 'unclear') problems.push(unclear(rule.find ?? '', place));
      else {
        const after = restated(place.text, moved);
        const list = byFile.get(place.file) ?? [];
        if (after !== place.text)
          list.push({
            start: place.start,
            end: place.end,
            after,
            why: `configured as the version of ${moved.unit.id}`,
          });
        byFile.set(place.file, list);
      }
    });
  });
  return { byFile, problems };
}

interface Found {
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function placesIn(repo: Snapshot, file: string, pattern: RegExp): readonly Found[] {
  const text = repo.text(file);
  if (text?.ok !== true) return [];
  const lineOf = lineCounter(text.value);
  return [...text.value.matchAll(pattern)].flatMap(({ indices }) => {
    const range = indices?.groups?.version;
    return range === undefined
      ? []
      : [{ file, line: lineOf(range[0]), start: range[0], end: range[1], text: text.value.slice(...range) }];
  });
}

/** `{version}` in a text that is taken literally, or in a pattern between slashes. */
export function patternOf(find: string): RegExp | undefined {
  const written = /^\/(.+)\/$/s.exec(find)?.[1];
  const source = (written ?? literal(find)).replace(
    written === undefined ? literal('{version}') : '{version}',
    () => anyVersion,
  );
  try {
    return source.includes('(?<version>') ? new RegExp(source, 'dgm') : undefined;
  } catch {
    return undefined;
  }
}

function whose({ unit }: ReferenceConfig, file: string, lookup: Lookup): Moved | 'unclear' | undefined {
  if (unit !== undefined) return lookup.movedById(unit);
  const meant = lookup.here(file);
  return meant === undefined ? undefined : 'unclear' in meant ? 'unclear' : meant.moved;
}

/** In the spelling that stands there, as exactly as it does. */
function restated(text: string, moved: Moved): string {
  const spelling = /\d-[A-Za-z0-9]/.test(text) ? moved.to : moved.spelling;
  const after = respell(text, { ...moved, to: moved.to, leaves: [...moved.leaves, moved.to] }, undefined);
  if (after !== undefined && 'after' in after && !moved.to.includes('-')) return after.after;
  const numbers = text.split('.').length;
  return !moved.to.includes('-') && numbers < 3 ? moved.to.split('.').slice(0, numbers).join('.') : spelling;
}

const config = (what: string, fix: string): Problem => ({ code: 'REFERENCE_INVALID', severity: 'error', what, fix });

const unreadable = (find: string): Problem =>
  config(
    `The reference "${find}" cannot be looked for: it holds no {version}, or is no regular expression.`,
    'Write {version} where the version stands: "find": "acme/api:{version}".',
  );

const unitUnknown = (unit: string, ids: readonly string[]): Problem => ({
  code: 'REFERENCE_UNIT_UNKNOWN',
  severity: 'error',
  what: `A reference names the unit ${unit}, which there is not.`,
  fix: `Name one of: ${ids.slice(0, 8).join(', ')}${ids.length > 8 ? ', …' : ''}.`,
});

const unclear = (find: string, { file, line }: Found): Problem => ({
  code: 'REFERENCE_UNIT_UNCLEAR',
  severity: 'error',
  what: `The reference "${find}" does not say whose version it is, and there are several.`,
  where: { file, line },
  fix: 'Name it: "unit": "cargo:core".',
});

function wrongCount(
  { files }: ReferenceConfig,
  find: string,
  expected: number,
  places: readonly Found[],
  index: number,
): Problem {
  const [first] = places;
  const seen = places.slice(0, 5).map(({ file, line }) => `${file}:${line}`);
  return {
    code: 'REFERENCE_COUNT',
    severity: 'error',
    what: `"${find}" stands ${places.length} times in ${files.join(', ')}, not ${expected}${expected === 1 ? '' : ' times'}${seen.length === 0 ? '' : `: ${seen.join(', ')}${places.length > 5 ? ', …' : ''}`}.`,
    where:
      first === undefined
        ? { file: files.find((file) => !/[*?[\]{}]/.test(file)) ?? files[0] ?? '' }
        : { file: first.file, line: first.line },
    fix:
      places.length === 0
        ? `Correct "files" or "find" of references[${index}], or take it away.`
        : `If all of them are meant: "expect": ${places.length} in references[${index}]. Else make "find" longer.`,
  };
}
