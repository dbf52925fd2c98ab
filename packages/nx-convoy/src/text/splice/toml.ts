import { holdsQuoted, type Value } from './value.ts';

type Path = readonly (string | number)[];

/**
 * Every string of a TOML document, by one pass over the text. The document is known to be valid (a parser has read it), so what is no
 * string is skipped, not checked: that is many times faster than a parser that keeps ranges, and tests hold it against one.
 */
export function tomlValues(text: string): readonly Value[] {
  const values: Value[] = [];
  const counts = new Map<string, number>();
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  let header: Base = { path: [], lines: [] };
  skipBlank();
  while (at < text.length) {
    if (text[at] === '[') readHeader();
    else readPair(header);
    skipBlank();
  }
  return values;

  function readHeader(): void {
    const isList = text[at + 1] === '[';
    at += isList ? 2 : 1;
    const path = indexed(readKey(), isList);
    at = text.indexOf(']', at) + (isList ? 2 : 1);
    header = { path, lines: path.map(() => line) };
  }

  /** `[[bin]]` opens element n of bin; `[bin.x]` belongs to its last element. */
  function indexed(keys: readonly string[], isList: boolean): Path {
    const path: (string | number)[] = [];
    keys.forEach((key, index) => {
      path.push(key);
      const name = JSON.stringify(path);
      if (isList && index === keys.length - 1) counts.set(name, (counts.get(name) ?? -1) + 1);
      const count = counts.get(name);
      if (count !== undefined) path.push(count);
    });
    return path;
  }

  function readPair({ path, lines }: Base): void {
    const [start, begin] = [at, line];
    const keys = readKey();
    skipSpace();
    at += 1; // =
    skipSpace();
    readValue({ path: [...path, ...keys], lines: [...lines, ...keys.map(() => begin)] });
    if (at === start) at += 1; // Never stand still, whatever the text holds.
  }

  function readKey(): readonly string[] {
    const keys: string[] = [];
    for (;;) {
      skipSpace();
      keys.push(readKeyPart());
      skipSpace();
      if (text[at] !== '.') return keys;
      at += 1;
    }
  }

  function readKeyPart(): string {
    if (text[at] === '"' || text[at] === "'") {
      const { start, end, isLiteral } = readString();
      return meaning(text.slice(start, end), isLiteral);
    }
    bare.lastIndex = at;
    const found = bare.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  }

  function readValue(base: Base): void {
    const char = text[at];
    if (char === '"' || char === "'") {
      const { start, end, isLiteral } = readString();
      values.push({ ...base, start, end, text: meaning(text.slice(start, end), isLiteral), holds: holdsQuoted });
    } else if (char === '[') readArray(base);
    else if (char === '{') readInline(base);
    else while (at < text.length && !',]}\n#'.includes(text.charAt(at))) at += 1;
  }

  function readArray({ path, lines }: Base): void {
    at += 1;
    for (let index = 0; ; index++) {
      skipBlank();
      if (at >= text.length || text[at] === ']') break;
      readValue({ path: [...path, index], lines: [...lines, line] });
      skipBlank();
      if (text[at] !== ',') break;
      at += 1;
    }
    at += 1;
  }

  function readInline(base: Base): void {
    at += 1;
    for (;;) {
      skipBlank();
      if (at >= text.length || text[at] === '}') break;
      readPair(base);
      skipBlank();
      if (text[at] !== ',') break;
      at += 1;
    }
    at += 1;
  }

  /** Passes over a string and gives the range between its quotes. */
  function readString(): { start: number; end: number; isLiteral: boolean } {
    const quote = text.charAt(at);
    const isLong = text.startsWith(quote.repeat(3), at);
    const marks = isLong ? quote.repeat(3) : quote;
    const start = at + marks.length;
    at = start;
    for (;;) {
      const close = text.indexOf(marks, at);
      const escaped = quote === '"' ? text.slice(at, close < 0 ? text.length : close).indexOf('\\') : -1;
      const stop = escaped >= 0 ? at + escaped + 2 : close < 0 ? text.length : close;
      if (isLong) line += linesIn(text, at, stop);
      at = stop;
      if (escaped < 0) break;
    }
    while (isLong && text[at + 3] === quote) at += 1; // """a"""" may end in quotes of its own
    const end = at;
    at += marks.length;
    return { start, end, isLiteral: quote === "'" };
  }

  function skipSpace(): void {
    while (text[at] === ' ' || text[at] === '\t') at += 1;
  }

  function skipBlank(): void {
    for (; at < text.length; at++) {
      let code = text.charCodeAt(at);
      if (code === 35) {
        const end = text.indexOf('\n', at);
        at = end < 0 ? text.length : end;
        code = 10;
        if (end < 0) return;
      }
      if (code === 10) line += 1;
      else if (code !== 32 && code !== 9 && code !== 13) return;
    }
  }
}

const bare = /[\w-]+/y;

function linesIn(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

interface Base {
  readonly path: Path;
  readonly lines: readonly number[];
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  e: '\u001B',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const escape = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|[ \t]*\r?\n\s*|(.))/gs;

/** Escapes resolved; a backslash at the end of a line takes the blanks that follow. */
function meaning(raw: string, isLiteral: boolean): string {
  if (isLiteral || !raw.includes('\\')) return raw;
  return raw.replaceAll(escape, (_, short?: string, long?: string, byte?: string, char?: string) => {
    const code = short ?? long ?? byte;
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
    return char === undefined ? '' : (escapes[char] ?? char);
  });
}
