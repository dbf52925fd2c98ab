import { inside } from '../../../paths/inside.ts';
import { evaluationOf, type Evaluation } from '../../../text/py/evaluate.ts';
import type { Expression } from '../../../text/py/expression.ts';
import { assignmentsOf, callsOf, type Module } from '../../../text/py/module.ts';
import { parseExpression } from '../../../text/py/expression.ts';
import type { Line } from '../../../text/py/tokens.ts';
import { withoutHere } from '../layout.ts';

/** What an expression of setup.py would touch if it were run, found without running it. */
export interface Touched {
  /** Files of the repository that it names. */
  readonly files: ReadonlySet<string>;
  /** Names that it calls, reads or imports on the way. */
  readonly words: ReadonlySet<string>;
}

/** Expressions looked at for one answer; more than a setup.py that a person can read. */
const patience = 2000;

/**
 * Follows names to what is assigned to them and calls to the functions of the file. `read("pkg", "__init__.py")` names the file
 * that its arguments spell; `exec(open(...).read())` may define any name that nothing else does.
 */
export function touchedBy(
  module: Module,
  start: Expression,
  folder: string,
  exists: (file: string) => boolean,
): Touched {
  const files = new Set<string>();
  const words = new Set<string>();
  const evaluations = new Map<Module, Evaluation>();
  let steps = 0;
  walk(start, module);
  return { files, words };

  function walk(expression: Expression, scope: Module): void {
    if ((steps += 1) > patience) return;
    const evaluation = evaluations.get(scope) ?? evaluationOf(scope);
    evaluations.set(scope, evaluation);
    name(evaluation.text(expression)?.text);
    if (expression.is === 'call')
      name(
        evaluation
          .texts({ is: 'list', items: valuesOf(expression), line: 1 })
          .map(({ text }) => text)
          .join('/'),
      );
    if (expression.is === 'name') follow(expression.name, scope);
    for (const part of partsOf(expression)) walk(part, scope);
  }

  function name(path: string | undefined): void {
    if (path === undefined || path === '' || path.length > 300 || path.includes('\n')) return;
    const file = inside(folder, withoutHere(path));
    if (file !== undefined && exists(file)) files.add(file);
  }

  function follow(word: string, scope: Module): void {
    if (words.has(word)) return;
    words.add(word);
    const imported = scope.imported.get(word);
    if (imported !== undefined) for (const part of imported.module.split('.')) words.add(part);
    const values = scope.assigned.get(word);
    const body = scope.functions.get(word);
    for (const value of values ?? []) walk(value, scope);
    if (body !== undefined) walkBody(body, scope);
    else if (imported === undefined || values !== undefined)
      for (const call of executed(word, scope)) walk(call, scope);
  }

  function walkBody(lines: readonly Line[], outer: Module): void {
    const assigned = new Map(outer.assigned);
    for (const { tokens } of lines) for (const [local, value] of assignmentsOf(tokens)) assigned.set(local, [value]);
    const scope = { ...outer, assigned };
    for (const { tokens } of lines) {
      const keyword = /^(return|with|for|if|yield)$/.test(tokens[0]?.text ?? '') ? 1 : 0;
      const at = tokens[0]?.text === 'for' ? tokens.findIndex((token) => token.text === 'in') + 1 : keyword;
      for (const [, value] of assignmentsOf(tokens)) walk(value, scope);
      if (tokens.length > at) walk(parseExpression(tokens, at).expression, scope);
    }
  }
}

/** `exec(code, about)` fills the table that it is given; without one, the names of the file. */
const executed = (word: string, module: Module): readonly Expression[] =>
  ['exec', 'execfile', 'run_path']
    .flatMap((call) => callsOf(module, call))
    .filter(
      ({ given }) =>
        given.length < 2 ||
        !module.assigned.has(word) ||
        given.some(({ value }) => value.is === 'name' && value.name === word),
    );

const valuesOf = ({ given }: Extract<Expression, { is: 'call' }>): readonly Expression[] =>
  given.map(({ value }) => value);

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.is) {
    case 'text':
    case 'name':
      return [];
    case 'format':
      return expression.parts.filter((part) => typeof part !== 'string');
    case 'member':
      return [expression.of];
    case 'item':
      return [expression.of, expression.key];
    case 'list':
      return expression.items;
    case 'table':
      return expression.entries.flat();
    case 'call':
      return [expression.callee, ...valuesOf(expression)];
    case 'both':
      return [expression.left, expression.right];
    case 'other':
      return expression.within;
  }
}
