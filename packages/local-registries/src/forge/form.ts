import { at, listOf, plain, textOf, textsOf, type Plain } from '../reading.ts';
import { badForm, ForgeProblem } from './problem.ts';

/** What a field of a body may be; `null` in a field that may be absent says the same as its absence, unless the kind names it. */
interface Kinds {
  readonly string: string;
  readonly 'string or null': string | null;
  readonly 'number or null': number | null;
  readonly boolean: boolean;
  readonly integer: number;
  readonly strings: readonly string[];
  readonly object: Plain;
  readonly objects: readonly Plain[];
  readonly 'string or integer': string | number;
  readonly any: unknown;
}

type Shape = Readonly<Record<string, keyof Kinds>>;

export type Form<S extends Shape, Needed extends keyof S> = {
  readonly [Name in keyof S]?: Kinds[S[Name]];
} & { readonly [Name in Needed]: Kinds[S[Name]] };

/** Reads what a body says of these fields, and complains of all that is wrong with them at once. Other fields are passed over. */
export function formOf<const S extends Shape, const Needed extends keyof S & string = never>(
  body: unknown,
  shape: S,
  needed: readonly Needed[] = [],
): Form<S, Needed> {
  const given = plain(body);
  if (given === undefined) throw new ForgeProblem(400, 'Body should be a JSON object');
  const complaints: string[] = [];
  const entries = Object.entries(shape).flatMap(([name, kind]) => {
    const value = at(given, name);
    if (value === undefined || (value === null && !kind.endsWith('null'))) {
      if (needed.some((one) => one === name)) complaints.push(`"${name}" wasn't supplied.`);
      return [];
    }
    if (!checks[kind](value)) complaints.push(`For 'properties/${name}', ${shown(value)} is not ${called[kind]}.`);
    return [[name, value] as const];
  });
  if (complaints.length > 0) throw badForm(complaints);
  // Each value was just found to be of its kind.
  return Object.fromEntries(entries) as Form<S, Needed>;
}

const isText = (value: unknown): boolean => textOf(value) !== undefined;
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);

const checks: Readonly<Record<keyof Kinds, (value: unknown) => boolean>> = {
  string: isText,
  'string or null': (value) => value === null || isText(value),
  'number or null': (value) => value === null || isWhole(value),
  boolean: (value) => typeof value === 'boolean',
  integer: isWhole,
  strings: (value) => textsOf(value) !== undefined,
  object: (value) => plain(value) !== undefined,
  objects: (value) => listOf(value)?.every((one) => plain(one) !== undefined) ?? false,
  'string or integer': (value) => isText(value) || isWhole(value),
  any: () => true,
};

const called: Readonly<Record<keyof Kinds, string>> = {
  string: 'a string',
  'string or null': 'a string or null',
  'number or null': 'an integer or null',
  boolean: 'a boolean',
  integer: 'an integer',
  strings: 'an array of strings',
  object: 'an object',
  objects: 'an array of objects',
  'string or integer': 'a string or an integer',
  any: 'a value',
};

const shown = (value: unknown): string => (value === null ? 'nil' : JSON.stringify(value).slice(0, 100));
