import type { Snapshot } from '../../model/snapshot.ts';
import { headingsOf, hiddenLines } from '../../text/markdown/headings.ts';
import { linesOf, trimmed } from '../../text/markdown/lines.ts';

/** What people wrote for one release: a title, a sentence that sums it up, and sections. */
export interface Draft {
  readonly file: string;
  readonly title?: string;
  readonly summary?: string;
  /** What else stands before the first section. */
  readonly lead: readonly string[];
  readonly sections: readonly DraftSection[];
}

export interface DraftSection {
  readonly title: string;
  readonly lines: readonly string[];
}

export const usualFolder = 'docs/releases';

export const draftFile = (tag: string, folder = usualFolder): string => `${folder.replace(/\/+$/, '')}/${tag}.md`;

/** The lines of a draft as it is committed; undefined where there is none. */
export function draftLines(file: string, repo: Snapshot): readonly string[] | undefined {
  const text = repo.text(file);
  return text?.ok === true ? linesOf(text.value.replace(/^\uFEFF/, '')).lines : undefined;
}

export function readDraft(file: string, lines: readonly string[]): Draft {
  const headings = headingsOf(lines);
  const [first] = headings;
  // The only heading of the first level is a title; one of many is a section.
  const isTitled = first?.level === 1 && headings.filter(({ level }) => level === 1).length === 1;
  const rest = isTitled ? headings.slice(1) : headings;
  const top = Math.min(...rest.map(({ level }) => level));
  const starts = rest.filter(({ level }) => level === top);
  const opening = lines.slice(isTitled ? first.end : 0, starts[0]?.line ?? lines.length);
  const { summary, lead } = sumUp(opening);
  return {
    file,
    ...(isTitled ? { title: first.title } : {}),
    ...(summary === undefined ? {} : { summary }),
    lead,
    sections: starts.map(({ title, end }, at) => ({
      title,
      lines: trimmed(lines.slice(end, starts[at + 1]?.line ?? lines.length)),
    })),
  };
}

/** The first paragraph; a list, a quotation or a table is none. */
function sumUp(lines: readonly string[]): { summary?: string; lead: readonly string[] } {
  const hidden = hiddenLines(lines);
  const shown = trimmed(lines.filter((line, at) => hidden[at] !== true || /^\s*[`~]/.test(line)));
  const end = shown.findIndex((line) => line.trim() === '');
  const paragraph = end < 0 ? shown : shown.slice(0, end);
  const isProse =
    paragraph.length > 0 &&
    paragraph.every((line) => !/^\s*([-*+>|`~]|\d+[.)]\s)/.test(line) || /^\s*[*`]\S/.test(line));
  if (!isProse) return { lead: shown };
  return { summary: paragraph.map((line) => line.trim()).join(' '), lead: end < 0 ? [] : trimmed(shown.slice(end)) };
}
