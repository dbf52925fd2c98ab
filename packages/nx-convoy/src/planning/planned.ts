import type { Touched } from '../history/touched.ts';
import type { Config } from '../model/config.ts';
import type { Ecosystem } from '../model/ecosystem.ts';
import type { Graph } from '../model/graph.ts';
import type { Ancestry, Checkout, Tag } from '../model/history.ts';
import type { Because, PlannedEdit, PlannedUnit } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { ReleaseType } from '../model/release-type.ts';
import type { Base } from './tags/bases.ts';
import type { Cause } from './causes/causes.ts';
import type { Decision } from './numbers/decide.ts';
import type { Group } from './groups/groups.ts';
import type { Line } from './tags/lines.ts';
import type { ReleaseGroups } from './tags/release-groups.ts';
import type { LevelRequest, Requests } from './asked/requests.ts';
import type { BumpRule, TypeLevels } from './rules/rule.ts';

/** Everything that a plan depends on. Nothing else may: the same inputs give the same plan on any machine. */
export interface Inputs {
  readonly graph: Graph;
  readonly ecosystems: readonly Ecosystem[];
  readonly config: Config;
  readonly checkout: Checkout;
  readonly tags: readonly Tag[];
  readonly ancestry: Ancestry;
  /** Where they are known already. */
  readonly groups?: ReleaseGroups;
  /** Commits that touch a unit, newest first. */
  readonly commits: readonly Touched[];
  readonly rule: BumpRule;
  readonly types: TypeLevels;
  readonly requests: Requests;
  /** What version plans ask for. */
  readonly levelRequests?: readonly LevelRequest[];
  readonly preid?: string;
  /** The day, for versions that tell it. */
  readonly date?: string;
  /** What the branch is for. */
  readonly line?: Line;
  /** Versions that other branches prepare. */
  readonly reserved?: readonly string[];
  /** Builds between releases, by this name. */
  readonly snapshot?: string;
  readonly type?: ReleaseType;
}

/** A group that is released: the decision, and all that led to it. */
export interface Released {
  readonly group: Group;
  readonly base: Base;
  readonly decision: Decision;
  readonly cause: Cause;
  readonly because: readonly Because[];
  readonly units: readonly PlannedUnit[];
}

export interface Planned {
  readonly released: readonly Released[];
  readonly edits: readonly PlannedEdit[];
  readonly problems: readonly Problem[];
}
