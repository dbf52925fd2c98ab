import { versionAt } from '../../delivery/stated.ts';
import { whatIsDue } from '../../delivery/due.ts';
import type { Standing } from '../../delivery/standing.ts';
import { isCalled } from '../../graph/called.ts';
import type { NotDue } from '../../model/due.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';

/** A version of a unit that has to be out. */
export interface Wanted {
  readonly unit: Unit;
  readonly version: string;
  /** What it was made from, where HEAD tells. */
  readonly commit?: string;
}

export interface Selection {
  readonly wanted: readonly Wanted[];
  readonly left: readonly NotDue[];
  readonly problems: readonly Problem[];
  /** Why there is nothing to verify. */
  readonly nothing?: string;
}

/** What is released by HEAD, as a publish takes it; who is asked for by name is verified though HEAD says nothing of it. */
export function select(standing: Standing, asked: readonly string[]): Selection {
  // What nobody has released is not out, on whichever branch.
  const { head, parents, releases, isAfter } = standing;
  const { due, notDue, problems, nothing } = whatIsDue({
    ...{ head, parents, releases, units: standing.units },
    ...(isAfter === undefined ? {} : { isAfter }),
  });
  const units = new Map(standing.units.map((unit) => [unit.id, unit]));
  const released = due.flatMap(({ unit: id, version, commit }): readonly Wanted[] => {
    const unit = units.get(id);
    return unit === undefined ? [] : [{ unit, version, commit }];
  });
  if (asked.length === 0)
    return { wanted: released, left: notDue, problems, ...(nothing === undefined ? {} : { nothing }) };
  const found = asked.map((word) => byName(word, standing.units, released));
  const wanted = new Map(found.flatMap((one) => one.wanted).map((one) => [`${one.unit.id} ${one.version}`, one]));
  return {
    wanted: [...wanted.values()],
    left: found.flatMap((one) => one.left),
    problems: found.flatMap((one) => one.problems),
  };
}

function byName(word: string, units: readonly Unit[], released: readonly Wanted[]): Selection {
  const { name, version } = named(word, units);
  const meant = units.filter((unit) => isCalled(unit, name));
  if (meant.length === 0) return { wanted: [], left: [], problems: [unknown(word)] };
  const left: NotDue[] = [];
  const wanted: Wanted[] = [];
  for (const unit of meant) {
    const known = released.find((one) => one.unit.id === unit.id);
    const asked = version ?? known?.version ?? versionAt(unit);
    if (unit.private) left.push({ unit: unit.id, why: unit.why ?? 'no registry takes it', isPrivate: true });
    else if (asked === undefined) left.push({ unit: unit.id, why: 'its files state no version: say which, with @' });
    else wanted.push(known?.version === asked ? known : { unit, version: asked });
  }
  return { wanted, left, problems: [] };
}

/** `npm:@acme/web@1.2.0`: the first sign of a scope is no sign of a version. */
export function named(word: string, units: readonly Unit[]): { readonly name: string; readonly version?: string } {
  if (units.some((unit) => isCalled(unit, word))) return { name: word };
  const [, name, version] = /^(.+[^:/@])@([^@/]+)$/.exec(word) ?? [];
  return name === undefined || version === undefined ? { name: word } : { name, version };
}

const unknown = (word: string): Problem => ({
  code: 'UNIT_UNKNOWN',
  severity: 'error',
  what: `No unit is called "${word}".`,
  fix: 'See what there is: npx nx-convoy graph.',
});
