import type { Config } from '../../model/config.ts';
import type { Addressed, Ecosystem } from '../../model/ecosystem.ts';
import type { PlannedUnit } from '../../model/plan.ts';
import type { Result } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';

/** Every place that a unit goes to, as its ecosystem finds it; the options say last what a word means. */
export function addressesOf(
  unit: PlannedUnit,
  ecosystem: Ecosystem,
  repo: Snapshot,
  { registries: named = {} }: Config,
): readonly Result<Addressed>[] {
  const { usual } = ecosystem.registry ?? {};
  const words = unit.registries.length > 0 ? unit.registries : usual === undefined ? [] : [undefined];
  return words.flatMap((word) => {
    const said = named[word ?? usual ?? ''];
    const located = ecosystem.locate?.(said ?? word, unit, repo);
    return located === undefined ? [] : [located];
  });
}
