import type { Config } from '../../model/config.ts';
import type { PlannedAsset, PlannedTag, PlannedUnit } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { entryProblems, twice } from '../../packaging/assets/problems.ts';
import { wantedOf, type Naming, type WantedAsset } from '../../packaging/assets/wanted.ts';

export type AssetSettings = Pick<Config, 'assets' | 'units'>;
type Known = Pick<Unit, 'id' | 'programs'>;

/** The files that this release hands out beside its packages, by the names they will have; what only their making tells stays: `{os}`. */
export function assetsOf(
  units: readonly PlannedUnit[],
  tags: readonly PlannedTag[],
  settings: AssetSettings | undefined,
  known: readonly Known[],
): readonly PlannedAsset[] {
  return units.flatMap((unit) => {
    const own = settings?.assets?.[unit.id];
    // Most have none, and there are as many tags as units.
    if (own === undefined) return [];
    const naming = namingOf(unit, tags, settings, known);
    return own.flatMap((config) =>
      wantedOf(config, naming).map(({ name, platform }) => ({
        unit: unit.id,
        name,
        ...(platform === undefined ? {} : { target: platform.target }),
        files: config.files ?? [],
      })),
    );
  });
}

/** What one unit of a plan hands out, by the settings of the commit that is checked out. */
export const wantedAssets = (
  unit: PlannedUnit,
  tags: readonly PlannedTag[],
  settings: AssetSettings,
  { units }: { readonly units: readonly Known[] },
): readonly WantedAsset[] =>
  (settings.assets?.[unit.id] ?? []).flatMap((config) => wantedOf(config, namingOf(unit, tags, settings, units)));

function namingOf(
  { id, name, version }: PlannedUnit,
  tags: readonly PlannedTag[],
  settings: AssetSettings | undefined,
  known: readonly Known[],
): Naming {
  const tag = tags.find((one) => one.units.includes(id))?.name;
  return {
    ...{ unit: id, name, version: version.spelling },
    ...(tag === undefined ? {} : { tag }),
    programs: known.find((unit) => unit.id === id)?.programs ?? [],
    targets: settings?.units[id]?.targets ?? [],
  };
}

/** Assets of nobody, entries that mean nothing, and two files of one name in one release. */
export function assetProblems(
  planned: readonly PlannedAsset[],
  units: readonly PlannedUnit[],
  settings: AssetSettings | undefined,
  known: readonly Known[],
): readonly Problem[] {
  const isKnown = new Set(known.map(({ id }) => id));
  return [
    ...Object.keys(settings?.assets ?? {})
      .filter((id) => !isKnown.has(id))
      .map(nobody),
    ...units.flatMap((unit) =>
      (settings?.assets?.[unit.id] ?? []).flatMap((config) =>
        entryProblems(config, namingOf(unit, [], settings, known)),
      ),
    ),
    ...twice(planned),
  ];
}

const nobody = (id: string): Problem => ({
  code: 'UNIT_UNKNOWN',
  severity: 'error',
  what: `The options have assets of "${id}", but no unit is called so.`,
  fix: 'Write the id as nx-convoy graph shows it.',
});
