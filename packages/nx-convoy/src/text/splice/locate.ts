import type { Edit } from '../../model/edit.ts';
import type { PlannedEdit } from '../../model/plan.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { valuesOf } from './formats.ts';
import { lineValues } from './lines.ts';
import { lineCounter, type Value } from './value.ts';

/** A value that a plan wants changed, and whose it is where several stand in one line. */
export interface Wanted extends PlannedEdit {
  /** The names under which the needed unit is required. */
  readonly names?: readonly string[];
}

/** The ranges of what a plan wants changed. All that cannot be told exactly is told as problems, and then nothing is given. */
export function locateEdits(repo: Snapshot, wanted: readonly Wanted[]): Result<readonly Edit[]> {
  const byFile = new Map<string, Wanted[]>();
  for (const each of wanted) {
    const list = byFile.get(each.file);
    if (list === undefined) byFile.set(each.file, [each]);
    else list.push(each);
  }
  const results = [...byFile].map(([file, list]) => locateIn(file, repo.text(file), list));
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  return problems.length > 0 ? fail(...problems) : ok(results.flatMap((result) => (result.ok ? result.value : [])));
}

function locateIn(file: string, text: Result<string> | undefined, wanted: readonly Wanted[]): Result<readonly Edit[]> {
  if (text === undefined) return fail(...wanted.map((each) => notThere(each, 'the file is not there')));
  if (!text.ok) return text;
  const values = wanted.every(({ isText }) => isText) ? ok([]) : valuesOf(file, text.value);
  if (!values.ok) return values;
  const rows = wanted.some(({ isText }) => isText) ? lineValues(text.value) : [];
  const lineOf = lineCounter(text.value);
  const found = wanted.map((each) => locate(text.value, each.isText === true ? rows : values.value, lineOf, each));
  const problems = found.flatMap((result) => (result.ok ? [] : result.problems));
  const edits = new Map(
    found.flatMap((result) =>
      result.ok ? [[`${result.value.start} ${result.value.end} ${result.value.after}`, result.value] as const] : [],
    ),
  );
  return problems.length > 0 ? fail(...problems) : ok([...edits.values()]);
}

/** One place in a value where the text stands, and how well it fits. */
interface Candidate {
  readonly value: Value;
  readonly start: number;
  readonly isWhole: boolean;
  /** Smaller is better. */
  readonly rank: number;
}

function locate(text: string, values: readonly Value[], lineOf: (at: number) => number, wanted: Wanted): Result<Edit> {
  const { file, line, before, after, why, names = [] } = wanted;
  const candidates = values.flatMap((value) => candidatesIn(text, value, lineOf, line, before));
  const pool = nearest(candidates, (each) => distance(text, each.value, each.start, names));
  const best = Math.min(...pool.map(({ rank }) => rank));
  const [found, ...others] = pool.filter(({ rank }) => rank === best);
  if (found === undefined) return fail(notThere(wanted, `no value there holds "${before}"`));
  if (others.length > 0) return fail(notThere(wanted, `"${before}" stands there ${others.length + 1} times`));
  const { value, start, isWhole } = found;
  if (!value.holds(after)) return fail(notThere(wanted, `"${after}" would not be read back there as it is`));
  const end = isWhole ? value.end : start + before.length;
  return ok({ file, start, end, before: text.slice(start, end), after, why });
}

function candidatesIn(
  text: string,
  value: Value,
  lineOf: (at: number) => number,
  line: number,
  before: string,
): readonly Candidate[] {
  const depth = value.lines.lastIndexOf(line);
  const first = lineOf(value.start);
  const last = value.end > value.start ? lineOf(value.end - 1) : first;
  const isInside = first <= line && line <= last;
  if (depth < 0 && !isInside) return [];
  const isVersion = /version|^tag$/i.test(String(value.path.at(-1) ?? '')) ? 0 : 1;
  // The value of that very line goes before what stands further down in the table that begins there.
  const far = isInside || depth === value.lines.length - 1 ? 0 : 10 * (value.lines.length - depth);
  if (value.text === before) return [{ value, start: value.start, isWhole: true, rank: far + isVersion }];
  return occurrences(text.slice(value.start, value.end), before)
    .map((at) => value.start + at)
    .filter((start) => first === last || depth >= 0 || lineOf(start) === line)
    .map((start) => ({ value, start, isWhole: false, rank: far + 2 + isVersion }));
}

/** Where a value stands in a text, whole: 1.0 is not found in 1.0.1, nor in core-1.0. */
export function occurrences(text: string, value: string): readonly number[] {
  const found: number[] = [];
  if (value === '') return found;
  const goesOn = (inside = '', outside = ''): boolean => /[\w.+-]/.test(inside) && /[\w.+-]/.test(outside);
  // A full stop ends a sentence, not a version.
  const behind = (at: number): string | undefined => (/^\.(?!\w)/.test(text.slice(at, at + 2)) ? undefined : text[at]);
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
    if (!goesOn(value[0], text[at - 1]) && !goesOn(value.at(-1), behind(at + value.length))) found.push(at);
  return found;
}

/**
 * How far a value is from the name that it is asked for by: a key of that name leads to it, or the name stands in the same text before it,
 * as in `core[extra]>=1.0`. Endless where the name is nowhere.
 */
function distance(text: string, { path, start: from }: Value, start: number, names: readonly string[]): number {
  const same = names.map(plainName);
  const head = /^[^\s<>=!~^;,@([]+/.exec(text.slice(from, start).trimStart())?.[0];
  if (head !== undefined && same.includes(plainName(head))) return 0;
  const key = path.findLastIndex((part) => same.includes(plainName(String(part))));
  return key < 0 ? Infinity : path.length - 1 - key;
}

function nearest(candidates: readonly Candidate[], far: (candidate: Candidate) => number): readonly Candidate[] {
  const least = Math.min(...candidates.map(far));
  return candidates.filter((each) => far(each) === least);
}

const plainName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

const notThere = ({ file, line, before, after }: Wanted, reason: string): Problem => ({
  code: 'EDIT_NOT_EXACT',
  severity: 'error',
  what: `"${before}" cannot become "${after}" by an exact edit: ${reason}.`,
  where: { file, line },
  fix: 'Plan again if the file changed; else write the value once, in one line, in quotes and without escapes.',
});
