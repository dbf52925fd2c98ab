import type { StringRange, Visitor } from '../visitor.ts';

export interface TomlString extends StringRange {
  /** Between single quotes nothing is escaped. */
  readonly isLiteral: boolean;
}

/**
 * One pass over a TOML document. It is known to be valid (a parser has read it), so what is no string is skipped, not checked: that is
 * many times faster than a parser that keeps ranges, and tests hold it against one.
 */
export function scanToml(text: string, { place, string }: Visitor<TomlString>): void {
  const counts = new Map<string, number>();
  const path: (string | number)[] = [];
  const lines: number[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  skipBlank();
  while (at < text.length) {
    if (text[at] === '[') readHeader();
    else readPair();
    skipBlank();
  }

  function push(part: string | number): void {
    path.push(part);
    lines.push(line);
  }

  function cut(length: number): void {
    path.length = length;
    lines.length = length;
  }

  function readHeader(): void {
    cut(0);
    const isList = text[at + 1] === '[';
    at += isList ? 2 : 1;
    pushIndexed(readKey(), isList);
    at = text.indexOf(']', at) + (isList ? 2 : 1);
    place?.(path, line);
  }

  /** `[[bin]]` opens element n of bin; `[bin.x]` belongs to its last element. */
  function pushIndexed(keys: readonly string[], isList: boolean): void {
    keys.forEach((key, index) => {
      push(key);
      const name = path.join('\n');
      if (isList && index === keys.length - 1) counts.set(name, (counts.get(name) ?? -1) + 1);
      const count = counts.get(name);
      if (count !== undefined) push(count);
    });
  }

  /** Leaves the path as it was. */
  function readPair(): void {
    const [start, depth] = [at, path.length];
    for (const key of readKey()) {
      push(key);
      place?.(path, line);
    }
    skipSpace();
    at += 1; // =
    skipSpace();
    readValue();
    cut(depth);
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

  function readValue(): void {
    const char = text[at];
    if (char === '"' || char === "'") {
      const range = readString();
      string?.(path, lines, range);
    } else if (char === '[') readArray();
    else if (char === '{') readInline();
    else {
      plain.lastIndex = at;
      at += plain.exec(text)?.[0].length ?? 0;
    }
  }

  function readArray(): void {
    const depth = path.length;
    at += 1;
    for (let index = 0; ; index++) {
      skipBlank();
      if (at >= text.length || text[at] === ']') break;
      push(index);
      place?.(path, line);
      readValue();
      cut(depth);
      skipBlank();
      if (text[at] !== ',') break;
      at += 1;
    }
    at += 1;
  }

  function readInline(): void {
    at += 1;
    for (;;) {
      skipBlank();
      if (at >= text.length || text[at] === '}') break;
      readPair();
      skipBlank();
      if (text[at] !== ',') break;
      at += 1;
    }
    at += 1;
  }

  /** Passes over a string and gives the range between its quotes. */
  function readString(): TomlString {
    const quote = text.charAt(at);
    const isLong = text.startsWith(quote.repeat(3), at);
    const marks = isLong ? quote.repeat(3) : quote;
    const start = at + marks.length;
    at = start;
    for (;;) {
      const close = text.indexOf(marks, at);
      const stopped = close < 0 ? text.length : close;
      const escaped = quote === '"' ? text.slice(at, stopped).indexOf('\\') : -1;
      const stop = escaped >= 0 ? at + escaped + 2 : stopped;
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
const plain = /[^,\]}\n#]*/y;

function linesIn(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
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
export function meaning(raw: string, isLiteral: boolean): string {
  if (isLiteral || !raw.includes('\\')) return raw;
  return raw.replaceAll(escape, (_, short?: string, long?: string, byte?: string, char?: string) => {
    const code = short ?? long ?? byte;
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
    return char === undefined ? '' : (escapes[char] ?? char);
  });
}
