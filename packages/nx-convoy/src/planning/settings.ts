import type { Config } from '../model/config.ts';
import { levels, type Level } from '../model/plan.ts';
import { defaultRule, type BumpRule, type TypeLevels } from './rule.ts';

/** The bump rule of a repository: its own settings, then Nx's words for the same, then the default. */
export function ruleOf({ release, bump }: Config): BumpRule {
  const adjusts = release?.version?.adjustSemverBumpsForZeroMajorVersion;
  const updates = release?.version?.updateDependents;
  const said = bump?.dependents;
  return {
    zero: bump?.zero ?? (adjusts === undefined ? defaultRule.zero : adjusts ? 'shift' : 'plain'),
    patch: bump?.patch ?? defaultRule.patch,
    dependents: typeof said === 'string' ? said : updates === 'never' ? 'own' : defaultRule.dependents,
    ...(typeof said === 'object' ? { policies: said } : {}),
  };
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
