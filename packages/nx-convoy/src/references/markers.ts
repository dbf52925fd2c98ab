import type { Problem } from '../model/problem.ts';
import { raiseRange } from '../versions/raise.ts';
import type { Lookup, Meant } from './lookup.ts';
import type { Restated } from './moved.ts';
import { respell } from './respell.ts';

/** What a comment says of the version beside it. */
interface Marker {
  readonly is: 'line' | 'begin' | 'end' | 'off' | 'on';
  readonly part: 'version' | 'major' | 'minor' | 'patch';
  readonly unit?: string;
  readonly line: number;
  /** Where it stands in its line. */
  readonly start: number;
  readonly end: number;
}

const marker =
  /(?:\bconvoy:(?<own>version|major|minor|patch|begin|end|off|on)\b(?<rest>(?:[ \t]+(?:unit|part)=[^\s"'>*]+)*)|\bx-release-please-(?:(?<start>start-)?(?<part>version|major|minor|patch)|(?<stop>end))\b)/;

/** What begins a comment in one language or another, with nothing but words behind it. */
const comment = /(?:<!--|\/\/|\/\*|\*|\{#|#|--|;|%|\.\.|'|\bREM\b)[^`<>"]*$/i;

/** Files without one of these words have no marker. */
export const mayHaveMarkers = (text: string): boolean => text.includes('convoy:') || text.includes('x-release-please-');

/** Pieces of a text that a person marked as naming a unit's version: these move from whatever stands there. */
export interface Marked {
  readonly restated: readonly Restated[];
  /** Ranges in which nothing else is looked for. */
  readonly closed: readonly { readonly start: number; readonly end: number }[];
  readonly problems: readonly Problem[];
}

export function markedIn(file: string, text: string, lookup: Lookup): Marked {
  const rows = rowsOf(text);
  const restated: Restated[] = [];
  const closed: { start: number; end: number }[] = [];
  const problems: Problem[] = [];
  let open: Marker | undefined;
  let off: Marker | undefined;
  rows.forEach((row, at) => {
    const found = markerIn(row.text, at + 1);
    if (found === undefined) return;
    if (found.is === 'off') off ??= found;
    else if (found.is === 'on' || found.is === 'end') {
      const begun = found.is === 'on' ? off : open;
      if (begun === undefined) problems.push(neverBegun(file, found));
      else if (found.is === 'end') mark(begun, rows.slice(begun.line, at));
      else closed.push({ start: rows[begun.line - 1]?.start ?? 0, end: row.start + row.text.length });
      if (found.is === 'on') off = undefined;
      else open = undefined;
    } else if (found.is === 'begin') {
      if (open !== undefined) problems.push(neverEnded(file, open));
      open = found;
    } else {
      // A comment in a line of its own speaks of the next one.
      const around = [
        { text: row.text.slice(0, found.start), start: row.start },
        { text: row.text.slice(found.end), start: row.start + found.end },
      ];
      const isAlone = around.every((piece) => tokensIn(piece.text, found.part).length === 0);
      mark(found, isAlone ? rows.slice(at + 1, at + 2) : around);
    }
  });
  if (open !== undefined) problems.push(neverEnded(file, open));
  if (off !== undefined) closed.push({ start: rows[off.line - 1]?.start ?? 0, end: text.length });
  return { restated, closed, problems };

  function mark(begun: Marker, pieces: readonly Row[]): void {
    for (const piece of pieces) closed.push({ start: piece.start, end: piece.start + piece.text.length });
    const tokens = pieces.flatMap((piece) =>
      tokensIn(piece.text, begun.part).map((token) => ({ ...token, start: piece.start + token.start })),
    );
    if (begun.unit !== undefined && lookup.byId(begun.unit) === undefined) {
      problems.push(unitUnknown(file, begun, begun.unit, lookup.ids));
      return;
    }
    const meant = meantBy(begun, lookup, file);
    if (meant === undefined) return;
    if ('unclear' in meant) {
      problems.push(unitUnclear(file, begun, meant.unit));
      return;
    }
    const changed = restate(tokens, begun.part, meant);
    if (changed === undefined)
      problems.push(
        tokens.length === 0
          ? nothingMarked(file, begun)
          : severalMarked(
              file,
              begun,
              tokens.map((token) => token.text),
            ),
      );
    else restated.push(...changed);
  }
}

function meantBy({ unit }: Marker, lookup: Lookup, file: string): Meant | undefined {
  if (unit === undefined) return lookup.here(file);
  const moved = lookup.movedById(unit);
  if (moved === undefined) return undefined;
  const meant = lookup.find({ ecosystem: moved.unit.ecosystem, name: moved.unit.name }, '', file);
  return meant === undefined || 'unclear' in meant ? { moved } : { ...meant, moved };
}

interface Token {
  readonly text: string;
  readonly start: number;
}

/** The old version where it stands; else the only one there is, for the marker says whose it is. Undefined where that cannot be told. */
function restate(
  tokens: readonly Token[],
  part: Marker['part'],
  { moved, ecosystem }: Exclude<Meant, { unclear: string }>,
): readonly Restated[] | undefined {
  const why = `marked as the version of ${moved.unit.id}`;
  const put = (token: Token, after: string): Restated => ({
    start: token.start,
    end: token.start + token.text.length,
    after,
    why,
  });
  if (part !== 'version') {
    const number = moved.to.split(/[.+-]/)[{ major: 0, minor: 1, patch: 2 }[part]] ?? '';
    const [only, ...others] = tokens;
    return only === undefined || others.length > 0 ? undefined : [put(only, number)];
  }
  const named = tokens.flatMap((token) => {
    const spelledBy = /\d-[A-Za-z]/.test(token.text) ? undefined : ecosystem;
    const after = respell(token.text, { ...moved, leaves: [...moved.leaves, moved.to] }, spelledBy);
    // What is marked goes to prereleases as well.
    if (after === undefined) return [];
    return [put(token, 'after' in after ? after.after : spelledLike(token.text, moved.to, moved.spelling))];
  });
  if (named.length > 0) return named;
  return new Set(tokens.map(({ text }) => text)).size === 1
    ? tokens.map((token) => put(token, spelledLike(token.text, moved.to, moved.spelling)))
    : undefined;
}

const spelledLike = (text: string, to: string, spelling: string): string =>
  raiseRange(text, /\d-[A-Za-z]/.test(text) ? to : spelling);

const version =
  /(?<![\d.])(?:\d+\.\d+(?:\.\d+)?(?:-(?:alpha|beta|rc|dev|pre|preview|next|canary|snapshot)[.\d]*|(?:a|b|rc)\d+|\.(?:dev|post)\d+)?)(?!\d|\.\d)/gi;
const number = /(?<![\d.])\d+(?![\d.]*\d)/g;

const tokensIn = (text: string, part: Marker['part']): readonly Token[] =>
  [...text.matchAll(part === 'version' ? version : number)].map((match) => ({ text: match[0], start: match.index }));

function markerIn(text: string, line: number): Marker | undefined {
  const match = text.includes('convoy:') || text.includes('x-release-please-') ? marker.exec(text) : null;
  // A page that tells of markers shows them as words, not in a comment.
  if (match?.groups === undefined || !comment.test(text.slice(0, match.index))) return undefined;
  const { own, rest = '', start, part, stop } = match.groups;
  const unit = /\bunit=(\S+)/.exec(rest)?.[1]?.replace(/--$/, '');
  const told = (/\bpart=(major|minor|patch)\b/.exec(rest)?.[1] ?? part ?? own) as Marker['part'];
  const is =
    stop !== undefined
      ? 'end'
      : start !== undefined
        ? 'begin'
        : own === 'begin' || own === 'end' || own === 'off' || own === 'on'
          ? own
          : 'line';
  return {
    is,
    part: /^(major|minor|patch)$/.test(told) ? told : 'version',
    ...(unit === undefined ? {} : { unit }),
    line,
    start: match.index,
    end: match.index + match[0].length,
  };
}

interface Row {
  readonly text: string;
  readonly start: number;
}

function rowsOf(text: string): readonly Row[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const row = { text: line.replace(/\r$/, ''), start };
    start += line.length + 1;
    return row;
  });
}

const at = (file: string, { line }: Marker): Problem['where'] & object => ({ file, line });

const unitUnknown = (file: string, found: Marker, unit: string, ids: readonly string[]): Problem => ({
  code: 'REFERENCE_UNIT_UNKNOWN',
  severity: 'warning',
  what: `A marker names the unit ${unit}, which there is not.`,
  where: at(file, found),
  fix: `Name one of: ${ids.slice(0, 8).join(', ')}${ids.length > 8 ? ', …' : ''}.`,
});

const unitUnclear = (file: string, found: Marker, unit: string): Problem => ({
  code: 'REFERENCE_UNIT_UNCLEAR',
  severity: 'warning',
  what: 'A marker does not say whose version it marks, and the units around it have several.',
  where: at(file, found),
  fix: `Name the unit: convoy:${found.is === 'begin' ? 'begin' : 'version'} unit=${unit}.`,
});

const nothingMarked = (file: string, found: Marker): Problem => ({
  code: 'REFERENCE_EMPTY',
  severity: 'warning',
  what: 'A marker stands where no version is.',
  where: at(file, found),
  fix: 'Put it into the line of the version, or alone into the line above, or take it away.',
});

const severalMarked = (file: string, found: Marker, versions: readonly string[]): Problem => ({
  code: 'REFERENCE_UNCLEAR',
  severity: 'warning',
  what: `A marker stands by ${versions.join(', ')}, of which none is the unit's version.`,
  where: at(file, found),
  fix: 'Correct the version there once, or mark its line alone.',
});

const neverBegun = (file: string, found: Marker): Problem => ({
  code: 'REFERENCE_MARKER',
  severity: 'warning',
  what: 'A marker ends what none has begun.',
  where: at(file, found),
  fix: 'Put convoy:begin above it, or take it away.',
});

const neverEnded = (file: string, found: Marker): Problem => ({
  code: 'REFERENCE_MARKER',
  severity: 'warning',
  what: 'A marker begins what none ends.',
  where: at(file, found),
  fix: 'Put convoy:end below it.',
});
