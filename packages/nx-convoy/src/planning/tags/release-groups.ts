import type { Config } from '../../model/config.ts';
import type { Ancestry, Tag } from '../../model/history.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { basesOf, type Base, type Bases } from './bases.ts';
import { groupsOf, unite, type Group } from '../groups/groups.ts';

export interface ReleaseGroups {
  readonly groups: readonly Group[];
  readonly bases: ReadonlyMap<string, Base>;
  /** What its tags begin with, by group. */
  readonly prefixes?: Bases['prefixes'];
  readonly problems: readonly Problem[];
}

/** All that has versions of its own, each with what it has released so far. */
export function releaseGroups(
  units: readonly Unit[],
  config: Config,
  tags: readonly Tag[],
  ancestry: Ancestry,
): ReleaseGroups {
  const apart = groupsOf(units, config);
  const first = basesOf(apart, tags, ancestry);
  const together = unite(apart, first.united);
  const { bases, prefixes, problems } = first.united.length === 0 ? first : basesOf(together, tags, ancestry);
  const groups = together.filter((group) => isVersioned(group, bases.get(group.name)?.latest !== undefined));
  const isKept = new Set(groups.map(({ name }) => name));
  return { groups, bases: new Map([...bases].filter(([name]) => isKept.has(name))), prefixes, problems };
}

/** What no registry takes is versioned where somebody says so, where it shares a version with others, or where its tags show it. */
export const isVersioned = ({ units, isConfigured }: Group, isTagged: boolean): boolean =>
  isConfigured || isTagged || units.some((unit) => !unit.private);
