import type { Problem } from '../model/problem.ts';
import type { Unit } from '../model/unit.ts';
import { canonical } from '../versions/canonical.ts';
import type { Named } from './named.ts';

/** The version that its files state. */
export const versionAt = ({ version }: Unit): string | undefined =>
  version === undefined ? undefined : (canonical(version) ?? version);

/** Whether what its files state is that version; where tags or code tell it, nothing speaks against. */
export function isSameRelease(unit: Unit, version: string): boolean {
  const stated = versionAt(unit);
  return stated === undefined || stated === (canonical(version) ?? version);
}

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
        fix: `Say which: npx nx-convoy publish --projects=${named.units[0]?.id ?? id}`,
      };
