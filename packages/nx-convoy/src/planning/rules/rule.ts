import type { Message } from '../../history/message.ts';
import { isReleaseCommit } from '../../history/release-commit.ts';
import type { EdgeKind } from '../../model/claim.ts';
import { dependentsWords, type PolicyWord } from '../../model/config.ts';
import { levels, type Level } from '../../model/plan.ts';

/** The three settings in which repositories differ; everything else follows from them. */
export interface BumpRule {
  /** What breaking changes and features are worth below 1.0. */
  readonly zero: ZeroRule;
  /** What releases a patch: some types, dependency updates too, or every commit. */
  readonly patch: PatchRule;
  /** Whether a release of what a unit needs releases the unit. */
  readonly dependents: DependentsRule;
  /** The same for single kinds of edges, where they differ from the rule. */
  readonly policies?: Readonly<Partial<Record<EdgeKind, PolicyWord>>>;
}

/**
 * shift: breaking is a minor, a feature a patch. minor: both are minors. plain: as above 1.0. mixed: breaking is 1.0.0, a feature a
 * patch.
 */
export const zeroRules = ['shift', 'minor', 'plain', 'mixed'] as const;
export type ZeroRule = (typeof zeroRules)[number];
export const patchRules = ['types', 'deps', 'any'] as const;
export type PatchRule = (typeof patchRules)[number];
export const dependentsRules = dependentsWords;
export type DependentsRule = (typeof dependentsRules)[number];

export const defaultRule: BumpRule = { zero: 'shift', patch: 'types', dependents: 'follow' };

/** What each type is worth by convention; the user's own table comes before it. */
const conventional: Readonly<Record<string, Level>> = {
  feat: 'minor',
  feature: 'minor',
  fix: 'patch',
  bugfix: 'patch',
  perf: 'patch',
  revert: 'patch',
  security: 'patch',
};

export type TypeLevels = Readonly<Record<string, Level>>;

/** How far one commit reaches. */
export function levelOf(message: Message, rule: PatchRule, types: TypeLevels = {}): Level {
  if (message.isBreaking) return 'major';
  if (isReleaseCommit(message)) return 'none';
  const { type = '', scope = '' } = message;
  const own = types[type];
  if (own !== undefined) return own;
  const level = conventional[type] ?? 'none';
  if (level !== 'none' || rule === 'types') return level;
  return rule === 'any' || isDependencyUpdate(type, scope, message.text) ? 'patch' : 'none';
}

/** As bots and people write them: `chore(deps): bump x`, `build(deps-dev): …`, `deps: …`, `Bump x from 1 to 2`. */
const isDependencyUpdate = (type: string, scope: string, text: string): boolean =>
  type === 'deps' || /^deps\b|dependenc/i.test(scope) || /^(bump|update) \S+ (from \S+ )?to \S+/i.test(text);

export const highest = (found: Iterable<Level>): Level => {
  let top: Level = 'none';
  for (const level of found) if (levels.indexOf(level) > levels.indexOf(top)) top = level;
  return top;
};
