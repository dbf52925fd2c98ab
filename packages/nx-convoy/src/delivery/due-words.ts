import type { Problem } from '../model/problem.ts';
import type { Named } from './named.ts';

export const notMeant = (id: string, version: string, named: Exclude<Named, { is: 'one' }>): Problem =>
  named.is === 'none'
    ? {
        code: 'DUE_UNKNOWN',
        severity: 'error',
        what: `The release commit releases ${id} ${version}, and there is no such unit here.`,
        fix: 'See what is: npx nx-convoy graph --explain. If an exclude hides it, publish from a commit without that.',
      }
    : {
        code: 'DUE_AMBIGUOUS',
        severity: 'error',
        what: `The release commit releases ${id} ${version}, which could be ${named.units.map((unit) => unit.id).join(' or ')}.`,
        fix: `Say which: npx nx-convoy publish --units=${named.units[0]?.id ?? id}`,
      };
