import type { Config } from '../model/config.ts';
import type { Ancestry, Tag } from '../model/history.ts';
import type { Unit } from '../model/unit.ts';
import { groupsOf } from '../planning/groups/groups.ts';
import { abandonedPrefix, tagFamilies, type Release } from '../planning/tags/families.ts';
import { releasesOf } from '../planning/tags/bases.ts';
import { ownership, tagClaims } from '../planning/tags/ownership.ts';

/**
 * The releases that tags name, by unit, highest first. Whose tags are whose is told as for a plan; a clone of depth 1 knows one commit and
 * perhaps one tag, and that is enough.
 */
export function taggedReleases(
  units: readonly Unit[],
  config: Config,
  tags: readonly Tag[],
  ancestry: Ancestry,
): ReadonlyMap<string, readonly Release[]> {
  const families = tagFamilies(tags.filter(({ name }) => !name.startsWith(abandonedPrefix)));
  const groups = groupsOf(units, config);
  const { prefixes } = ownership(tagClaims(groups, families), {
    families,
    reaches: ({ tag }) => ancestry.at.has(tag.commit),
    versionOf: ({ version }) => version,
    ageOf: ({ tag }) => ancestry.at.get(tag.commit),
  });
  return new Map(
    groups.flatMap((group) => {
      const releases = releasesOf(prefixes.get(group.name) ?? [], families);
      return group.units.map(({ id }) => [id, releases] as const);
    }),
  );
}
