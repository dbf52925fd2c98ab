import type { Place, Problem } from '../model/problem.ts';
import { nearest } from './nearest.ts';

/** A key that nobody reads: most often a slip of the pen. */
export const unknownKey = (key: string, known: readonly string[], where: Place): Problem => ({
  code: 'CONFIG_INVALID',
  severity: 'warning',
  what: `${JSON.stringify(key)} is no option of nx-convoy.`,
  where,
  fix: nearest(key, known) ?? `Take it out; known here: ${known.join(', ')}.`,
});
