import type { Unit } from '../model/unit.ts';
import { canonical } from '../versions/canonical.ts';

/** The version that its files state. */
export const versionAt = ({ version }: Unit): string | undefined =>
  version === undefined ? undefined : (canonical(version) ?? version);

/** Whether what its files state is that version; where tags or code tell it, nothing speaks against. */
export function isSameRelease(unit: Unit, version: string): boolean {
  const stated = versionAt(unit);
  return stated === undefined || stated === (canonical(version) ?? version);
}
