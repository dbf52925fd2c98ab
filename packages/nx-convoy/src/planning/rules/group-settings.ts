import type { Config, DependentsConfig, VersionConfig } from '../../model/config.ts';
import { readCalver, type Calver } from '../../versions/calver.ts';
import type { Group } from '../groups/groups.ts';
import { policyOf, type Passing } from '../causes/propagate.ts';
import { zeroOf } from './settings.ts';
import type { BumpRule, ZeroRule } from './rule.ts';

/** How one group is planned: what is said of it comes before what is said of all. */
export interface GroupSettings {
  readonly zero: ZeroRule;
  /** Its versions tell a day. */
  readonly calver?: Calver;
  /** Nx's `currentVersionResolver: disk`: what was released is what the manifests state, whatever the tags say. */
  readonly isOnDisk: boolean;
  /** Nx's `specifierSource: version-plans`: commits ask for nothing. */
  readonly isByPlans: boolean;
  /** Whether those that only follow a prerelease become prereleases, too. */
  readonly followsPreid: boolean;
}

export function settingsOf(group: Group, config: Config, rule: BumpRule): GroupSettings {
  const said = versionOf(group, config);
  const calver = readCalver(group.units.map(({ id }) => config.units[id]?.scheme).find((one) => one !== undefined));
  return {
    zero: zeroOf(group.version) ?? rule.zero,
    ...(calver === undefined ? {} : { calver }),
    isOnDisk: said.currentVersionResolver === 'disk',
    isByPlans: said.specifierSource === 'version-plans',
    followsPreid: said.applyPreidToDependents !== false,
  };
}

/** Nx's words for a group: its own before those for all. */
export const versionOf = ({ version }: Group, { release }: Config): VersionConfig => ({
  ...release?.version,
  ...version,
});

/**
 * What each edge passes on: as its needed unit says, then as that unit's group says in Nx's words, where `updateDependents` is about those
 * that need the group; then as all do.
 */
export function policies(groups: readonly Group[], { units }: Config, rule: BumpRule): Passing['policyOf'] {
  const saidBy = new Map<string, DependentsConfig>();
  for (const group of groups) {
    const updates = group.version?.updateDependents;
    for (const { id } of group.units) {
      const said =
        units[id]?.dependents ?? (updates === undefined ? undefined : updates === 'never' ? 'own' : 'follow');
      if (said !== undefined) saidBy.set(id, said);
    }
  }
  return ({ kind, to }) => {
    const said = saidBy.get(to);
    if (said === undefined) return policyOf(kind, rule.dependents, rule.policies);
    return typeof said === 'string'
      ? policyOf(kind, said)
      : policyOf(kind, rule.dependents, { ...rule.policies, ...said });
  };
}
