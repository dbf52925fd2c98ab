/** Rows as columns: each as wide as its widest cell; the last one takes what is left of the line and is cut to fit. */
export function columns(rows: readonly (readonly string[])[], width: number | undefined, indent = '  '): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, cell.length)));
  const lines = rows.map((row) => {
    const cells = row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)));
    return cut(`${indent}${cells.join('  ')}`.trimEnd(), width);
  });
  return lines.map((line) => `${line}\n`).join('');
}

const cut = (line: string, width: number | undefined): string =>
  width === undefined || line.length <= width ? line : `${line.slice(0, Math.max(width - 1, 1))}…`;

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;
