import { scanJson } from '../json/scan.ts';
import { holdsQuoted, type Value } from './value.ts';

/** Every string of a JSON document, with comments and trailing commas or without. The document is known to be valid. */
export function jsonValues(text: string): readonly Value[] {
  const values: Value[] = [];
  scanJson(text, {
    string(path, lines, { start, end, text: means }) {
      values.push({ path: [...path], lines: [...lines], start, end, text: means, holds: holdsQuoted });
    },
  });
  return values;
}
