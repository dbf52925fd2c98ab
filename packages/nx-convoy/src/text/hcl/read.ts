/**
 * A value as written. Strings keep their `${...}`; what only an evaluation could tell (calls, operators, conditions) is
 * undefined, for nothing of a repository is run.
 */
export type HclValue =
  string | readonly HclValue[] | { readonly [key: string]: HclValue } | { readonly variable: string } | undefined;

export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly line: number;
  readonly attributes: ReadonlyMap<string, { readonly value: HclValue; readonly line: number }>;
}

interface Token {
  readonly is: 'name' | 'text' | 'sign' | 'line' | 'end';
  readonly text: string;
  readonly line: number;
}

/** Deeper than any file that a person writes. */
const deepest = 100;

/** The top-level blocks of an HCL file. Reads on past what it does not know, so it never fails. */
export function readHcl(text: string): readonly HclBlock[] {
  const tokens = tokensOf(text);
  let at = 0;
  const blocks: HclBlock[] = [];
  while (peek().is !== 'end') {
    if (peek().is === 'name') readStatement();
    else at += 1;
  }
  return blocks;

  function peek(): Token {
    return tokens[at] ?? { is: 'end', text: '', line: 0 };
  }

  function isSign(sign: string): boolean {
    return peek().is === 'sign' && peek().text === sign;
  }

  function readStatement(): void {
    const { text: type, line } = peek();
    at += 1;
    const labels: string[] = [];
    while (peek().is === 'text' || peek().is === 'name') labels.push(tokens[at++]?.text ?? '');
    if (isSign('{')) {
      at += 1;
      blocks.push({ type, labels, line, attributes: readBody() });
    } else skipLine();
  }

  function readBody(): HclBlock['attributes'] {
    const attributes = new Map<string, { value: HclValue; line: number }>();
    while (peek().is !== 'end' && !isSign('}')) {
      const { is, text: name, line } = peek();
      at += 1;
      if (is !== 'name' && is !== 'text') continue;
      if (isSign('=')) {
        at += 1;
        attributes.set(name, { value: readExpression(0), line });
      } else {
        while (peek().is === 'text' || peek().is === 'name') at += 1;
        if (isSign('{')) skipGroup();
      }
    }
    at += 1;
    return attributes;
  }

  /** One value, if nothing is done to it: what follows up to the end of the expression makes it unknown. */
  function readExpression(depth: number): HclValue {
    const value = readValue(depth);
    let isWhole = true;
    while (!['line', 'end'].includes(peek().is) && !isSign(',') && !isSign(']') && !isSign('}')) {
      isWhole = false;
      if (['(', '[', '{'].includes(peek().text) && peek().is === 'sign') skipGroup();
      else at += 1;
    }
    return isWhole ? value : undefined;
  }

  function readValue(depth: number): HclValue {
    const token = peek();
    if (token.is === 'text') return tokens[at++]?.text;
    if (token.is === 'name') {
      at += 1;
      return /^[\d.]+$|^(true|false|null)$/.test(token.text)
        ? token.text === 'null'
          ? undefined
          : token.text
        : { variable: token.text };
    }
    if (isSign('[') && depth < deepest) return readList(depth);
    if (isSign('{') && depth < deepest) return readObject(depth);
    if (isSign('[') || isSign('{') || isSign('(')) skipGroup();
    return undefined;
  }

  function readList(depth: number): readonly HclValue[] {
    const list: HclValue[] = [];
    at += 1;
    skipLines();
    while (peek().is !== 'end' && !isSign(']')) {
      const before = at;
      list.push(readExpression(depth + 1));
      skipLines();
      if (isSign(',')) at += 1;
      else if (at === before) at += 1; // Never stand still, whatever the text holds.
      skipLines();
    }
    at += 1;
    return list;
  }

  function readObject(depth: number): HclValue {
    const entries: [string, HclValue][] = [];
    at += 1;
    while (peek().is !== 'end' && !isSign('}')) {
      const { is, text: key } = peek();
      at += 1;
      if (is !== 'name' && is !== 'text') continue;
      if (!isSign('=') && !isSign(':')) continue;
      at += 1;
      entries.push([key, readExpression(depth + 1)]);
    }
    at += 1;
    return Object.fromEntries(entries);
  }

  function skipGroup(): void {
    let depth = 0;
    do {
      if (peek().is === 'sign' && ['(', '[', '{'].includes(peek().text)) depth += 1;
      if (peek().is === 'sign' && [')', ']', '}'].includes(peek().text)) depth -= 1;
      at += 1;
    } while (depth > 0 && peek().is !== 'end');
  }

  function skipLine(): void {
    while (!['line', 'end'].includes(peek().is)) at += 1;
  }

  function skipLines(): void {
    while (peek().is === 'line') at += 1;
  }
}

const tokenPattern =
  /(?<line>\n)|(?<comment>[#][^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<name>[A-Za-z0-9_][\w.-]*)|(?<quote>")|<<-?(?<heredoc>\w+)[^\n]*\n|(?<sign>[^\s])/g;

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const pattern = new RegExp(tokenPattern);
  let line = 1;
  for (let match = pattern.exec(plain); match !== null; match = pattern.exec(plain)) {
    const { line: end, comment, name, quote, heredoc, sign } = match.groups ?? {};
    if (end !== undefined) tokens.push({ is: 'line', text: '', line });
    else if (name !== undefined) tokens.push({ is: 'name', text: name, line });
    else if (sign !== undefined) tokens.push({ is: 'sign', text: sign, line });
    let passed = end ?? comment ?? '';
    if (quote !== undefined) {
      const content = quoted(plain, pattern.lastIndex);
      tokens.push({ is: 'text', text: content.text, line });
      passed = plain.slice(pattern.lastIndex, content.end);
      pattern.lastIndex = content.end;
    } else if (heredoc !== undefined) {
      const start = pattern.lastIndex;
      const rows = plain.slice(start).split('\n');
      const count = rows.findIndex((row) => row.trim() === heredoc);
      const content = (count < 0 ? rows : rows.slice(0, count)).join('\n');
      tokens.push({ is: 'text', text: content, line });
      const last = count < 0 ? plain.length : start + content.length + (count > 0 ? 1 : 0) + (rows[count] ?? '').length;
      passed = plain.slice(match.index, last);
      pattern.lastIndex = last;
    }
    for (let at = passed.indexOf('\n'); at >= 0; at = passed.indexOf('\n', at + 1)) line += 1;
  }
  return tokens;
}

/** From behind the quote to behind the closing one; quotes within `${...}` belong to the expression there. */
function quoted(text: string, start: number): { text: string; end: number } {
  let [content, braces] = ['', 0];
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\' && braces === 0) content += unescape(text.charAt(++at));
    else if (char === '"' && braces === 0) return { text: content, end: at + 1 };
    else {
      if (char === '{' && (braces > 0 || text[at - 1] === '$')) braces += 1;
      else if (char === '}' && braces > 0) braces -= 1;
      content += char;
    }
  }
  return { text: content, end: text.length };
}

const unescape = (char: string): string => ({ n: '\n', t: '\t', r: '\r' })[char] ?? char;
