import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { headingsOf } from '../../text/markdown/headings.ts';
import { linesOf } from '../../text/markdown/lines.ts';
import type { Released } from '../plan.ts';
import { isUnreleased, nameIn, readVersionHeading, type VersionHeading } from './version-heading.ts';

/** A changelog that is there, or that is not there yet. */
export interface Existing {
  readonly text?: string;
  readonly problem?: readonly Problem[];
  readonly headings: readonly VersionHeading[];
  readonly isSignpost: boolean;
}

export function readExisting(repo: Snapshot, file: string): Existing {
  const text = repo.text(file);
  if (text === undefined) return { headings: [], isSignpost: false };
  if (!text.ok) return { problem: text.problems, headings: [], isSignpost: false };
  const { lines } = linesOf(text.value);
  const all = headingsOf(lines);
  const headings = all.flatMap((heading) => readVersionHeading(heading) ?? []);
  const isSignpost = headings.length === 0 && !all.some(isUnreleased) && leadsElsewhere(text.value);
  return { text: text.value, headings, isSignpost };
}

/** A text without any release that names another place; the format's own pages are none. */
const leadsElsewhere = (text: string): boolean =>
  /\]\((?!https?:\/\/(?:www\.)?(?:keepachangelog|semver|conventionalcommits)\.)|https?:\/\/(?!(?:www\.)?(?:keepachangelog|semver|conventionalcommits)\.)|^\.{0,2}\/?[\w./-]+\/[\w.-]+\s*$/.test(
    text,
  );

/** A changelog is about those whose names or last releases it has; one without any release yet is about all. */
export function isAbout(headings: readonly VersionHeading[], { base, decision }: Released, count: number): boolean {
  if (headings.length === 0 || count === 1 || base.latest === undefined) return true;
  const name = nameIn(base.prefix);
  const last = base.latest.version;
  return headings.some(({ prefix, version }) => {
    const found = nameIn(prefix);
    return found === '' ? version === last || version === decision.to : found === name;
  });
}
