import type { Splice } from '../../model/plan.ts';
import { linesOf } from './lines.ts';

/**
 * What has to change in a text so that its lines become others: one piece before `cut` and one behind it, each without the equal
 * lines around it. What stays keeps its line ends, whatever they are.
 */
export function difference(text: string, cut: number, before: readonly string[], behind: readonly string[]): Splice[] {
  const { eol } = linesOf(text);
  const raw = text.split('\n');
  const pieces = [
    piece(raw.slice(0, cut), before, { eol, offset: 0, isEnd: cut >= raw.length }),
    piece(raw.slice(cut), behind, { eol, offset: cut, isEnd: true }),
  ];
  return pieces.filter((found) => found !== undefined);
}

interface Frame {
  readonly eol: string;
  readonly offset: number;
  /** Nothing follows the last line, not even what would end it. */
  readonly isEnd: boolean;
}

function piece(raw: readonly string[], after: readonly string[], { eol, offset, isEnd }: Frame): Splice | undefined {
  const old = raw.map((line) => line.replace(/\r$/, ''));
  if (old.length === after.length && old.every((line, at) => line === after[at])) return undefined;
  // The last line of a text has no end, so it is like no other line but a last one.
  const shortest = Math.min(old.length, after.length) - (isEnd ? 1 : 0);
  let head = 0;
  while (head < shortest && old[head] === after[head]) head += 1;
  const most = Math.min(old.length, after.length) - head;
  let tail = 0;
  while (tail < most && old.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const joined = (lines: readonly string[], end: string): string => {
    const kept = lines.slice(head, lines.length - tail);
    return kept.map((line, at) => (isEnd && tail === 0 && at === kept.length - 1 ? line : line + end)).join('');
  };
  return { line: offset + head + 1, before: joined(raw, '\n'), after: joined(after, eol) };
}
