import type { Config } from '../../model/config.ts';
import type { Tag } from '../../model/history.ts';
import { tagFamilies } from '../../planning/tags/families.ts';
import { saidPrefixes } from '../../planning/tags/ownership.ts';
import type { ReleaseGroups } from '../../planning/tags/release-groups.ts';
import { proposed, type Proposal } from './proposal.ts';

/** How tags are written, where nobody has said it: as they are, so that a clone without them, or a new neighbour, changes nothing. */
export function tagProposals(
  { groups, bases }: ReleaseGroups,
  tags: readonly Tag[],
  config: Config,
): readonly Proposal[] {
  const families = tagFamilies(tags);
  return groups.flatMap((group): readonly Proposal[] => {
    const base = bases.get(group.name);
    const unit = group.units.find((one) => !one.private) ?? group.units[0];
    if (base === undefined || unit === undefined || config.units[unit.id]?.tag !== undefined) return [];
    if (saidPrefixes(group) !== undefined || group.tagPattern !== undefined) return [];
    const { prefix, taken, latest } = base;
    const known = new Set(families.get(prefix)?.map(({ version }) => version));
    // One pattern would make the others forgotten.
    if ([...taken].some((version) => !known.has(version)))
      return [
        { choice: { what: `tags of ${unit.id} stay unsaid`, why: 'they were written in several ways, and all count' } },
      ];
    const why =
      latest === undefined ? 'no tag yet: as such units are usually tagged' : `as ${latest.tag.name} is written`;
    return [proposed(['units', unit.id, 'tag'], `${prefix}{version}`, why)];
  });
}
