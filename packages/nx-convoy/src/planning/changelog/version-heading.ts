import semver from 'semver';
import type { Heading } from '../../text/markdown/headings.ts';
import { canonical } from '../../versions/canonical.ts';
import { findDate } from './dates.ts';

/** A heading that names a release, taken apart: `## <small>[core-v1.2.0](url) (2026-01-02)</small>`. */
export interface VersionHeading extends Heading {
  /** What stands before the version in its label: `core-v`, `v` or nothing. */
  readonly prefix: string;
  /** As written, and as semver reads it. */
  readonly written: string;
  readonly version: string;
  /** Prepared by a person for the next release: `## 1.3.0 (unreleased)`. */
  readonly isPending: boolean;
  readonly parts: HeadingParts;
}

export interface HeadingParts {
  readonly open: string;
  readonly lead: string;
  readonly bracket: boolean;
  readonly url?: string;
  /** What closes `open` right behind the label. */
  readonly inner: string;
  readonly tail: string;
  readonly close: string;
}

const shape = new RegExp(
  [
    '^(?<open><small>|\\*\\*)?',
    '(?<lead>[^[\\]()<>*]*?)',
    '(?<bracket>\\[)?',
    '(?<![\\w.])(?<prefix>(?:@?[A-Za-z][\\w.@/-]*?[-@/_=]+)?v?)',
    '(?<version>\\d+\\.\\d+(?:\\.\\d+)*(?:[-+.]?[A-Za-z][0-9A-Za-z.+-]*)?)(?!\\w)',
    '(?:\\](?:\\((?<url>[^)]*)\\))?)?',
    '(?<after>.*?)',
    '(?<close></small>|\\*\\*)?$',
  ].join(''),
);

/** Words before a version that tell of something else than its release. */
const prose = /\b(from|to|in|for|since|before|after|until|with|and|upgrad\w*|migrat\w*|breaking|what)\b/i;
const pending = /unreleased|\b(tbd|tba|in development|not yet released|to be released|releasedate)\b|x{4}|y{4}-/i;

export function readVersionHeading(heading: Heading): VersionHeading | undefined {
  if (heading.level > 3) return undefined;
  const groups = shape.exec(heading.title)?.groups;
  const version = canonical(groups?.version ?? '');
  if (groups === undefined || version === undefined) return undefined;
  const { open = '', lead = '', bracket, prefix = '', version: written = '', url, after = '', close = '' } = groups;
  const isBold = open === '**' && after.startsWith('**');
  const tail = isBold ? after.slice(2) : after;
  const isPending = pending.test(tail);
  if (!isPending && !isTold(lead, tail, written)) return undefined;
  const parts = {
    open,
    lead,
    bracket: bracket !== undefined,
    ...(url === undefined ? {} : { url }),
    inner: isBold ? '**' : '',
    tail,
    close,
  };
  return { ...heading, prefix, written, version, isPending, parts };
}

/** Whether the words around a version are those of a release's heading, and not of a sentence that has a version in it. */
function isTold(lead: string, tail: string, written: string): boolean {
  const words = lead.split(/\s+/).filter((word) => /\w/.test(word));
  const [word = ''] = words;
  const isDated = findDate(tail) !== undefined;
  const isClosed = isDated || /^\s*($|[-–—:|(/"“,])/.test(tail);
  if (words.length === 0 || (words.length === 1 && /^(version|release|v)$/i.test(word))) return isClosed;
  const isWhole = words.length === 1 && tail.trim() === '' && /^\d+\.\d+\.\d+/.test(written);
  return words.length <= 3 && !prose.test(lead) && (isDated || isWhole);
}

const unreleased =
  /^\[?\s*(unreleased|next|upcoming|head|main|master|to be released|nightly)(\s+(changes|release|version))?\s*\]?(\([^)]*\))?\s*([-–:(].*)?$/i;

/** `## [Unreleased]`, as people write it. */
export const isUnreleased = ({ title, level }: Heading): boolean =>
  level <= 3 && unreleased.test(title.replaceAll(/[*_`]/g, '').replace(/^[^\w[]+/, ''));

/** A name that a heading's prefix says, apart from the `v` and the joint: `core` of `core-v`. */
export const nameIn = (prefix: string): string => prefix.replace(/v$/, '').replace(/[-@/_=]+$/, '');

/** How large the step is that leads to a version: its headings often differ by that. */
export function stepOf(version: string): 'prerelease' | 'patch' | 'minor' | 'major' {
  const parsed = semver.parse(version);
  if (parsed === null || parsed.prerelease.length > 0) return 'prerelease';
  return parsed.patch > 0 ? 'patch' : parsed.minor > 0 ? 'minor' : 'major';
}
