/**
 * Where each key and array element of a TOML document stands, by one pass over the text. The document is known to be valid
 * (the parser has read it), so this only has to skip values, not to check them. It is several times faster than a parser
 * that keeps ranges, which is used only where something is edited.
 */
export type Places = ReadonlyMap<string, number>;

/** Path parts in one string; no TOML key holds a line break unescaped, so this cannot clash. */
export const placeKey = (path: readonly (string | number)[]): string => path.join('\n');

export function scanPlaces(text: string): Places {
  const places = new Map<string, number>();
  const tables = new Map<string, number>();
  let at = 0;
  let line = 1;
  let header: string[] = [];

  while (at < text.length) {
    skipBlank();
    if (at >= text.length) break;
    if (text[at] === '[') readHeader();
    else readPair(header);
  }
  return places;

  function note(path: readonly (string | number)[]): void {
    const key = placeKey(path);
    if (!places.has(key)) places.set(key, line);
  }

  function readHeader(): void {
    const list = text[at + 1] === '[';
    at += list ? 2 : 1;
    const keys = readKey();
    at = text.indexOf(']', at) + (list ? 2 : 1);
    header = indexed(keys, list);
    note(header);
  }

  /** `[[bin]]` opens element n of bin; `[bin.x]` belongs to its last element. */
  function indexed(keys: readonly string[], list: boolean): string[] {
    const path: string[] = [];
    keys.forEach((key, index) => {
      path.push(key);
      const name = placeKey(path);
      const last = index === keys.length - 1;
      if (last && list) tables.set(name, (tables.get(name) ?? -1) + 1);
      const count = tables.get(name);
      if (count !== undefined) path.push(String(count));
    });
    return path;
  }

  function readPair(base: readonly string[]): void {
    const start = at;
    const path = [...base, ...readKey()];
    for (let length = base.length + 1; length <= path.length; length++) note(path.slice(0, length));
    skipSpace();
    at += 1; // =
    skipSpace();
    readValue(path);
    if (at === start) at += 1; // Never stand still, whatever the text holds.
  }

  function readKey(): string[] {
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
    const quote = text[at];
    if (quote === '"' || quote === "'") {
      const start = at + 1;
      skipString(quote);
      const raw = text.slice(start, at - 1);
      return quote === '"' && raw.includes('\\') ? unescape(raw) : raw;
    }
    const start = at;
    while (at < text.length && /[\w-]/.test(text.charAt(at))) at += 1;
    return text.slice(start, at);
  }

  function readValue(path: readonly string[]): void {
    const char = text[at];
    if (char === '"' || char === "'") skipString(char);
    else if (char === '[') readArray(path);
    else if (char === '{') readInline(path);
    else while (at < text.length && !',]}\n#'.includes(text.charAt(at))) at += 1;
  }

  function readArray(path: readonly string[]): void {
    at += 1;
    for (let index = 0; ; index++) {
      skipBlank();
      if (at >= text.length || text[at] === ']') break;
      const element = [...path, String(index)];
      note(element);
      readValue(element);
      skipBlank();
      if (text[at] !== ',') break;
      at += 1;
    }
    if (text[at] === ']') at += 1;
  }

  function readInline(path: readonly string[]): void {
    at += 1;
    for (;;) {
      skipBlank();
      if (at >= text.length || text[at] === '}') break;
      readPair(path);
      skipBlank();
      if (text[at] !== ',') break;
      at += 1;
    }
    if (text[at] === '}') at += 1;
  }

  function skipString(quote: string): void {
    const triple = quote.repeat(3);
    const long = text.startsWith(triple, at);
    at += long ? 3 : 1;
    while (at < text.length) {
      const char = text[at];
      if (char === '\n') line += 1;
      if (char === '\\' && quote === '"') {
        if (text[at + 1] === '\n') line += 1;
        at += 2;
      } else if (long ? text.startsWith(triple, at) : char === quote) {
        at += long ? 3 : 1;
        while (long && text[at] === quote) at += 1; // """a"""" may end in quotes of its own
        return;
      } else at += 1;
    }
  }

  function skipSpace(): void {
    while (text[at] === ' ' || text[at] === '\t') at += 1;
  }

  function skipBlank(): void {
    while (at < text.length) {
      const char = text[at];
      if (char === '\n') line += 1;
      if (char === '#') while (at < text.length && text[at] !== '\n') at += 1;
      else if (char === ' ' || char === '\t' || char === '\r' || char === '\n' || char === '\uFEFF') at += 1;
      else return;
    }
  }
}

function unescape(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw; // \U or \e in a key: only its line would be missed
  }
}
