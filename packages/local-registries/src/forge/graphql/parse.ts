/** A field that a query asks for, under the name that the answer shall give it. */
export interface Field {
  readonly alias: string;
  readonly name: string;
  readonly args: Args;
  readonly fields: readonly Field[];
}

export type Args = Readonly<Record<string, unknown>>;

/** What cannot be read or answered, in words for the client. */
export class GraphqlProblem extends Error {}

export interface Operation {
  readonly kind: string;
  readonly fields: readonly Field[];
}

/** Reads the first operation of a query: fields, arguments, variables with defaults, fragments of both kinds; no directives. */
export function parse(text: string, variables: Args): Operation {
  const cursor = cursorOf(tokensOf(text));
  const reading: Reading = { cursor, given: new Map(Object.entries(variables)), fragments: new Map(), depth: 0 };
  let operation: { readonly kind: string; readonly selections: readonly Selection[] } | undefined;
  while (cursor.peek() !== '') {
    if (cursor.skip('fragment')) {
      const name = cursor.next();
      cursor.take('on');
      cursor.next();
      reading.fragments.set(name, selectionsIn(reading));
    } else {
      const kind = cursor.peek() === '{' ? 'query' : cursor.next();
      if (operation === undefined && !/^[({]$/.test(cursor.peek())) cursor.next();
      if (cursor.skip('(')) until(cursor, ')', () => readVariable(reading));
      operation ??= { kind, selections: selectionsIn(reading) };
    }
  }
  if (operation === undefined) throw new GraphqlProblem('A query attribute must be specified and must be a string.');
  return { kind: operation.kind, fields: expanded(operation.selections, reading.fragments, 0) };
}

interface Reading {
  readonly cursor: Cursor;
  readonly given: Map<string, unknown>;
  readonly fragments: Map<string, readonly Selection[]>;
  depth: number;
}

type Selection =
  | { readonly spread: string }
  | { readonly inline: readonly Selection[] }
  | (Omit<Field, 'fields'> & { readonly selections: readonly Selection[] });

function selectionsIn(reading: Reading): readonly Selection[] {
  const { cursor } = reading;
  if ((reading.depth += 1) > most) throw new GraphqlProblem('This query is too deep.');
  cursor.take('{');
  const all = until(cursor, '}', (): Selection => {
    if (!cursor.skip('...')) return fieldIn(reading);
    if (cursor.peek() !== '{' && !cursor.skip('on')) return { spread: cursor.next() };
    if (cursor.peek() !== '{') cursor.next();
    return { inline: selectionsIn(reading) };
  });
  reading.depth -= 1;
  return all;
}

function fieldIn(reading: Reading): Selection {
  const { cursor } = reading;
  const alias = nameIn(cursor);
  const name = cursor.skip(':') ? nameIn(cursor) : alias;
  const args = cursor.skip('(') ? Object.fromEntries(until(cursor, ')', () => pairIn(reading))) : {};
  return { alias, name, args, selections: cursor.peek() === '{' ? selectionsIn(reading) : [] };
}

function pairIn(reading: Reading): readonly [string, unknown] {
  const name = nameIn(reading.cursor);
  reading.cursor.take(':');
  return [name, valueIn(reading)];
}

function valueIn(reading: Reading): unknown {
  const { cursor, given } = reading;
  if ((reading.depth += 1) > most) throw new GraphqlProblem('This query is too deep.');
  const token = cursor.next();
  const value = (): unknown => {
    if (token === '$') return given.get(cursor.next());
    if (token === '[') return until(cursor, ']', () => valueIn(reading));
    if (token === '{') return Object.fromEntries(until(cursor, '}', () => pairIn(reading)));
    if (token.startsWith('"') || /^-?\d/.test(token)) return literal(token);
    // The rest are the members of enumerations.
    return token === 'true' ? true : token === 'false' ? false : token === 'null' ? null : token;
  };
  const read = value();
  reading.depth -= 1;
  return read;
}

function readVariable({ cursor, given, ...rest }: Reading): void {
  cursor.take('$');
  const name = nameIn(cursor);
  cursor.take(':');
  // Its type says nothing that we would check.
  while (/^[[\]!\w]+$/.test(cursor.peek())) cursor.next();
  const usual = cursor.skip('=') ? valueIn({ cursor, given, ...rest }) : null;
  if (!given.has(name)) given.set(name, usual);
}

function expanded(selections: readonly Selection[], fragments: Reading['fragments'], depth: number): readonly Field[] {
  if (depth > most) throw new GraphqlProblem('This query is too deep.');
  return selections.flatMap((one): readonly Field[] => {
    if ('inline' in one) return expanded(one.inline, fragments, depth + 1);
    if (!('spread' in one)) {
      const { selections: inner, ...field } = one;
      return [{ ...field, fields: expanded(inner, fragments, depth + 1) }];
    }
    const found = fragments.get(one.spread);
    if (found === undefined) throw new GraphqlProblem(`Fragment ${one.spread} was used, but not defined`);
    return expanded(found, fragments, depth + 1);
  });
}

/** Of braces within braces, and of fragments within fragments. */
const most = 30;

interface Cursor {
  peek(): string;
  next(): string;
  take(expected: string): void;
  skip(expected: string): boolean;
}

function cursorOf(tokens: readonly string[]): Cursor {
  let at = 0;
  const peek = (): string => tokens[at] ?? '';
  const next = (): string => {
    const token = peek();
    if (token === '') throw new GraphqlProblem('Expected more, actual: end of the query');
    at += 1;
    return token;
  };
  return {
    peek,
    next,
    take(expected) {
      const token = next();
      if (token !== expected) throw new GraphqlProblem(`Parse error on "${token}", expected "${expected}"`);
    },
    skip: (expected) => {
      if (peek() !== expected) return false;
      at += 1;
      return true;
    },
  };
}

function nameIn(cursor: Cursor): string {
  const token = cursor.next();
  if (!/^[A-Za-z_]\w*$/.test(token)) throw new GraphqlProblem(`Parse error on "${token}", expected a name`);
  return token;
}

function until<T>(cursor: Cursor, end: string, read: () => T): readonly T[] {
  const all: T[] = [];
  while (!cursor.skip(end)) all.push(read());
  return all;
}

function literal(token: string): unknown {
  try {
    return JSON.parse(token) as unknown;
  } catch {
    throw new GraphqlProblem(`Parse error on ${token}`);
  }
}

/** Commas and comments separate like blanks do. */
function tokensOf(text: string): readonly string[] {
  const all = text.matchAll(
    /#[^\n]*|[\s,\uFEFF]+|(\.\.\.|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|[{}()[\]:$!=|@&]|.)/gs,
  );
  return [...all].flatMap(([, token]) => token ?? []);
}
