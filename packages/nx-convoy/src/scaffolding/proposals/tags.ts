import type { Config } from '../../model/config.ts';
import type { Tag } from '../../model/history.ts';
import type { Unit } from '../../model/unit.ts';
import { groupsOf, type Group } from '../../planning/groups/groups.ts';
import type { Base } from '../../planning/tags/bases.ts';
import { tagFamilies } from '../../planning/tags/families.ts';
import { saidPrefixes } from '../../planning/tags/ownership.ts';
import type { ReleaseGroups } from '../../planning/tags/release-groups.ts';
import { proposed, type Proposal } from './proposal.ts';

export interface Around extends ReleaseGroups {
  readonly units: readonly Unit[];
  readonly tags: readonly Tag[];
  readonly config: Config;
}

/** How tags are written, where nobody has said it: as they are, so that a clone without them, or a new neighbour, changes nothing. */
export function tagProposals(around: Around): readonly Proposal[] {
  const { groups, bases } = around;
  const taken = new Set(groups.flatMap((group) => saidPrefixes(group) ?? []));
  return groups.flatMap((group): readonly Proposal[] => {
    const base = bases.get(group.name);
    const unit = group.units.find((one) => !one.private) ?? group.units[0];
    if (base === undefined || unit === undefined || group.tagPattern !== undefined) return [];
    if (saidPrefixes(group) !== undefined) return [];
    const why = reasonAgainst(group, base, around);
    if (why !== undefined) return [{ choice: { what: `tags of ${unit.id} stay unsaid`, why } }];
    const prefix = base.latest === undefined ? freePrefix(base.prefix, unit, taken) : base.prefix;
    taken.add(prefix);
    const seen =
      base.latest === undefined
        ? 'no tag yet: as such units are usually tagged'
        : `as ${base.latest.tag.name} is written`;
    return [proposed(['units', unit.id, 'tag'], `${prefix}{version}`, seen)];
  });
}

/** One pattern for one unit would forget what the tags tell. */
function reasonAgainst(group: Group, { prefix, taken }: Base, { units, tags, config }: Around): string | undefined {
  const known = new Set(
    tagFamilies(tags)
      .get(prefix)
      ?.map(({ version }) => version),
  );
  if ([...taken].some((version) => !known.has(version))) return 'they were written in several ways, and all count';
  const ids = idsOf(group);
  return groupsOf(units, config).some((apart) => idsOf(apart) === ids)
    ? undefined
    : `one tag names all of ${ids}: a group would say so`;
}

const idsOf = ({ units }: Group): string =>
  units
    .map(({ id }) => id)
    .sort()
    .join(', ');

/** Two units of one project, or of one name, are told apart by their ecosystem. */
function freePrefix(prefix: string, { ecosystem }: Unit, taken: ReadonlySet<string>): string {
  if (!taken.has(prefix)) return prefix;
  const [, name = prefix, joint = ''] = /^(.*?)([@_/-]?v?)$/.exec(prefix) ?? [];
  return name === '' ? `${ecosystem}-${prefix}` : `${name}-${ecosystem}${joint}`;
}
