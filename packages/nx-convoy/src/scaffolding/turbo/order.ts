import { withoutRings } from '../../graph/without-rings.ts';

export interface Carried {
  /** Packages whose task goes before that of a package. */
  before(name: string): readonly string[];
  /** What its units need that no task before it brings: it takes that along. */
  along(name: string): readonly string[];
}

/**
 * Packages in the order of what they carry. What a package carries may need what no package carries, and that something of another package:
 * then it waits for that one. Packages may wait for each other though nothing that they carry does: none of them is held up, and each
 * takes along what it needs.
 *
 * @param carried Units by package.
 * @param needs What a unit needs itself.
 */
export function orderOf(
  carried: ReadonlyMap<string, readonly string[]>,
  needs: (unit: string) => readonly string[],
): Carried {
  const carrierOf = new Map([...carried].flatMap(([name, units]) => units.map((unit) => [unit, name] as const)));
  const direct = new Map([...carried].map(([name, units]) => [name, nearest(name, units)]));
  const free = withoutRings(direct);
  const known = new Map([...carried.keys()].map((name) => [name, free(name)]));
  const before = (name: string): readonly string[] => known.get(name) ?? [];
  return {
    before,
    along(name) {
      const brought = new Set([name]);
      // A set that is walked through gives also what is added on the way.
      for (const one of brought) for (const other of before(one)) brought.add(other);
      const all = new Set(carried.get(name) ?? []);
      for (const unit of all) for (const need of needs(unit)) all.add(need);
      return [...all].filter((unit) => !brought.has(carrierOf.get(unit) ?? '')).sort();
    },
  };

  function nearest(name: string, units: readonly string[]): ReadonlySet<string> {
    const found = new Set<string>();
    const walked = new Set(units);
    for (const unit of walked)
      for (const need of needs(unit)) {
        const carrier = carrierOf.get(need);
        if (carrier === undefined || carrier === name) walked.add(need);
        else found.add(carrier);
      }
    return found;
  }
}
