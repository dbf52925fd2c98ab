import { headingsOf } from '../../text/markdown/headings.ts';
import { trimmed } from '../../text/markdown/lines.ts';
import type { Entry, Item, Section } from './entry.ts';
import { kindOf, plainTitle } from './kinds.ts';
import type { Manner } from './manner.ts';
import { told, type Told } from './same.ts';

/**
 * What people wrote for a release, with what the commits tell joined to it. No line of theirs is lost or moved away from its section,
 * and what they tell already is not told twice; so a second time changes nothing.
 */
export function mergeSections(
  written: readonly string[],
  entry: Entry,
  level: number,
  manner: Manner,
): readonly string[] {
  const own = trimmed(written);
  const known = told(own);
  const fresh = own.length === 0 ? entry.sections : untold(entry.sections, known);
  if (own.length > 0 && fresh.length === 0) return own;
  if (fresh.length === 0) return entry.otherwise === undefined ? [] : [entry.otherwise];
  if (manner.isFlat && headingsOf(own).length === 0) return joined(own, flat(fresh, known), manner);
  const blocks = blocksOf(own);
  let isFirst = true;
  for (const section of fresh) {
    const at = blocks.findIndex(({ title }) => title !== undefined && isSame(title, section));
    const block = blocks[at];
    if (block !== undefined) {
      blocks[at] = {
        ...block,
        lines: [...block.lines.slice(0, 1), ...appended(block.lines.slice(1), section.items, manner)],
      };
      continue;
    }
    const title = section.kind === undefined || section.isTitleSaid ? section.title : manner.titles[section.kind];
    const heading = `${'#'.repeat(Math.min(6, levelIn(own, level, manner)))} ${title}`;
    const made = { title, lines: [heading, '', ...bulletsOf(section.items, manner)] };
    // A breaking change comes before all else that has a heading.
    if (section.kind === 'breaking' && isFirst) blocks.splice(blocks[0]?.title === undefined ? 1 : 0, 0, made);
    else blocks.push(made);
    isFirst = false;
  }
  return blocks.filter(({ lines }) => lines.length > 0).flatMap(({ lines }, at) => (at === 0 ? lines : ['', ...lines]));
}

const untold = (sections: readonly Section[], known: Told): readonly Section[] =>
  sections
    .map((section) => ({ ...section, items: section.items.filter((item) => !known.has(item)) }))
    .filter(({ items }) => items.length > 0);

interface Block {
  /** Absent for what stands before the first heading. */
  readonly title?: string;
  /** The heading first; no blank lines at either end. */
  readonly lines: readonly string[];
}

/** The text before the first heading, then each of the topmost headings with all below it. */
function blocksOf(lines: readonly string[]): Block[] {
  const headings = headingsOf(lines);
  const top = Math.min(...headings.map(({ level }) => level));
  const starts = headings.filter(({ level }) => level === top);
  const blocks: Block[] = [{ lines: trimmed(lines.slice(0, starts[0]?.line ?? lines.length)) }];
  starts.forEach(({ line, title }, at) => {
    blocks.push({ title, lines: trimmed(lines.slice(line, starts[at + 1]?.line ?? lines.length)) });
  });
  return blocks;
}

function isSame(title: string, { kind, title: own }: Section): boolean {
  const found = kindOf(title);
  return plainTitle(title) === plainTitle(own) || (kind !== undefined && found === kind);
}

/** As deep as the sections that are there, and deeper than the release in any case. */
const levelIn = (own: readonly string[], level: number, manner: Manner): number => {
  const levels = headingsOf(own).map((heading) => heading.level);
  return Math.max(level + 1, levels.length === 0 ? manner.level : Math.min(...levels));
};

/** Behind the last bullet of a section, before the headings that stand inside of it. */
function appended(lines: readonly string[], items: readonly Item[], manner: Manner): readonly string[] {
  const inner = headingsOf(lines)[0]?.line ?? lines.length;
  const list = trimmed(lines.slice(0, inner));
  const mark = list.map((line) => /^ {0,3}([-*+])\s/.exec(line)?.[1]).find((found) => found !== undefined);
  const dress = mark === undefined ? manner : { ...manner, bullet: mark };
  const lead = lines.slice(
    0,
    Math.max(
      0,
      lines.slice(0, inner).findIndex((line) => line.trim() !== ''),
    ),
  );
  const rest = lines.slice(inner);
  const gap = list.length === 0 && lead.length === 0 ? [''] : lead;
  return [...gap, ...joined(list, items, dress), ...(rest.length === 0 ? [] : ['', ...rest])];
}

/** A bullet joins a list without a gap, and anything else with one. */
function joined(own: readonly string[], items: readonly Item[], manner: Manner): readonly string[] {
  if (items.length === 0) return own;
  const isList = own.length === 0 || /^\s*[-*+]\s|^\s+\S/.test(own.at(-1) ?? '');
  return [...own, ...(isList ? [] : ['']), ...bulletsOf(items, manner)];
}

function bulletsOf(items: readonly Item[], { bullet }: Manner): readonly string[] {
  const lines: string[] = [];
  for (const { text, more } of items) {
    lines.push(`${bullet} ${text}`);
    for (const line of more) lines.push(line === '' ? '' : `  ${line}`);
  }
  return lines;
}

/** Without headings, only what breaks still says so. */
function flat(sections: readonly Section[], known: Told): readonly Item[] {
  return sections
    .flatMap(({ kind, items }) =>
      kind === 'breaking' ? items.map((item) => ({ ...item, text: `**Breaking:** ${item.text}` })) : items,
    )
    .filter((item) => !known.has(item));
}
