import semver from 'semver';
import { headingsOf, hiddenLines, type Heading } from '../../text/markdown/headings.ts';
import { trimmed } from '../../text/markdown/lines.ts';
import { fillLine } from './dates.ts';
import type { Entry } from './entry.ts';
import { mannerOf, type Manner } from './manner.ts';
import { mergeSections } from './merge-sections.ts';
import type { Release } from './release.ts';
import { headingFor, type Titled } from './release-heading.ts';
import { isUnreleased, nameIn, readVersionHeading, type VersionHeading } from './version-heading.ts';

export interface Merged {
  readonly lines: readonly string[];
  /** The release as it stands there now, its heading included. */
  readonly entry: readonly string[];
}

/**
 * Puts a release into a changelog. Where a person has begun to write it (under its own number, under "Unreleased"), that text becomes
 * the release and the commits join it; else it comes before the newest one.
 */
export function mergeEntry(lines: readonly string[], release: Release, entry: Entry): Merged {
  const { headings, releases, unreleased, manner } = read(lines);
  const place = placeOf(lines, headings, releases, release, unreleased);
  const { stay, own } = apart(place.written, place.is === 'unreleased');
  const title = place.is === 'there' ? undefined : headingFor(release, releases);
  const level = title?.level ?? place.level;
  const body = mergeSections(own, entry, level, manner);
  if (body.length === 0) return { lines, entry: [] };
  const heading = title === undefined ? lines.slice(place.from, place.from + place.size) : headingLines(title);
  const made = [...heading, ...(manner.isTight ? [] : ['']), ...body];
  if (place.is === 'there' && isEqual(body, trimmed(place.written))) return { lines, entry: made };
  const before = [...lines.slice(0, place.is === 'unreleased' ? place.from + place.size : place.from), ...stay];
  const after = lines.slice(place.to);
  const rest = (after[0] ?? '').trim() === '' ? after.slice(1) : after;
  return { lines: [...(place.is === 'there' ? before : spaced(before)), ...made, '', ...rest], entry: made };
}

interface Read {
  readonly headings: readonly Heading[];
  readonly releases: readonly VersionHeading[];
  readonly unreleased: Heading | undefined;
  readonly manner: Manner;
}

/** A file that is not there yet is the same for all. */
const known = new WeakMap<readonly string[], Read>();

function read(lines: readonly string[]): Read {
  const before = known.get(lines);
  if (before !== undefined) return before;
  const headings = headingsOf(lines);
  const releases = headings.flatMap((heading) => readVersionHeading(heading) ?? []);
  const told = headings.filter(({ line }) => releases.some((one) => one.line === line));
  const found = {
    headings,
    releases,
    unreleased: headings.find(isUnreleased),
    manner: mannerOf(lines, headings, told),
  };
  known.set(lines, found);
  return found;
}

const isEqual = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((line, at) => line === b[at]);

interface Spot {
  readonly is: 'there' | 'pending' | 'unreleased' | 'none';
  /** The heading's line, or where a new one goes. */
  readonly from: number;
  /** Lines of the heading. */
  readonly size: number;
  readonly level: number;
  /** Where what follows begins. */
  readonly to: number;
  readonly written: readonly string[];
}

function placeOf(
  lines: readonly string[],
  headings: readonly Heading[],
  releases: readonly VersionHeading[],
  release: Release,
  unreleased: Heading | undefined,
): Spot {
  const spot = (is: Spot['is'], heading: Heading): Spot => {
    const to = endOf(heading, headings, releases, unreleased) ?? lines.length;
    const { line: from, end, level } = heading;
    return { is, from, size: end - from, level, to, written: lines.slice(end, to) };
  };
  const there = releases.find((heading) => !heading.isPending && names(heading, release));
  if (there !== undefined) return spot('there', there);
  const first = releases[0];
  if (first?.isPending === true) return spot('pending', first);
  if (unreleased !== undefined) return spot('unreleased', unreleased);
  const at = newPlace(lines, headings, releases);
  return { is: 'none', from: at, size: 0, level: 2, to: at, written: [] };
}

const names = ({ prefix, version }: VersionHeading, { canonical, prefix: own }: Release): boolean =>
  version === canonical && (nameIn(prefix) === '' || nameIn(prefix) === nameIn(own));

/** A section ends at the next release, or at a heading that is not below its own. */
const endOf = (
  { line, level }: Heading,
  headings: readonly Heading[],
  releases: readonly VersionHeading[],
  unreleased: Heading | undefined,
): number | undefined =>
  headings.find(
    (other) =>
      other.line > line &&
      (other.level <= level || other.line === unreleased?.line || releases.some((one) => one.line === other.line)),
  )?.line;

/** Before the newest release; behind the oldest in a file that is written downwards; behind all text in one that has none. */
function newPlace(lines: readonly string[], headings: readonly Heading[], releases: readonly VersionHeading[]): number {
  const [first, last] = [releases[0], releases.at(-1)];
  if (first === undefined || last === undefined) return endOfText(lines);
  const isDownwards = releases.length > 1 && first.prefix === last.prefix && semver.lt(first.version, last.version);
  return isDownwards ? (endOf(last, headings, releases, undefined) ?? endOfText(lines)) : first.line;
}

const endOfText = (lines: readonly string[]): number => lines.findLastIndex((line) => line.trim() !== '') + 1;

/** Comments right below "Unreleased" tell people how to write there, or mark the place for a tool: they stay. */
function apart(
  written: readonly string[],
  isUnreleasedSection: boolean,
): { stay: readonly string[]; own: readonly string[] } {
  if (!isUnreleasedSection) return { stay: [], own: trimmed(written) };
  const hidden = hiddenLines(written);
  const isComment = (at: number): boolean => hidden[at] === true && !/^ {0,3}[`~]/.test(written[at] ?? '');
  let end = 0;
  for (let at = 0; at < written.length && ((written[at] ?? '').trim() === '' || isComment(at)); at++)
    if (isComment(at)) end = at + 1;
  return { stay: end === 0 ? [] : ['', ...trimmed(written.slice(0, end))], own: trimmed(written.slice(end)) };
}

const headingLines = ({ level, title, isUnderlined }: Titled): readonly string[] =>
  isUnderlined === true
    ? [title, (level === 1 ? '=' : '-').repeat(fillLine(title, '2026-11-20').length)]
    : [`${'#'.repeat(level)} ${title}`];

/** One blank line before a heading that is new. */
function spaced(lines: readonly string[]): readonly string[] {
  const end = endOfText(lines);
  return end === 0 ? [] : [...lines.slice(0, end), ''];
}
