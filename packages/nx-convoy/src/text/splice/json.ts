import { holdsQuoted, type Value } from './value.ts';

/** Every string of a JSON document, with comments and trailing commas or without. The document is known to be valid. */
export function jsonValues(text: string): readonly Value[] {
  const values: Value[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  readValue([], []);
  return values;

  function readValue(path: readonly (string | number)[], lines: readonly number[]): void {
    skipBlank();
    const char = text[at];
    if (char === '{') readList(path, lines, '}');
    else if (char === '[') readList(path, lines, ']');
    else if (char === '"') {
      const start = at + 1;
      const value = readString();
      values.push({ path, lines, start, end: at - 1, text: value, holds: holdsQuoted });
    } else while (at < text.length && !/[\s,\]}]/.test(text.charAt(at))) at += 1;
  }

  function readList(path: readonly (string | number)[], lines: readonly number[], close: string): void {
    at += 1;
    for (let index = 0; at < text.length; index++) {
      skipBlank();
      if (at >= text.length || text[at] === close) break;
      const below = [...lines, line];
      const start = at;
      const key = close === '}' ? readString() : index;
      if (close === '}') {
        skipBlank();
        at += 1; // :
      }
      readValue([...path, key], below);
      skipBlank();
      if (text[at] === ',') at += 1;
      if (at === start) at += 1; // Never stand still, whatever the text holds.
    }
    at += 1;
  }

  function readString(): string {
    const start = at;
    at += 1;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at += 1;
    const raw = text.slice(start, at);
    return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);
  }

  function skipBlank(): void {
    for (; at < text.length; at++) {
      const char = text[at];
      if (char === '\n') line += 1;
      else if (char === '/' && text[at + 1] === '/') skipTo('\n', 0);
      else if (char === '/' && text[at + 1] === '*') skipTo('*/', 2);
      else if (char !== ' ' && char !== '\t' && char !== '\r') return;
    }
  }

  /** Leaves `at` on the last character that is passed over. */
  function skipTo(end: string, width: number): void {
    const found = text.indexOf(end, at + 2);
    const stop = found < 0 ? text.length : found + width;
    for (let next = text.indexOf('\n', at); next >= 0 && next < stop; next = text.indexOf('\n', next + 1)) line += 1;
    at = stop - 1;
  }
}
