import semver from 'semver';
import type { Config } from '../../model/config.ts';
import type { Ancestry, Tag } from '../../model/history.ts';
import type { Unit } from '../../model/unit.ts';
import type { Group } from '../../planning/groups/groups.ts';
import { tagFamilies, weakPrefixes, wordPrefixes, type Release } from '../../planning/tags/families.ts';
import type { ReleaseGroups } from '../../planning/tags/release-groups.ts';

/** Tags of one pattern that no unit's name and no manifest accounts for, and whose they would be if they were taken as they are. */
export interface Unclaimed {
  readonly prefix: string;
  /** Highest first. */
  readonly releases: readonly Release[];
  readonly units: readonly Unit[];
}

/**
 * What is left when every group has found its tags. A pattern that names an ecosystem is of its groups, one that names nobody of all, as one
 * version, and any other one of the only group that there is; where some of them have tags of their own, it is rather of times that are past.
 */
export function unclaimed(
  { groups, prefixes = new Map() }: ReleaseGroups,
  tags: readonly Tag[],
  { at }: Ancestry,
): readonly Unclaimed[] {
  const isOwned = new Set([...prefixes.values()].flat());
  const left = [...tagFamilies(tags)].filter(
    ([prefix, releases]) =>
      !isOwned.has(prefix) && releases.some((release) => isStable(release) && at.has(release.tag.commit)),
  );
  const open = groups.filter(({ units }) => units.some(isPublic));
  const given = new Set<Group>(open.filter(({ name }) => (prefixes.get(name) ?? []).length > 0));
  return left
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([prefix, releases]) => {
      const meant = meantBy(prefix, open);
      const isFree = meant.every((group) => !given.has(group));
      if (isFree) for (const group of meant) given.add(group);
      return { prefix, releases, units: isFree ? meant.flatMap(({ units }) => units) : [] };
    });
}

function meantBy(prefix: string, groups: readonly Group[]): readonly Group[] {
  const told = groups.filter(({ units }) => units.some(({ ecosystem }) => wordPrefixes(ecosystem).includes(prefix)));
  if (told.length > 0) return told;
  return weakPrefixes.includes(prefix) || groups.length === 1 ? groups : [];
}

const isPublic = ({ private: isPrivate }: Unit): boolean => !isPrivate;
const isStable = ({ version }: Release): boolean => semver.prerelease(version) === null;

/** As if the user had said whose they are. */
export function withAdopted(config: Config, adopted: readonly Unclaimed[]): Config {
  const units = { ...config.units };
  for (const { prefix, units: members } of adopted)
    for (const { id, ecosystem } of members)
      units[id] = {
        ...units[id],
        tag: `${prefix}{version}`,
        ...(members.length > 1 ? { group: groupName(prefix, ecosystem, members) } : {}),
      };
  return { ...config, units };
}

const groupName = (prefix: string, ecosystem: string, members: readonly Unit[]): string =>
  members.every((unit) => unit.ecosystem === ecosystem) ? ecosystem : prefix.replaceAll(/\W+$/g, '') || 'release';
