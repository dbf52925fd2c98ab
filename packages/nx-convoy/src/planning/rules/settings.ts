import type { Config, VersionConfig } from '../../model/config.ts';
import { levels, type Level } from '../../model/plan.ts';
import { defaultRule, type BumpRule, type TypeLevels, type ZeroRule } from './rule.ts';

/** The bump rule of a repository: its own settings, then Nx's words for the same, then the default. */
export function ruleOf({ release, bump }: Config): BumpRule {
  const updates = release?.version?.updateDependents;
  const said = bump?.dependents;
  return {
    zero: bump?.zero ?? zeroOf(release?.version) ?? defaultRule.zero,
    patch: bump?.patch ?? defaultRule.patch,
    dependents: typeof said === 'string' ? said : updates === 'never' ? 'own' : defaultRule.dependents,
    ...(typeof said === 'object' ? { policies: said } : {}),
  };
}

/** Nx's word for what levels are worth below 1.0. */
export function zeroOf(version: VersionConfig | undefined): ZeroRule | undefined {
  const adjusts = version?.adjustSemverBumpsForZeroMajorVersion;
  return adjusts === undefined ? undefined : adjusts ? 'shift' : 'plain';
}

/** Nx's `conventionalCommits.types`: a type may be switched off, or be given a bump. */
export function typesOf({ release }: Config): TypeLevels {
  const table: Record<string, Level> = {};
  for (const [type, setting] of Object.entries(release?.conventionalCommits?.types ?? {})) {
    const bump = setting === false ? 'none' : setting === true ? undefined : setting.semverBump;
    const level = levels.find((one) => one === bump);
    if (level !== undefined) table[type] = level;
  }
  return table;
}
