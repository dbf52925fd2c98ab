import type { Heading } from '../../text/markdown/headings.ts';
import { kindOf, kinds, titles, type Kind } from './kinds.ts';

/** How the sections of a file are written, so that new ones look like the old ones. */
export interface Manner {
  readonly bullet: string;
  /** The level of its sections; releases may stand at several. */
  readonly level: number;
  /** One list per release, without sections. */
  readonly isFlat: boolean;
  /** No blank line below the heading of a release. */
  readonly isTight: boolean;
  readonly titles: Readonly<Record<Kind, string>>;
}

/** Reads the newest releases only: a file's manner changes over the years. */
const newest = 12;

export function mannerOf(lines: readonly string[], headings: readonly Heading[], releases: readonly Heading[]): Manner {
  const ranges = releases.slice(0, newest).map((release) => {
    const at = headings.indexOf(release);
    const behind = headings.slice(at + 1);
    const end = behind.findIndex((heading) => releases.includes(heading) || heading.level <= release.level);
    const sections = end < 0 ? behind : behind.slice(0, end);
    const last = end < 0 ? lines.length : (behind[end]?.line ?? lines.length);
    return { release, sections, lines: lines.slice(release.end, last) };
  });
  const bullets = ranges.flatMap((range) => range.lines.map((line) => /^([-*+])\s/.exec(line)?.[1] ?? ''));
  const sectioned = ranges.find(({ sections }) => sections.length > 0);
  const listed = ranges.filter((range) => range.lines.some((line) => /^[-*+]\s/.test(line)));
  return {
    bullet: bullets.find((mark) => mark !== '') ?? '-',
    level: sectioned?.sections[0]?.level ?? (releases[0]?.level ?? 2) + 1,
    isFlat: listed.length > 0 && listed.every(({ sections }) => sections.length === 0),
    isTight: listed.length > 0 && listed.every((range) => (range.lines[0] ?? '').trim() !== ''),
    titles: { ...titles, ...titlesIn(ranges.flatMap(({ sections }) => sections)) },
  };
}

function titlesIn(sections: readonly Heading[]): Partial<Record<Kind, string>> {
  const found: Partial<Record<Kind, string>> = {};
  for (const { title } of sections) {
    const kind = kindOf(title);
    if (kind !== undefined && kinds.includes(kind)) found[kind] ??= title;
  }
  return found;
}
