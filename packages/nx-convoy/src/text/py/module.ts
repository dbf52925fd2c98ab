import { parseExpression, type Expression } from './expression.ts';
import { readLines, type Line, type Token } from './tokens.ts';

/** What a Python file says outside of its functions and classes, without running any of it. */
export interface Module {
  /** Every value that is assigned to a name, in order: who reads it decides what several mean. */
  readonly assigned: ReadonlyMap<string, readonly Expression[]>;
  readonly imported: ReadonlyMap<string, Imported>;
  /** The lines of each function, which may tell which file it reads. */
  readonly functions: ReadonlyMap<string, readonly Line[]>;
  readonly lines: readonly Line[];
}

/** `from <module> import <name>`, or `import <module>` without a name; `level` counts the leading dots. */
export interface Imported {
  readonly module: string;
  readonly name?: string;
  readonly level: number;
}

export function readModule(source: string): Module {
  const lines = readLines(source);
  const assigned = new Map<string, Expression[]>();
  const imported = new Map<string, Imported>();
  const functions = new Map<string, Line[]>();
  let inside: { indent: number; lines: Line[] } | undefined;
  for (const line of lines) {
    if (inside !== undefined && line.indent > inside.indent) {
      inside.lines.push(line);
      continue;
    }
    inside = undefined;
    const block = blockOf(line);
    if (block !== undefined) {
      inside = { indent: line.indent, lines: [] };
      functions.set(block, inside.lines);
    } else {
      for (const [name, value] of assignmentsOf(line.tokens)) append(assigned, name, value);
      for (const [name, what] of importsOf(line.tokens)) imported.set(name, what);
    }
  }
  return { assigned, imported, functions, lines };
}

function append(assigned: Map<string, Expression[]>, name: string, value: Expression): void {
  const values = assigned.get(name);
  if (values === undefined) assigned.set(name, [value]);
  else values.push(value);
}

function blockOf({ tokens }: Line): string | undefined {
  const at = tokens[0]?.text === 'async' ? 1 : 0;
  const keyword = tokens[at]?.text;
  return keyword === 'def' || keyword === 'class' ? tokens[at + 1]?.text : undefined;
}

/** `a = b`, `a: str = b`, `a = b = c`, and `with open(...) as f`, which binds a name too. */
export function assignmentsOf(tokens: readonly Token[]): readonly (readonly [string, Expression])[] {
  const [first, second] = tokens;
  if (first?.is !== 'name') return [];
  if (first.text === 'with') return boundBy(tokens);
  if (second?.text === ':' && second.is === 'sign') {
    const equals = tokens.findIndex((token) => token.is === 'sign' && token.text === '=');
    return equals < 0 ? [] : [[first.text, parseExpression(tokens, equals + 1).expression]];
  }
  if (second?.is === 'sign' && second.text === '+=') return [[first.text, added(first, tokens)]];
  const names: string[] = [];
  let at = 0;
  while (tokens[at]?.is === 'name' && tokens[at + 1]?.is === 'sign' && tokens[at + 1]?.text === '=') {
    names.push(tokens[at]?.text ?? '');
    at += 2;
  }
  if (names.length === 0) return [];
  const value = parseExpression(tokens, at).expression;
  return names.map((name) => [name, value]);
}

/** `a += b` is `a = a + b`. */
const added = ({ text: name, line }: Token, tokens: readonly Token[]): Expression => ({
  is: 'both',
  sign: '+',
  left: { is: 'name', name, line },
  right: parseExpression(tokens, 2).expression,
  line,
});

function boundBy(tokens: readonly Token[]): readonly (readonly [string, Expression])[] {
  const at = tokens.findIndex((token) => token.is === 'name' && token.text === 'as');
  const name = tokens[at + 1]?.text;
  return at < 0 || name === undefined ? [] : [[name, parseExpression(tokens.slice(0, at), 1).expression]];
}

function importsOf(tokens: readonly Token[]): readonly (readonly [string, Imported])[] {
  const keyword = tokens[0]?.text;
  if (tokens[0]?.is !== 'name' || (keyword !== 'import' && keyword !== 'from')) return [];
  const split = keyword === 'from' ? tokens.findIndex((token) => token.text === 'import') : 0;
  if (split < 0) return [];
  const source = tokens
    .slice(1, split)
    .map((token) => token.text)
    .join('');
  const level = /^\.*/.exec(source)?.[0].length ?? 0;
  return clauses(tokens.slice(split + 1)).map(({ written, local }) =>
    keyword === 'from'
      ? [local ?? written, { module: source.slice(level), name: written, level }]
      : [
          local ?? written.split('.')[0] ?? written,
          { module: local === undefined ? (written.split('.')[0] ?? written) : written, level: 0 },
        ],
  );
}

/** `a.b as c, d`, with or without brackets. */
function clauses(tokens: readonly Token[]): readonly { written: string; local?: string }[] {
  const words = tokens.filter((token) => token.text !== '(' && token.text !== ')').map((token) => token.text);
  return words
    .join(' ')
    .split(',')
    .flatMap((clause) => {
      const [written = '', local] = clause.trim().split(/ as /);
      const name = written.replaceAll(' ', '');
      return name === '' ? [] : [{ written: name, ...(local === undefined ? {} : { local: local.trim() }) }];
    });
}

/** Every call of a name, wherever it stands: `setup(...)` and `setuptools.setup(...)` are both calls of setup. */
export function callsOf(module: Module, name: string): readonly Call[] {
  return module.lines.flatMap(({ tokens }) => {
    const calls: Call[] = [];
    for (let at = 0; at < tokens.length; at++) {
      if (tokens[at]?.text !== name || !isCallAt(tokens, at)) continue;
      const through = tokens[at - 1]?.text === '.' ? tokens[at - 2]?.text : undefined;
      const { expression, end } = parseExpression(tokens, at);
      const call = firstCall(expression);
      if (call !== undefined) calls.push({ ...call, ...(through === undefined ? {} : { through }) });
      // Calls side by side in one list are each read; one within the other is not, or nesting would cost its square.
      at = Math.max(at, end - 1);
    }
    return calls;
  });
}

const isCallAt = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.is === 'name' &&
  tokens[at + 1]?.text === '(' &&
  tokens[at - 1]?.text !== 'def' &&
  tokens[at - 1]?.text !== 'class';

export type Call = Extract<Expression, { is: 'call' }> & { readonly through?: string };

function firstCall(expression: Expression): Extract<Expression, { is: 'call' }> | undefined {
  if (expression.is === 'call') return expression.callee.is === 'name' ? expression : firstCall(expression.callee);
  if (expression.is === 'member' || expression.is === 'item') return firstCall(expression.of);
  if (expression.is === 'both') return firstCall(expression.left);
  return expression.is === 'other' && expression.within[0] !== undefined ? firstCall(expression.within[0]) : undefined;
}
