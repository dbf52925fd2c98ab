/** A value of a document with the range of what it holds: the text between the quotes, where it has any. */
export interface Value {
  /** The keys that lead to it. */
  readonly path: readonly (string | number)[];
  readonly start: number;
  readonly end: number;
  /** What it means, escapes resolved. */
  readonly text: string;
  /** Where each part of the path is written, outermost first; lines count from 1. */
  readonly lines: readonly number[];
  /** Whether it would mean that text, and nothing else, if it stood there as it is. */
  holds(text: string): boolean;
}

/** Inside of quotes: no quote, no escape and no line break means that nothing can be misread. */
export const holdsQuoted = (text: string): boolean => /^[^"'\\\p{Cc}]*$/u.test(text);

/** The line of an offset, by one pass for as many as are asked in rising order. */
export function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
