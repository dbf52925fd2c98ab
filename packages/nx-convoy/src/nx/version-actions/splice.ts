/** One value of a text: the line it stands on, counted from 1, what it is and what it becomes. */
export interface Splice {
  readonly file: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/**
 * Replaces one value and leaves every other byte as it is. A value that stands on its line more than once, or no more, is refused: to
 * guess would be to write a wrong version somewhere.
 */
export function splice(text: string, { file, line, before, after }: Splice): string {
  const start = startOf(text, line);
  const end = text.indexOf('\n', start);
  const found = start < 0 ? [] : occurrences(text.slice(start, end < 0 ? text.length : end), before);
  const [at] = found;
  if (at === undefined) throw new Error(notThere(file, line, before));
  if (found.length > 1) throw new Error(ambiguous(file, line, before, found.length));
  return text.slice(0, start + at) + after + text.slice(start + at + before.length);
}

function startOf(text: string, line: number): number {
  let start = 0;
  for (let count = 1; count < line; count++) {
    start = text.indexOf('\n', start) + 1;
    if (start === 0) return -1;
  }
  return start;
}

/** Whole values only: 1.0 is not found in 1.0.1, nor in core-1.0. */
function occurrences(line: string, value: string): readonly number[] {
  const found: number[] = [];
  if (value === '') return found;
  for (let at = line.indexOf(value); at >= 0; at = line.indexOf(value, at + 1)) {
    const [before = '', after = ''] = [line[at - 1], line[at + value.length]];
    const goesOn = (inside = '', outside: string): boolean => /[\w.+-]/.test(inside) && /[\w.+-]/.test(outside);
    if (!goesOn(value[0], before) && !goesOn(value.at(-1), after)) found.push(at);
  }
  return found;
}

const notThere = (file: string, line: number, value: string): string =>
  `${file}:${line} does not hold "${value}" any more; nothing was written there.\n\nSomething else changed the file while versions were written, such as a preVersionCommand or another plugin's versionActions. Let one of them write it.`;

const ambiguous = (file: string, line: number, value: string, times: number): string =>
  `${file}:${line} holds "${value}" ${times} times; which one is the version cannot be told.\n\nWrite one value on each line of ${file}.`;
