import type { Config } from '../../model/config.ts';
import type { Addressed, Ecosystem } from '../../model/ecosystem.ts';
import { ok, type Result } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { ClientSettings } from '../../model/trial.ts';
import type { Found } from '../../model/unit.ts';

/** A place of a unit, and the word by which it was named: a client may know it by that. */
export interface Place extends Addressed {
  readonly word?: string;
}

/** Every place that a unit goes to, as its ecosystem finds it; the options say last what a word means. */
export function addressesOf(
  unit: Pick<Found, 'name' | 'root' | 'registries'>,
  ecosystem: Ecosystem,
  repo: Snapshot,
  { registries: named = {} }: Config,
  user?: ClientSettings,
): readonly Result<Place>[] {
  const { usual } = ecosystem.registry ?? {};
  const words = unit.registries.length > 0 ? unit.registries : usual === undefined ? [] : [undefined];
  return words.flatMap((word) => {
    const said = named[word ?? usual ?? ''];
    const located = ecosystem.locate?.(said ?? word, unit, repo, user);
    if (located?.ok !== true) return located === undefined ? [] : [located];
    // A name that the options give in its place is one that the client knows.
    const known = said?.includes('://') === false ? said : word;
    return [ok({ ...located.value, ...(known === undefined ? {} : { word: known }) })];
  });
}
