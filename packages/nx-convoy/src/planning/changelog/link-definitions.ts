import { readDefinition, type Definition } from '../../text/markdown/definitions.ts';
import { canonical } from '../../versions/canonical.ts';
import type { Release } from './release.ts';
import { compareUrl, encodeTag, tagUrl, type Repository } from './repository.ts';

/**
 * The links that a changelog defines at its end, one release later: `[Unreleased]` compares with the new tag, and the release has a
 * line of its own, both in the form that the file has. A file without such links gets none, unless it is new.
 */
export function moveDefinitions(
  lines: readonly string[],
  release: Release,
  repository: Repository | undefined,
  { isNew, isReferenced }: { readonly isNew: boolean; readonly isReferenced: boolean },
): readonly string[] {
  const found = lines.flatMap((line, at) => {
    const definition = readDefinition(line);
    return definition === undefined ? [] : [{ ...definition, at }];
  });
  const open = found.find(({ label }) => /^(unreleased|next)$/i.test(label));
  const newest =
    found.find(({ label, url }) => isRelease(label) && isOf(url, release)) ??
    found.find(({ label }) => isRelease(label));
  if (open === undefined && newest === undefined) {
    return isNew && isReferenced && repository !== undefined
      ? [`[${release.label}]: ${freshUrl(repository, release)}`]
      : lines;
  }
  const label = labelLike(newest?.label, release);
  if (found.some((definition) => definition.label.toLowerCase() === label.toLowerCase())) return lines;
  const moved = lines.map((line, row) =>
    row === open?.at ? line.slice(0, line.indexOf(open.url)) + openUrl(open, newest, release) : line,
  );
  const at = open === undefined ? (newest?.at ?? lines.length) : open.at + 1;
  // A heading without a link, or with its own, needs no line down here.
  return !isReferenced
    ? moved
    : [...moved.slice(0, at), `[${label}]: ${urlFor(open, newest, release)}`, ...moved.slice(at)];
}

const freshUrl = (repository: Repository, { previous, tag }: Release): string =>
  previous === undefined ? tagUrl(repository, tag) : compareUrl(repository, previous.tag, tag);

const isRelease = (label: string): boolean => canonical(versionIn(label)) !== undefined;
const versionIn = (text: string): string => /\d+\.\d+[0-9A-Za-z.+-]*$/.exec(text)?.[0] ?? '';

const isOf = (url: string, { prefix }: Release): boolean => url.includes(encodeTag(prefix)) || url.includes(prefix);

/** `[v1.2.0]` is followed by `[v1.3.0]`. */
function labelLike(label: string | undefined, release: Release): string {
  if (label === undefined) return release.label;
  const lead = label.slice(0, label.length - versionIn(label).length);
  return /^v?$/i.test(lead) && !release.isNamed ? lead + release.version : release.label;
}

const range = /^(?<head>.*\/compare\/)(?<from>.+?)(?<dots>\.{2,3})(?<to>[^?#]+)(?<rest>.*)$/;

/** `…/compare/v1.2.0...HEAD` says how tags look in links; where nothing does, the tag's own name is used. */
function openUrl(open: Definition, newest: Definition | undefined, release: Release): string {
  const { head, dots = '...', to = 'HEAD', from = '', rest = '' } = range.exec(open.url)?.groups ?? {};
  return head === undefined ? open.url : head + tagLike(from, release, newest) + dots + to + rest;
}

function urlFor(open: Definition | undefined, newest: Definition | undefined, release: Release): string {
  const model = open !== undefined && range.test(open.url) ? open : newest;
  const { head, dots = '...', from = '', to = '', rest = '' } = range.exec(model?.url ?? '')?.groups ?? {};
  if (head === undefined) return (newest?.url ?? '').replaceAll(versionIn(newest?.label ?? ''), release.version);
  const known = model === open ? from : to;
  return (
    head +
    (release.previous === undefined ? known : tagLike(known, release, newest, release.previous)) +
    dots +
    tagLike(known, release, newest) +
    rest
  );
}

/** The tag of a version, written as another tag is: `v1.2.0` makes `v1.3.0`. */
function tagLike(
  known: string,
  release: Release,
  newest: Definition | undefined,
  { version, tag }: { version: string; tag: string } = release,
): string {
  const written = versionIn(known);
  const isOwn = known.slice(0, known.length - written.length) === encodeTag(release.prefix) || newest === undefined;
  return written === '' || isOwn || release.isNamed
    ? encodeTag(tag)
    : known.slice(0, known.length - written.length) + version;
}
