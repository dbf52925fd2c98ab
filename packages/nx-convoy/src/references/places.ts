import type { PlannedEdit } from '../model/plan.ts';
import { ok } from '../model/problem.ts';
import { isFormatted } from '../text/splice/formats.ts';
import { locateEdits, occurrences } from '../text/splice/locate.ts';
import type { Restated } from './moved.ts';

interface Row {
  readonly line: number;
  readonly start: number;
  readonly text: string;
}

/**
 * What is restated, as a plan says it: line, before and after. A value that stands in its line once is told as it is; else as much
 * around it as tells it from the others.
 */
export function plannedEdits(file: string, text: string, restated: readonly Restated[]): readonly PlannedEdit[] {
  const byRow = new Map<number, { row: Row; items: Restated[] }>();
  for (const item of distinct(restated)) {
    const start = text.lastIndexOf('\n', item.start - 1) + 1;
    const end = text.indexOf('\n', item.start);
    const known = byRow.get(start);
    if (known !== undefined) known.items.push(item);
    else {
      const row = {
        start,
        line: text.slice(0, start).split('\n').length,
        text: text.slice(start, end < 0 ? text.length : end),
      };
      byRow.set(start, { row, items: [item] });
    }
  }
  return [...byRow.values()].flatMap(({ row, items }) => editsOf(file, row, items).map((edit) => located(edit, text)));
}

/** The same place may be found in two ways; where they differ, or overlap, the first counts. */
function distinct(restated: readonly Restated[]): readonly Restated[] {
  const found: Restated[] = [];
  for (const item of [...restated].sort((a, b) => a.start - b.start || b.end - a.end))
    if (item.start >= (found.at(-1)?.end ?? 0)) found.push(item);
  return found;
}

function editsOf(file: string, row: Row, items: readonly Restated[]): readonly PlannedEdit[] {
  const single = items.map((item) => spansAround(row, item).find((span) => isAlone(row, span, item, items)));
  if (single.every((span) => span !== undefined))
    return single.map((span, at) => edit(file, row, span, items.slice(at, at + 1)));
  // They cannot be told apart by what stands around them: the row is said as a whole.
  const lead = row.text.length - row.text.trimStart().length;
  return [edit(file, row, { start: row.start + lead, end: row.start + row.text.trimEnd().length }, items)];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The value, then with more and more around it: up to what no version goes on with, then up to the next blanks. */
const spansAround = (row: Row, { start, end }: Restated): readonly Span[] =>
  [/[\w.+-]/, /[^\s"'`()<>[\]{}]/, /\S/].map((goesOn) => {
    let [from, to] = [start - row.start, end - row.start];
    while (from > 0 && goesOn.test(row.text.charAt(from - 1))) from -= 1;
    while (to < row.text.length && goesOn.test(row.text.charAt(to))) to += 1;
    const sentence = /(?<=\w)\.+$/.exec(row.text.slice(from, to))?.[0].length ?? 0;
    return { start: row.start + from, end: Math.max(end, row.start + to - sentence) };
  });

const isAlone = (row: Row, span: Span, item: Restated, items: readonly Restated[]): boolean =>
  occurrences(row.text, row.text.slice(span.start - row.start, span.end - row.start)).length === 1 &&
  items.every((other) => other === item || other.end <= span.start || other.start >= span.end);

function edit(file: string, row: Row, { start, end }: Span, items: readonly Restated[]): PlannedEdit {
  let after = '';
  let done = start;
  for (const item of items) {
    after += row.text.slice(done - row.start, item.start - row.start) + item.after;
    done = item.end;
  }
  return {
    file,
    line: row.line,
    before: row.text.slice(start - row.start, end - row.start),
    after: after + row.text.slice(done - row.start, end - row.start),
    why: [...new Set(items.map(({ why }) => why))].join(', '),
  };
}

/** In a file with a format of its own a version may stand where it has no values: in a comment, in a template. */
function located(edit: PlannedEdit, text: string): PlannedEdit {
  if (!isFormatted(edit.file)) return edit;
  const found = locateEdits({ files: [edit.file], text: () => ok(text) }, [edit]);
  return found.ok ? edit : { ...edit, isText: true };
}
