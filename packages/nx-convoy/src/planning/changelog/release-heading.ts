import { findDate } from './dates.ts';
import type { Release } from './release.ts';
import { encodeTag } from './repository.ts';
import { nameIn, stepOf, type VersionHeading } from './version-heading.ts';

export interface Titled {
  readonly level: number;
  readonly title: string;
  /** Another underlines its titles. */
  readonly isUnderlined?: boolean;
}

/**
 * The heading of a release in the form that the file has: that of the newest release of the same kind, because conventional-changelog
 * and its kin write patches smaller than features.
 */
export function headingFor(release: Release, headings: readonly VersionHeading[]): Titled {
  const model = modelFor(
    release,
    headings.filter(({ isPending }) => !isPending),
  );
  if (model === undefined) return release.form ?? { level: 2, title: `[${release.label}] - {{date}}` };
  const { parts, prefix } = model;
  const label = isOther(prefix, release) ? release.tag : prefix + release.version;
  const url = parts.url === undefined ? '' : `(${urlAfter(parts.url, model, release)})`;
  const text = parts.bracket ? `[${label}]${url}` : label;
  return {
    level: model.level,
    title: parts.open + parts.lead + text + parts.inner + tailAfter(parts.tail) + parts.close,
    ...(model.end - model.line > 1 ? { isUnderlined: true } : {}),
  };
}

function modelFor(release: Release, headings: readonly VersionHeading[]): VersionHeading | undefined {
  const own = headings.filter(({ prefix }) => !isOther(prefix, release));
  const candidates = own.length > 0 ? own : headings;
  return candidates.find(({ version }) => stepOf(version) === stepOf(release.canonical)) ?? candidates[0];
}

/** A heading that names somebody else, or one that names nobody where the release must be named. */
function isOther(prefix: string, { isNamed, prefix: own }: Release): boolean {
  const name = nameIn(prefix);
  return name === '' ? isNamed : name !== nameIn(own);
}

/** What follows the version: a day in its own dress, and nothing else, for the rest told of that one release. */
function tailAfter(tail: string): string {
  const date = findDate(tail);
  if (date === undefined) return '';
  const before = /(?:\s*[-–—:|]\s*|\s*)\(?$/.exec(tail.slice(0, date.at))?.[0] ?? ' ';
  const behind = before.endsWith('(') && tail.charAt(date.at + date.text.length) === ')' ? ')' : '';
  return (before === '' ? ' ' : before) + date.placeholder + behind;
}

/** A link that compares two tags moves on by one release; any other names the new version where it named the old one. */
function urlAfter(url: string, { prefix, written }: VersionHeading, release: Release): string {
  const compare = /^(?<head>.*\/compare\/)(?<from>.+?)(?<dots>\.{2,3})(?<to>[^?#]+)(?<rest>.*)$/.exec(url)?.groups;
  const isOwn = !isOther(prefix, release);
  const named = (text: string, version: string, tag: string): string =>
    isOwn && text.includes(written) ? text.replace(written, version) : encodeTag(tag);
  if (compare === undefined)
    return isOwn
      ? url.replaceAll(written, release.version)
      : url.replaceAll(tagIn(url, prefix, written), encodeTag(release.tag));
  const { head = '', dots = '...', to = '', rest = '' } = compare;
  const previous = release.previous;
  const from = previous === undefined ? to : named(to, previous.version, previous.tag);
  return head + from + dots + named(to, release.version, release.tag) + rest;
}

const tagIn = (url: string, prefix: string, written: string): string =>
  [prefix + written, encodeTag(prefix + written)].find((tag) => url.includes(tag)) ?? written;
