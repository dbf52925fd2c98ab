/**
 * Python source as logical lines of tokens, read without a grammar: enough to find assignments, imports and calls. It never
 * fails; what is no Python gives tokens that mean nothing to the reader.
 */
export interface Token {
  readonly is: 'name' | 'text' | 'format' | 'number' | 'sign';
  /** The word itself; of a string what it holds, escapes resolved, `{}` of an f-string still in it. */
  readonly text: string;
  readonly line: number;
}

export interface Line {
  readonly indent: number;
  readonly tokens: readonly Token[];
}

const word = /[A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*/y;
const number = /(?:\d[\w.]*|\.\d\w*)(?:(?<=[eE])[+-]\d+)?/y;
const sign = /\*\*=?|\/\/=?|->|:=|[-+*/%&|^=!<>@]=|<<|>>|[^\s]/y;
const opening = /(?:[rRbBuUfF]{0,2})("""|'''|"|')/y;

export function readLines(source: string): readonly Line[] {
  const lines: Line[] = [];
  let tokens: Token[] = [];
  let at = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  let depth = 0;
  let start = at;
  let indent = 0;

  while (at < source.length) {
    const char = source[at] ?? '';
    if (char === '\n') {
      if (depth === 0) finish();
      at += 1;
      line += 1;
      if (depth === 0) start = at;
    } else if (char === ';' && depth === 0) {
      finish();
      at += 1;
    } else if (char === '#') at = endOf(source, at);
    else if (char === '\\' && /^\r?\n/.test(source.slice(at + 1, at + 3))) {
      at = source.indexOf('\n', at) + 1;
      line += 1;
    } else if (char <= ' ') at += 1;
    else readToken();
  }
  finish();
  return lines;

  function finish(): void {
    if (tokens.length > 0) lines.push({ indent, tokens });
    tokens = [];
  }

  function add(token: Token): void {
    if (tokens.length === 0) indent = widthOf(source.slice(start, at));
    tokens.push(token);
  }

  function readToken(): void {
    const quoted = match(opening);
    if (quoted !== undefined) {
      readString(quoted);
      return;
    }
    const name = match(word);
    const text = name ?? match(number) ?? match(sign) ?? source.charAt(at);
    const is = name !== undefined ? 'name' : /^\.?\d/.test(text) ? 'number' : 'sign';
    add({ is, text, line });
    if (is === 'sign') depth = Math.max(0, depth + ('([{'.includes(text) ? 1 : ')]}'.includes(text) ? -1 : 0));
    at += text.length;
  }

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  }

  function readString(head: string): void {
    const long = head.endsWith('"""') || head.endsWith("'''");
    const quote = head.slice(long ? -3 : -1);
    const prefix = head.slice(0, head.length - quote.length).toLowerCase();
    const from = at + head.length;
    let to = from;
    while (to < source.length && !source.startsWith(quote, to)) {
      if (!long && source[to] === '\n') break; // Never closed: the next line is read as code again.
      to += source[to] === '\\' ? 2 : 1;
    }
    const raw = source.slice(from, to);
    const text = prefix.includes('r') ? raw : unescape(raw);
    add({ is: prefix.includes('f') ? 'format' : 'text', text, line });
    for (let next = raw.indexOf('\n'); next >= 0; next = raw.indexOf('\n', next + 1)) line += 1;
    at = Math.min(source.length, source.startsWith(quote, to) ? to + quote.length : to);
  }
}

const endOf = (source: string, at: number): number => {
  const end = source.indexOf('\n', at);
  return end < 0 ? source.length : end;
};

/** Tabs go to the next multiple of eight, as Python has it. */
function widthOf(space: string): number {
  let width = 0;
  for (const char of space) {
    if (char === '\t') width += 8 - (width % 8);
    else if (char === ' ') width += 1;
    else break;
  }
  return width;
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

const unescape = (raw: string): string =>
  raw.includes('\\')
    ? raw.replaceAll(/\\(\r\n|[\s\S])/g, (whole, char: string) => escapes[char.replace('\r', '')] ?? whole)
    : raw;
