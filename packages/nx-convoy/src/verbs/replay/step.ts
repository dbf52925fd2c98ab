import type { Change } from '../../history/touched.ts';
import type { Level } from '../../model/plan.ts';
import type { Base } from '../../planning/tags/bases.ts';
import type { Group } from '../../planning/groups/groups.ts';
import type { DependentsRule, PatchRule } from '../../planning/rules/rule.ts';

export type Levels = Readonly<Record<PatchRule, Level>>;

/** One past release that came after another of the same units: from where to where, and all that a plan would have known. */
export interface Step {
  readonly group: Group;
  readonly tag: string;
  readonly commit: string;
  readonly base: Base;
  /** The stable version before; absent where it lies on another line. */
  readonly from?: string;
  readonly to: string;
  /** What the manifest said before the release was written into it. */
  readonly stated?: string;
  readonly releaseAs?: string;
  readonly changes: readonly Change[];
  /** What its own commits ask for. */
  readonly own: Levels;
  /** The same, where what is needed and was released by the same commit counts too: as the rule has it. */
  readonly led: Readonly<Record<DependentsRule, Levels>>;
  readonly isNew: boolean;
}
