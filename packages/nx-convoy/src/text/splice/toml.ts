import { meaning, scanToml } from '../toml/scan.ts';
import { holdsQuoted, type Value } from './value.ts';

/** Every string of a TOML document, which is known to be valid. */
export function tomlValues(text: string): readonly Value[] {
  const values: Value[] = [];
  scanToml(text, {
    string(path, lines, { start, end, isLiteral }) {
      const means = meaning(text.slice(start, end), isLiteral);
      values.push({ path: [...path], lines: [...lines], start, end, text: means, holds: holdsQuoted });
    },
  });
  return values;
}
