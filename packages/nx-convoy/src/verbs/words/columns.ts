import { fit, printable, widthOf } from './width.ts';

export interface Look {
  readonly indent?: string;
  /** Dresses a cell, by its place; it must not change its width. */
  readonly dress?: (cell: string, row: number, column: number) => string;
}

/** Rows as columns: each as wide as its widest cell; the last one takes what is left of the line and is cut to fit. */
export function columns(
  rows: readonly (readonly string[])[],
  width: number | undefined,
  { indent = '  ', dress = (cell) => cell }: Look = {},
): string {
  const shown = rows.map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of shown) row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, widthOf(cell))));
  return shown.map((row, number) => `${line(row, number)}\n`).join('');

  function line(row: readonly string[], number: number): string {
    const last = row.findLastIndex((cell) => cell !== '');
    let left = width === undefined ? Infinity : width - indent.length;
    const cells = row.slice(0, last + 1).flatMap((cell, at) => {
      if (left <= 0) return [];
      const text = fit(cell, left);
      const gap = at === last ? 0 : (widths[at] ?? 0) - widthOf(text);
      left -= widthOf(text) + gap + 2;
      return [dress(text, number, at) + ' '.repeat(Math.max(0, gap))];
    });
    return cells.length === 0 ? '' : (indent + cells.join('  ')).trimEnd();
  }
}

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;
