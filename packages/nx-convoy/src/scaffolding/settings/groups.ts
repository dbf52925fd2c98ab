import type { Config } from '../../model/config.ts';
import type { Ancestry, Tag } from '../../model/history.ts';
import type { Problem } from '../../model/problem.ts';
import type { Choice } from '../../model/scaffold.ts';
import type { Unit } from '../../model/unit.ts';
import { abandonedPrefix, tagFamilies } from '../../planning/tags/families.ts';
import { releaseGroups, type ReleaseGroups } from '../../planning/tags/release-groups.ts';
import { unclaimed, withAdopted, type Unclaimed } from './adopted.ts';
import { groupSettings } from './grouping.ts';
import { withHeld, type HeldTogether } from './held-together.ts';
import { releaseSets } from './release-set.ts';
import type { Setting, Settled } from './settled.ts';
import { idsOf, tellSet } from './telling.ts';
import { count } from './versioning.ts';

export interface Released {
  readonly units: readonly Unit[];
  readonly config: Config;
  readonly tags: readonly Tag[];
  readonly ancestry: Ancestry;
  readonly held: readonly HeldTogether[];
  /** Tags that nothing accounts for are taken as they are. */
  readonly adopt: boolean;
}

export interface SettledGroups extends Settled {
  readonly problems: readonly Problem[];
  /** What a plan must make of the settings: the same groups, with the same releases behind them. */
  readonly expected: ReleaseGroups;
  /** The user has said it: nothing is written. */
  readonly isSaid: boolean;
}

/** Who is released together and how their tags look, by the manifests, by other tools' settings and by the tags that are there. */
export function settleGroups(seen: Released): SettledGroups {
  const { units, config, tags, ancestry, held, adopt } = seen;
  const isSaid = hasGroups(config);
  const at = (one: Config): ReleaseGroups => releaseGroups(units, one, tags, ancestry);
  const holding = isSaid ? config : withHeld(config, held);
  const first = at(holding);
  const usable = tags.filter(({ name }) => !name.startsWith(abandonedPrefix));
  const left = unclaimed(first, usable, ancestry);
  const adopted = adopt && !isSaid ? left.filter((one) => one.units.length > 0) : [];
  const expected = adopted.length === 0 ? first : at(withAdopted(holding, adopted));
  const sets = releaseSets(expected.groups, expected.bases);
  const evidence = { families: tagFamilies(usable), held };
  const linked = isSaid || config.linked !== undefined ? [] : linkedSettings(held);
  return {
    settings: isSaid ? [] : [...groupSettings(sets, units), ...linked],
    choices: [
      ...sets.flatMap((set) => tellSet(set, evidence)).map((choice) => (isSaid ? asConfigured(choice) : choice)),
      ...linked.map(() => ({
        what: 'linked packages',
        why: `${held.find(({ how }) => how === 'linked')?.file ?? ''} links them`,
      })),
      ...leftOut(units, expected),
      ...left
        .filter((one) => !adopted.includes(one) && one.units.length === 0)
        .map(passedOver)
        .slice(0, shown),
      ...adopted.map(taken),
    ],
    problems: isSaid || adopt ? [] : left.filter((one) => one.units.length > 0).map(mayBeAdopted),
    expected,
    isSaid,
  };
}

const shown = 5;

export const hasGroups = ({ release, units }: Config): boolean =>
  release?.groups !== undefined ||
  release?.projects !== undefined ||
  release?.projectsRelationship !== undefined ||
  release?.releaseTag?.pattern !== undefined ||
  Object.values(units).some(({ group, tag }) => group !== undefined || tag !== undefined);

const asConfigured = ({ what, why }: Choice): Choice => ({
  what,
  why: what.startsWith('group ') ? 'as it is configured' : why,
});

function linkedSettings(held: readonly HeldTogether[]): readonly Setting[] {
  const sets = held
    .filter(({ how }) => how === 'linked')
    .map(({ units }) => ({ units: units.map(({ id }) => id), by: 'version' }));
  return sets.length === 0 ? [] : [{ part: 'options', path: ['linked'], value: sets }];
}

function leftOut(units: readonly Unit[], { groups }: ReleaseGroups): readonly Choice[] {
  const isIn = new Set(groups.flatMap((group) => group.units.map(({ id }) => id)));
  const out = units.filter(({ id }) => !isIn.has(id));
  return out.length === 0
    ? []
    : [{ what: `without versions of their own: ${idsOf(out)}`, why: 'no registry takes them, and no tag names them' }];
}

const example = ({ prefix, releases }: Unclaimed): string => `${prefix}${releases[0]?.version ?? ''}`;

const passedOver = (one: Unclaimed): Choice => ({
  what: `${count(one.releases.length, 'tag')} such as ${one.releases[0]?.tag.name ?? ''} left alone`,
  why: 'no unit is called so',
});

const taken = (one: Unclaimed): Choice => ({
  what: `tags such as ${example(one)} taken as they are`,
  why: `--adopt; ${count(one.releases.length, 'tag')}, for ${idsOf(one.units)}`,
});

const mayBeAdopted = (one: Unclaimed): Problem => ({
  code: 'TAGS_UNCLAIMED',
  severity: 'warning',
  what: `${count(one.releases.length, 'tag')} such as ${one.releases[0]?.tag.name ?? ''} could be of ${idsOf(one.units)}, but no manifest stands at them; they are left alone.`,
  fix: 'If they are, take them as they are: nx-convoy init --adopt',
});
