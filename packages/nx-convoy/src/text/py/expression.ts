import { readLines, type Token } from './tokens.ts';

/** A Python expression as far as it can mean something without being run; all else is `other`. */
export type Expression =
  | { readonly is: 'text'; readonly text: string; readonly line: number }
  | { readonly is: 'format'; readonly parts: readonly (string | Expression)[]; readonly line: number }
  | { readonly is: 'name'; readonly name: string; readonly line: number }
  | { readonly is: 'member'; readonly of: Expression; readonly name: string; readonly line: number }
  | { readonly is: 'item'; readonly of: Expression; readonly key: Expression; readonly line: number }
  | { readonly is: 'list'; readonly items: readonly Expression[]; readonly line: number }
  | { readonly is: 'table'; readonly entries: readonly (readonly [Expression, Expression])[]; readonly line: number }
  | { readonly is: 'call'; readonly callee: Expression; readonly given: readonly Given[]; readonly line: number }
  | {
      readonly is: 'both';
      readonly sign: '+' | '%' | '/';
      readonly left: Expression;
      readonly right: Expression;
      readonly line: number;
    }
  | { readonly is: 'other'; readonly within: readonly Expression[]; readonly line: number };

/** An argument: `name=value`, `**value` or plain; `*value` is plain with its star lost, for nobody counts them. */
export interface Given {
  readonly name?: string;
  readonly value: Expression;
}

export interface Parsed {
  readonly expression: Expression;
  /** The index of the first token that is not part of it. */
  readonly end: number;
}

/** Deeper than any manifest that a person wrote; a hostile one must not exhaust the stack. */
const deepest = 80;
const longest = 200;

/** The expression that starts at a token and ends before `,`, a closing bracket, `=`, `:` or the end. */
export function parseExpression(tokens: readonly Token[], start = 0, depth = 0): Parsed {
  let at = start;
  const lineOf = (index: number): number => tokens[Math.min(index, tokens.length - 1)]?.line ?? 1;
  if (depth > deepest) return skip();
  let left = readOperand();
  for (let length = 0; ; length++) {
    const next = tokens[at];
    if (next === undefined || endsExpression(next)) return { expression: left, end: at };
    if (length > longest) return skip();
    const line = left.line;
    if (next.is === 'sign' && (next.text === '+' || next.text === '%' || next.text === '/')) {
      const sign = next.text;
      at += 1;
      left = { is: 'both', sign, left, right: readOperand(), line };
    } else {
      at += 1;
      const rest = at < tokens.length && !endsExpression(tokens[at]) ? [readOperand()] : [];
      left = { is: 'other', within: left.is === 'other' ? [...left.within, ...rest] : [left, ...rest], line };
    }
  }

  function readOperand(): Expression {
    while (isSign(tokens[at], '*', '**', '-')) at += 1;
    let operand = readAtom();
    for (let length = 0; ; length++) {
      const next = length > longest ? undefined : tokens[at];
      if (isSign(next, '.') && tokens[at + 1]?.is === 'name') {
        operand = { is: 'member', of: operand, name: tokens[at + 1]?.text ?? '', line: operand.line };
        at += 2;
      } else if (isSign(next, '(')) operand = { is: 'call', callee: operand, given: readGiven(), line: operand.line };
      else if (isSign(next, '[')) {
        const [key, ...more] = readItems(']');
        operand =
          key === undefined || more.length > 0
            ? { is: 'other', within: [operand], line: operand.line }
            : { is: 'item', of: operand, key, line: operand.line };
      } else return operand;
    }
  }

  function readAtom(): Expression {
    const token = tokens[at];
    const line = lineOf(at);
    if (token === undefined) return { is: 'other', within: [], line };
    if (token.is === 'text' || token.is === 'format') return readText(line);
    if (isSign(token, '[')) return { is: 'list', items: readItems(']'), line };
    if (isSign(token, '{')) return readBraces(line);
    if (isSign(token, '(')) {
      const before = at;
      const items = readItems(')');
      const [only] = items;
      const isTuple = isSign(tokens[at - 2], ',') && at - 2 > before;
      return items.length === 1 && only !== undefined && !isTuple ? only : { is: 'list', items, line };
    }
    if (!endsExpression(token)) at += 1;
    return token.is === 'name' ? { is: 'name', name: token.text, line } : { is: 'other', within: [], line };
  }

  function readText(line: number): Expression {
    const parts: (string | Expression)[] = [];
    for (let token = tokens[at]; token?.is === 'text' || token?.is === 'format'; token = tokens[++at]) {
      if (token.is === 'text') parts.push(token.text);
      else parts.push(...partsOf(token, depth));
    }
    const [only, ...others] = parts;
    // Literals side by side are one text, but there is no one place where it could be edited.
    return typeof only === 'string' && others.length === 0
      ? { is: 'text', text: only, line }
      : { is: 'format', parts, line };
  }

  function readItems(close: string): readonly Expression[] {
    const items: Expression[] = [];
    at += 1;
    while (at < tokens.length && !isSign(tokens[at], close)) {
      const before = at;
      if (isSign(tokens[at], ',')) at += 1;
      else items.push(readNested());
      if (at === before) at += 1; // Never stand still, whatever the text holds.
    }
    at += 1;
    return items;
  }

  function readBraces(line: number): Expression {
    const entries: (readonly [Expression, Expression])[] = [];
    const items: Expression[] = [];
    at += 1;
    while (at < tokens.length && !isSign(tokens[at], '}')) {
      const before = at;
      if (isSign(tokens[at], ',')) at += 1;
      else {
        const key = readNested();
        if (isSign(tokens[at], ':')) {
          at += 1;
          entries.push([key, readNested()]);
        } else items.push(key);
      }
      if (at === before) at += 1;
    }
    at += 1;
    return items.length > 0 && entries.length === 0 ? { is: 'list', items, line } : { is: 'table', entries, line };
  }

  function readGiven(): readonly Given[] {
    const given: Given[] = [];
    at += 1;
    while (at < tokens.length && !isSign(tokens[at], ')')) {
      const before = at;
      if (isSign(tokens[at], ',')) at += 1;
      else if (isSign(tokens[at], '**')) given.push({ name: '**', value: readNested() });
      else if (tokens[at]?.is === 'name' && isSign(tokens[at + 1], '=')) {
        const name = tokens[at]?.text ?? '';
        at += 2;
        given.push({ name, value: readNested() });
      } else given.push({ value: readNested() });
      if (at === before) at += 1;
    }
    at += 1;
    return given;
  }

  function readNested(): Expression {
    const { expression, end } = parseExpression(tokens, at, depth + 1);
    at = end;
    return expression;
  }

  /** Past everything up to where an expression of this depth would end. */
  function skip(): Parsed {
    let open = 0;
    for (; at < tokens.length; at++) {
      const token = tokens[at];
      if (open === 0 && endsExpression(token)) break;
      if (isSign(token, '(', '[', '{')) open += 1;
      else if (isSign(token, ')', ']', '}')) open -= 1;
    }
    return { expression: { is: 'other', within: [], line: lineOf(start) }, end: at };
  }
}

const isSign = (token: Token | undefined, ...signs: readonly string[]): boolean =>
  token?.is === 'sign' && signs.includes(token.text);

const endsExpression = (token: Token | undefined): boolean => isSign(token, ',', ')', ']', '}', '=', ':');

/** The text of an f-string and the expressions between it, without their formats. */
function partsOf({ text, line }: Token, depth: number): readonly (string | Expression)[] {
  return text.split(/(\{\{|\}\}|\{[^{}]*\})/).map((part): string | Expression => {
    if (part === '{{') return '{';
    if (part === '}}') return '}';
    if (!part.startsWith('{')) return part;
    const inner = readLines(part.slice(1, -1).replace(/![rsa]?(:.*)?$/, ''))[0]?.tokens ?? [];
    const { expression } = parseExpression(
      inner.map((token) => ({ ...token, line })),
      0,
      depth + 1,
    );
    return expression;
  });
}
