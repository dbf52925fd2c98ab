import type { Config, ReleaseConfig } from '../../model/config.ts';
import type { Unit } from '../../model/unit.ts';
import { groupsOf } from '../groups/groups.ts';

/** Units that a version plan reaches by one word. */
export interface Named {
  readonly units: readonly string[];
  /** Why it may not be named, with the way out. */
  readonly refused?: { readonly what: string; readonly fix: string };
}

/** Everything that a plan may name: release groups, projects, units. A group's name goes before a project's, as in Nx. */
export function namesOf(units: readonly Unit[], config: Config): ReadonlyMap<string, Named> {
  const names = new Map<string, Named>();
  const released = groupsOf(units, config);
  const offered = (ids: readonly string[], isAllowed: boolean): Named =>
    isAllowed ? { units: ids } : { units: ids, refused: off };
  const allowed = new Map<string, boolean>();
  for (const { name, units: members, isOn: on, isFixed } of releaseGroups(units, config)) {
    for (const { id } of members) allowed.set(id, on);
    const ids = members.map(({ id }) => id);
    names.set(name, isFixed ? offered(ids, on) : { units: ids, refused: independent(members) });
  }
  const known = new Set(released.flatMap((group) => group.units.map(({ id }) => id)));
  for (const group of released.filter(({ isFixed }) => isFixed)) {
    const ids = group.units.map(({ id }) => id);
    if (!names.has(group.name))
      names.set(
        group.name,
        offered(
          ids,
          ids.some((id) => allowed.get(id) === true),
        ),
      );
  }
  const byName = new Map<string, Set<string>>();
  for (const { id, project, name } of units)
    for (const word of [id, project, name]) byName.set(word, (byName.get(word) ?? new Set<string>()).add(id));
  for (const [word, ids] of byName) {
    if (names.has(word)) continue;
    const inRelease = [...ids].filter((id) => known.has(id));
    names.set(
      word,
      inRelease.length === 0
        ? { units: [], refused: unreleased }
        : offered(
            inRelease,
            inRelease.some((id) => allowed.get(id) === true),
          ),
    );
  }
  return names;
}

interface ReleaseGroup {
  readonly name: string;
  readonly units: readonly Unit[];
  readonly isOn: boolean;
  readonly isFixed: boolean;
}

/** The groups of nx.json's release, independent ones whole; without any, the one that Nx calls `__default__`. */
function releaseGroups(units: readonly Unit[], config: Config): readonly ReleaseGroup[] {
  const { release } = config;
  const groups = Object.entries(release?.groups ?? {});
  const isFixed = (relationship = release?.projectsRelationship): boolean => relationship !== 'independent';
  const byDefault: ReleaseGroup = {
    name: '__default__',
    units: groupsOf(units, config).flatMap((group) => group.units),
    isOn: isOn(release?.versionPlans),
    isFixed: isFixed(),
  };
  if (release === undefined || groups.length === 0) return [byDefault];
  const whole = groups.map(([name, group]) => [name, { ...group, projectsRelationship: 'fixed' as const }] as const);
  const found = groupsOf(units, { ...config, release: { ...release, groups: Object.fromEntries(whole) } });
  return groups.map(([name, group]) => ({
    name,
    units: found.find((one) => one.name === name)?.units ?? [],
    isOn: isOn(group.versionPlans ?? release.versionPlans),
    isFixed: isFixed(group.projectsRelationship),
  }));
}

/** Whether a setting says that version plans are used. */
export const isOn = (setting: ReleaseConfig['versionPlans']): boolean => setting !== undefined && setting !== false;

export const off = {
  what: 'but version plans are not used for it',
  fix: 'Set "versionPlans": true in nx.json\'s "release" or in that group.',
};
const unreleased = {
  what: 'which is not released',
  fix: 'Add it to "release.projects" or to a group of nx.json, or take the line out.',
};
const independent = (members: readonly Unit[]): NonNullable<Named['refused']> => ({
  what: 'whose projects are versioned independently',
  fix: `Name the projects: ${members
    .slice(0, 3)
    .map(({ project }) => project)
    .join(', ')}.`,
});
