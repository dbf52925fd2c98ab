import type { Config } from '../../model/config.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import type { Manifest } from '../../packaging/manifest-schema.ts';
import type { Bounds, FileLimit } from '../../packaging/sizes.ts';
import { limitsAt } from '../../registries/limits.ts';

/** What is known of the files of a unit before they are made: how large they may be, and what an earlier release had. */
export function boundsOf(
  unit: Unit,
  ecosystem: Ecosystem,
  {
    config,
    repo,
    since,
  }: { readonly config: Config; readonly repo: Snapshot; readonly since: ReadonlyMap<string, Manifest> },
): Omit<Bounds, 'unit'> {
  const size = config.units[unit.id]?.size;
  const before = since.get(unit.id);
  return {
    ...(size === undefined ? {} : { size }),
    ...(before === undefined ? {} : { since: before }),
    limits: unit.private ? [] : limitsOf(unit, ecosystem, repo),
  };
}

/** Where it goes to, as far as that is known: who cannot be found has no known limit. */
function limitsOf(unit: Unit, ecosystem: Ecosystem, repo: Snapshot): readonly FileLimit[] {
  const words: readonly (string | undefined)[] = unit.registries.length === 0 ? [undefined] : unit.registries;
  return words.flatMap((word) => {
    const found = ecosystem.locate?.(word, unit, repo);
    if (found?.ok !== true) return [];
    return limitsAt(found.value.registry).flatMap(({ of, bytes, registry, per, source }) =>
      of === 'file' && bytes !== undefined ? [{ registry, bytes, per, source }] : [],
    );
  });
}
