/**
 * Where each key and array element of a JSON document stands, by one pass over the text. The document is known to be valid
 * (the parser has read it) and not to nest endlessly, so values are skipped, not checked.
 */
export type Places = ReadonlyMap<string, number>;

/** Path parts in one string; keys with a line break in them do not occur in manifests, and would cost a line number only. */
export const placeKey = (path: readonly (string | number)[]): string => path.join('\n');

export function scanPlaces(text: string): Places {
  const places = new Map<string, number>();
  let at = 0;
  let line = 1;
  readValue('');
  return places;

  function readValue(path: string): void {
    skipSpace();
    const char = text[at];
    if (char === '{') readList(path, '}');
    else if (char === '[') readList(path, ']');
    else if (char === '"') readString();
    else while (at < text.length && !',]} \t\r\n'.includes(text.charAt(at))) at += 1;
  }

  function readList(path: string, close: string): void {
    at += 1;
    for (let index = 0; at < text.length; index++) {
      skipSpace();
      if (text[at] === close) break;
      const keyLine = line;
      const key = close === '}' ? readString() : String(index);
      const below = path === '' ? key : `${path}\n${key}`;
      places.set(below, keyLine); // Of a key that is written twice, the last one counts: as with JSON.parse.
      if (close === '}') skipColon();
      readValue(below);
      skipSpace();
      if (text[at] === ',') at += 1;
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

  function skipColon(): void {
    skipSpace();
    at += 1;
  }

  function skipSpace(): void {
    for (; at < text.length; at++) {
      const char = text[at];
      if (char === '\n') line += 1;
      else if (char !== ' ' && char !== '\t' && char !== '\r') return;
    }
  }
}
