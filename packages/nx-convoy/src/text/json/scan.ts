import type { StringRange, Visitor } from '../visitor.ts';

export interface JsonString extends StringRange {
  /** Escapes resolved. */
  readonly text: string;
}

/**
 * One pass over a JSON document, with comments and trailing commas or without. It is known to be valid (a parser has read it) and not to
 * nest endlessly, so values are skipped, not checked.
 */
export function scanJson(text: string, { place, string }: Visitor<JsonString>): void {
  const path: (string | number)[] = [];
  const lines: number[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  readValue();

  function readValue(): void {
    skipBlank();
    const char = text[at];
    if (char === '{') readList('}');
    else if (char === '[') readList(']');
    else if (char === '"') {
      const start = at + 1;
      const raw = rawString();
      string?.(path, lines, { start, end: at - 1, text: meaning(raw) });
    } else {
      plain.lastIndex = at;
      at += plain.exec(text)?.[0].length ?? 0;
    }
  }

  function readList(close: string): void {
    at += 1;
    for (let index = 0; at < text.length; index++) {
      skipBlank();
      if (at >= text.length || text[at] === close) break;
      const start = at;
      lines.push(line);
      path.push(close === '}' ? meaning(rawString()) : index);
      place?.(path, line);
      if (close === '}') {
        skipBlank();
        at += 1; // :
      }
      readValue();
      path.pop();
      lines.pop();
      skipBlank();
      if (text[at] === ',') at += 1;
      if (at === start) at += 1; // Never stand still, whatever the text holds.
    }
    at += 1;
  }

  /** With its quotes. */
  function rawString(): string {
    const start = at;
    at += 1;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at += 1;
    return text.slice(start, at);
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

const plain = /[^\s,\]}]*/y;

const meaning = (raw: string): string => (raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1));
