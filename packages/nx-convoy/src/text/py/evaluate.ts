import type { Expression, Given } from './expression.ts';
import type { Module } from './module.ts';

/** A text that a file holds, or can only amount to; `literal` where it stands there as it is and can be edited. */
export interface Located {
  readonly text: string;
  readonly line: number;
  readonly literal: boolean;
}

export interface Listed extends Located {
  readonly cut?: boolean;
}

/** Stands for the folder of the file in texts that are built from `__file__` or the working folder. */
export const here = '${PROJECT_ROOT}';

export interface Evaluation {
  text(expression: Expression | undefined): Located | undefined;
  /** The texts of a list. Of an item whose end only running the file would tell, as far as it goes; `cut` says so. */
  texts(expression: Expression | undefined): readonly Listed[];
  entries(expression: Expression | undefined): ReadonlyMap<string, Expression>;
  given(all: readonly Given[]): Arguments;
}

export interface Arguments {
  readonly named: ReadonlyMap<string, Expression>;
  /** Whether there may be more of them: `**` of something that is not known. */
  readonly open: boolean;
}

/** Steps that one module may cost; a manifest needs dozens, and `a = b + b; b = c + c` must not take forever. */
const patience = 20_000;
const longest = 100_000;
/** Names that lead from one to the next. */
const deepest = 50;

/** `known` are names whose text was found out in another way. */
export function evaluationOf(module: Module, known: ReadonlyMap<string, string> = new Map()): Evaluation {
  let steps = 0;
  const open = new Set<string>();
  return { text, texts, entries, given };

  function text(expression: Expression | undefined): Located | undefined {
    if (expression === undefined || (steps += 1) > patience) return undefined;
    const { line } = expression;
    switch (expression.is) {
      case 'text':
        return { text: expression.text, line, literal: true };
      case 'name':
        return expression.name === '__file__' ? made(`${here}/__file__`, line) : nameText(expression.name, line);
      case 'format':
        return joined(
          expression.parts.map((part) => (typeof part === 'string' ? part : text(part)?.text)),
          '',
          line,
        );
      case 'both':
        return bothText(expression);
      case 'call':
        return callText(expression);
      case 'member':
        return expression.name === 'parent' ? folder(text(expression.of)) : undefined;
      case 'item':
        return text(entries(expression.of).get(text(expression.key)?.text ?? ''));
      case 'list':
      case 'table':
      case 'other':
        return undefined;
    }
  }

  /** A name that holds one text, however often it is assigned. */
  function nameText(name: string, line: number): Located | undefined {
    const given = known.get(name);
    if (given !== undefined) return made(given, line);
    const values = once(name, () => (module.assigned.get(name) ?? []).map(text), []);
    const [first] = values;
    return values.every((value) => value !== undefined && value.text === first?.text) ? first : undefined;
  }

  /** A name that is made from itself is known no further. */
  function once<T>(name: string, read: () => T, otherwise: T): T {
    if (open.has(name) || open.size > deepest) return otherwise;
    open.add(name);
    const value = read();
    open.delete(name);
    return value;
  }

  function bothText({ sign, left, right, line }: Extract<Expression, { is: 'both' }>): Located | undefined {
    const first = text(left)?.text;
    if (first === undefined) return undefined;
    if (sign === '%') return filled(first, /%s/g, right.is === 'list' ? right.items : [right], line);
    return joined([first, text(right)?.text], sign === '/' ? '/' : '', line);
  }

  function callText({ callee, given: args, line }: Extract<Expression, { is: 'call' }>): Located | undefined {
    const name = callee.is === 'name' ? callee.name : callee.is === 'member' ? callee.name : '';
    const on = callee.is === 'member' ? callee.of : undefined;
    const values = args.filter((each) => each.name === undefined).map((each) => each.value);
    if (name === 'getcwd' || name === 'cwd') return made(here, line);
    if (name === 'dirname') return folder(text(values[0]));
    if (name === 'join' && on?.is !== 'text')
      return joined(
        values.map((value) => text(value)?.text),
        '/',
        line,
      );
    if (name === 'joinpath')
      return joined(
        [on, ...values].map((value) => text(value)?.text),
        '/',
        line,
      );
    if (name === 'format') return filled(text(on)?.text, /\{\d*\}/g, values, line);
    if (name === 'as_uri') return joined(['file://', text(on)?.text], '', line);
    if (name === 'Path' && values.length > 1)
      return joined(
        values.map((value) => text(value)?.text),
        '/',
        line,
      );
    if (same.has(name)) return text(values[0] ?? on);
    return undefined;
  }

  function filled(
    pattern: string | undefined,
    gap: RegExp,
    values: readonly Expression[],
    line: number,
  ): Located | undefined {
    const pieces = pattern?.split(gap) ?? [];
    if (pieces.length !== values.length + 1) return undefined;
    return joined(
      pieces.flatMap((piece, at) => (at === 0 ? [piece] : [text(values[at - 1])?.text, piece])),
      '',
      line,
    );
  }

  function texts(expression: Expression | undefined): readonly Listed[] {
    return itemsOf(expression).flatMap((item): readonly Listed[] => {
      const whole = text(item);
      if (whole !== undefined || item === undefined) return whole === undefined ? [] : [whole];
      const start = startOf(item);
      return start === '' ? [] : [{ ...made(start, item.line), cut: true }];
    });
  }

  /** What a text is known to begin with. */
  function startOf(expression: Expression): string {
    const whole = text(expression)?.text;
    if (whole !== undefined) return whole;
    if (expression.is === 'both' && expression.sign === '+') {
      const left = text(expression.left)?.text;
      return left === undefined ? startOf(expression.left) : left + startOf(expression.right);
    }
    if (expression.is === 'both' && expression.sign === '%')
      return (text(expression.left)?.text ?? '').split('%')[0] ?? '';
    if (expression.is === 'call' && expression.callee.is === 'member' && expression.callee.name === 'format') {
      return (text(expression.callee.of)?.text ?? '').split('{')[0] ?? '';
    }
    if (expression.is !== 'format') return '';
    const known = expression.parts.map((part) => (typeof part === 'string' ? part : text(part)?.text));
    return known.slice(0, known.indexOf(undefined)).join('');
  }

  /** The items of a list; undefined for what is not known. Several assignments of one name add up. */
  function itemsOf(expression: Expression | undefined): readonly (Expression | undefined)[] {
    if (expression === undefined) return [];
    if ((steps += 1) > patience) return [undefined];
    if (expression.is === 'list') return expression.items.flatMap((item) => (isList(item) ? itemsOf(item) : [item]));
    if (expression.is === 'both' && expression.sign === '+')
      return [...itemsOf(expression.left), ...itemsOf(expression.right)];
    if (
      expression.is === 'call' &&
      expression.callee.is === 'name' &&
      /^(list|tuple|set|sorted)$/.test(expression.callee.name)
    ) {
      return itemsOf(expression.given[0]?.value);
    }
    if (expression.is === 'item')
      return itemsOf(entries(expression.of).get(text(expression.key)?.text ?? '') ?? unknown);
    if (expression.is !== 'name') return [expression.is === 'text' ? expression : undefined];
    const { name } = expression;
    const values = module.assigned.get(name);
    return values === undefined ? [undefined] : once(name, () => values.flatMap((value) => itemsOf(value)), []);
  }

  /** A name in a list is taken for one text unless it is known to hold a list: `[*base, "x"]`. */
  function isList(item: Expression): boolean {
    if (item.is === 'name')
      return (module.assigned.get(item.name) ?? []).some((value) => value.is === 'list' || isSum(value));
    return item.is === 'list' || isSum(item);
  }

  function entries(expression: Expression | undefined): ReadonlyMap<string, Expression> {
    const found = new Map<string, Expression>();
    if (expression === undefined || (steps += 1) > patience) return found;
    if (expression.is === 'table') {
      for (const [key, value] of expression.entries) {
        const name = text(key)?.text;
        if (name !== undefined) found.set(name, value);
      }
    } else if (expression.is === 'call' && expression.callee.is === 'name' && expression.callee.name === 'dict') {
      return given(expression.given).named;
    } else if (expression.is === 'name') {
      const values = module.assigned.get(expression.name) ?? [];
      once(
        expression.name,
        () => values.forEach((value) => entries(value).forEach((each, key) => found.set(key, each))),
        undefined,
      );
    }
    return found;
  }

  function given(all: readonly Given[]): Arguments {
    const named = new Map<string, Expression>();
    let more = false;
    for (const { name, value } of all) {
      if (name === undefined) continue;
      if (name !== '**') named.set(name, value);
      else {
        const table = entries(value);
        more ||= table.size === 0;
        table.forEach((each, key) => named.set(key, each));
      }
    }
    return { named, open: more };
  }
}

const unknown: Expression = { is: 'other', within: [], line: 1 };
const isSum = (value: Expression): boolean => value.is === 'both' && value.left.is === 'list';

/** Calls that leave a text or a path what it is, as far as a manifest cares. */
const same = new Set([
  'abspath',
  'realpath',
  'normpath',
  'fspath',
  'str',
  'Path',
  'PurePath',
  'resolve',
  'absolute',
  'as_posix',
  'strip',
]);

const made = (text: string, line: number): Located => ({ text, line, literal: false });

const folder = (path: Located | undefined): Located | undefined =>
  path === undefined ? undefined : made(path.text.includes('/') ? path.text.replace(/\/[^/]*$/, '') : here, path.line);

function joined(parts: readonly (string | undefined)[], separator: string, line: number): Located | undefined {
  if (parts.some((part) => part === undefined)) return undefined;
  const text = parts.join(separator);
  return text.length > longest ? undefined : made(text, line);
}
