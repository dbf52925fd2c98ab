import type * as z from 'zod/mini';
import type { Config } from '../model/config.ts';
import type { Place, Problem } from '../model/problem.ts';
import { isObject, objectOf } from '../text/json/narrow.ts';
import { complaint, pinpoint, type Path, type Wrong } from './complaint.ts';
import { knownKeys, options } from './options.ts';
import type { Part } from './part.ts';
import { release } from './release.ts';
import { unknownKey } from './unknown.ts';

export interface Checked<T> {
  readonly value: T;
  readonly problems: readonly Problem[];
}

export const checkOptions = (part: Part): Checked<Partial<Config>> => check(options, part, {});

export function checkRelease(part: Part): Checked<Partial<Config>> {
  const { value, problems } = check(release, part, {});
  return { value: isObject(part.value) ? { release: { ...value, raw: part.value } } : {}, problems };
}

/**
 * Tells every bad value, and gives what is left without them: a slip in one option must not hide all the others from whoever
 * reads the graph. A release is refused as long as there is an error.
 */
function check<T>(schema: z.ZodMiniType<T>, part: Part, empty: T): Checked<T> {
  const parsed = schema.safeParse(part.value);
  if (parsed.success) return { value: parsed.data, problems: [] };
  const { issues } = parsed.error;
  const again = schema.safeParse(without(issues, part.value));
  const wrongs = issues.flatMap((issue) => pinpoint(issue));
  return { value: again.success ? again.data : empty, problems: wrongs.flatMap((wrong) => told(wrong, part)) };
}

function told(wrong: Wrong, part: Part): readonly Problem[] {
  const place = (below: Path): Place => ({ file: part.file, line: part.json.line(...part.path, ...below) });
  const { issue, path } = wrong;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(key, knownKeys(path), place([...path, key])));
  }
  const { what, fix } = complaint(wrong, part.value);
  return [{ code: 'CONFIG_INVALID', severity: 'error', what, where: place(path), fix }];
}

/** The value without unknown keys, and without each option that something is wrong with. */
function without(issues: readonly z.core.$ZodIssue[], value: unknown): unknown {
  const left = structuredClone(objectOf(value));
  for (const issue of issues) {
    const [option] = issue.path;
    if (issue.code === 'unrecognized_keys') drop(left, issue.path, issue.keys);
    else if (option !== undefined) Reflect.deleteProperty(left, option);
  }
  return left;
}

function drop(table: unknown, path: readonly PropertyKey[], keys: readonly string[]): void {
  let at = table;
  for (const key of path) at = typeof at === 'object' && at !== null ? (Reflect.get(at, key) as unknown) : undefined;
  if (typeof at === 'object' && at !== null) for (const key of keys) Reflect.deleteProperty(at, key);
}
