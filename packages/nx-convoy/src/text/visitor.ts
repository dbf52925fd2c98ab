/**
 * What a reader of a document's places is told by its format's scanner, in reading order. Paths and lines are the scanner's own: whoever
 * keeps them, copies.
 */
export interface Visitor<Range extends StringRange> {
  /** A table's header, a key, an array's element; a dotted key once for each of its parts. */
  readonly place?: (path: readonly (string | number)[], line: number) => void;
  /** A string, with the range between its quotes, and the line on which each part of the path stands. */
  readonly string?: (path: readonly (string | number)[], lines: readonly number[], range: Range) => void;
}

export interface StringRange {
  readonly start: number;
  readonly end: number;
}
