import type { AssetConfig } from '../../model/config.ts';
import type { PlannedAsset, PlannedTag, PlannedUnit } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';

/** The files that this release hands out beside its packages, by the names they will have. */
export function assetsOf(
  units: readonly PlannedUnit[],
  tags: readonly PlannedTag[],
  assets: Readonly<Record<string, readonly AssetConfig[]>> | undefined,
): readonly PlannedAsset[] {
  return units.flatMap((unit) => {
    const own = assets?.[unit.id];
    // Most have none, and there are as many tags as units.
    if (own === undefined) return [];
    const tag = tags.find((one) => one.units.includes(unit.id))?.name;
    return own.map(({ name, files }) => ({
      unit: unit.id,
      name: named(name, { name: unit.name, version: unit.version.spelling, ...(tag === undefined ? {} : { tag }) }),
      files,
    }));
  });
}

/** What is not known yet, such as `{os}`, stays until it is built. A name is no path. */
const named = (pattern: string, words: Readonly<Record<string, string>>): string =>
  pattern.replaceAll(/\{(\w+)\}/g, (found, word: string) => (words[word] ?? found).replaceAll(/[\\/:]/g, '-'));

/** Assets of nobody, and two of one name in one release: the second would take the place of the first. */
export function assetProblems(
  planned: readonly PlannedAsset[],
  units: readonly Unit[],
  assets: Readonly<Record<string, readonly AssetConfig[]>> | undefined,
): readonly Problem[] {
  const known = new Set(units.map(({ id }) => id));
  const byName = new Map<string, PlannedAsset[]>();
  for (const asset of planned) byName.set(asset.name, [...(byName.get(asset.name) ?? []), asset]);
  return [
    ...Object.keys(assets ?? {})
      .filter((id) => !known.has(id))
      .map(nobody),
    ...[...byName].filter(([, same]) => same.length > 1).map(twice),
  ];
}

const nobody = (id: string): Problem => ({
  code: 'UNIT_UNKNOWN',
  severity: 'error',
  what: `The options have assets of "${id}", but no unit is called so.`,
  fix: 'Write the id as nx-convoy graph shows it.',
});

const twice = ([name, same]: readonly [string, readonly PlannedAsset[]]): Problem => ({
  code: 'ASSET_TWICE',
  severity: 'error',
  what: `${same.map(({ unit }) => unit).join(' and ')} would both hand out ${name}.`,
  fix: 'Tell them apart by a name of their own: "name": "{name}-{version}.tar.gz" below "assets" in the plugin\'s options.',
});
