import type { Problem } from '../../model/problem.ts';
import { listOf, objectOf, stringOf, type JsonObject } from '../../text/json/narrow.ts';

/** What a verb has told in JSON; empty where it told nothing that is. */
export function told(stdout: string): JsonObject {
  try {
    return objectOf(JSON.parse(stdout));
  } catch {
    return {};
  }
}

/** The last line of those that are JSON each. */
export const lastOf = (stdout: string): JsonObject => told(stdout.trimEnd().split('\n').at(-1) ?? '');

/** Places stand beside the words of a problem, or in a table of their own. */
export const problemsIn = (list: unknown): readonly Problem[] =>
  listOf(list).flatMap((one) => {
    const { code, severity, what, fix, where, ...rest } = objectOf(one);
    const [whatText, fixText] = [stringOf(what), stringOf(fix)];
    if (whatText === undefined || fixText === undefined) return [];
    const place = { ...rest, ...objectOf(where) };
    const file = stringOf(place.file);
    return [
      {
        code: stringOf(code) ?? '',
        severity: severity === 'warning' ? 'warning' : 'error',
        what: whatText,
        fix: fixText,
        ...(file === undefined
          ? {}
          : { where: { file, ...(typeof place.line === 'number' ? { line: place.line } : {}) } }),
      },
    ];
  });
