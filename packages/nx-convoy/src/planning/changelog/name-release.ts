import type { PlannedUnit } from '../../model/plan.ts';
import type { Released } from '../plan.ts';
import type { Release } from './release.ts';

export const tagOf = ({ base, decision }: Released): string => `${base.prefix}${decision.written ?? decision.to}`;

/** How changelogs name a release; `isNamed` where a file tells of several. */
export function nameRelease(released: Released, isNamed: boolean): Release {
  const { base, decision, units } = released;
  const tag = tagOf(released);
  const version = spellingOf(units, decision.to);
  const last = base.latest;
  return {
    version,
    canonical: decision.to,
    tag,
    prefix: base.prefix,
    isNamed,
    label: isNamed ? tag : version,
    ...(last === undefined
      ? {}
      : { previous: { version: last.tag.name.slice(last.prefix.length), tag: last.tag.name } }),
  };
}

/** What all of its registries write, if they agree: `1.0.0rc1` for a wheel. */
function spellingOf(units: readonly PlannedUnit[], version: string): string {
  const spellings = new Set(units.map((unit) => unit.version.spelling));
  const [only] = spellings;
  return spellings.size === 1 && only !== undefined ? only : version;
}
