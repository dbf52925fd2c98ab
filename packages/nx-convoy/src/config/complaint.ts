import type * as z from 'zod/mini';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodIssue;
export type Path = readonly (string | number)[];

/** One thing that is wrong, and where in the value. */
export interface Wrong {
  readonly issue: Issue;
  readonly path: Path;
}

/**
 * Of a value that may be one of several things, what is wrong with the one that it looks like: `{ "file": 3 }` is an object
 * with a bad `file`, not something that is neither an object nor true.
 */
export function pinpoint(issue: Issue, above: Path = []): readonly Wrong[] {
  const path = [...above, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  if (issue.code !== 'invalid_union') return [{ issue, path }];
  const meant = issue.errors.find((errors) => errors.length > 0 && errors.every((error) => error.path.length > 0));
  return meant === undefined ? [{ issue, path }] : meant.flatMap((error) => pinpoint(error, path));
}

/** What is wrong and what to write instead. */
export function complaint({ issue, path }: Wrong, whole: unknown): { readonly what: string; readonly fix: string } {
  const name = path.length === 0 ? 'The value' : path.join('.');
  if (issue.code === 'invalid_key') {
    return {
      what: `${JSON.stringify(path.at(-1))} is no id of a unit.`,
      fix: 'Write it as the graph shows it: "cargo:parser", "helm:app".',
    };
  }
  const value = valueAt(whole, path);
  const wanted = wantedBy(issue);
  if (value === undefined) return { what: `${name} is missing.`, fix: `Add it: ${wanted}.` };
  const words = typeof value === 'string' && issue.code === 'invalid_value' ? issue.values.map(String) : [];
  return {
    what: `${name} is ${shown(value)}, but it must be ${wanted}.`,
    fix: nearest(typeof value === 'string' ? value : '', words) ?? `Write ${wanted}.`,
  };
}

const shapes: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a whole number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function wantedBy(issue: Issue): string {
  if (issue.code === 'invalid_type') return shapes[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return oneOf(issue.values.map((value) => JSON.stringify(value)));
  if (issue.code === 'invalid_format' && 'includes' in issue) return `a text with ${String(issue.includes)} in it`;
  if (issue.code === 'too_small') return `${String(issue.minimum)} or more`;
  if (issue.code !== 'invalid_union') return 'something else';
  return oneOf(issue.errors.flatMap(([first]) => (first === undefined ? [] : [listed(first)])));
}

/** Of a list with a wrong element, the list is what was wanted. */
const listed = (issue: Issue): string => (issue.path.length > 0 ? 'a list of texts' : wantedBy(issue));

const oneOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;

function shown(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = Reflect.get(at, key) as unknown;
  }
  return at;
}
