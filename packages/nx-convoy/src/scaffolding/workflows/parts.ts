import type { Ground, Wishes } from './model.ts';
import type { NodeSetup } from './node.ts';
import type { Toolset } from './tools.ts';

/** All that the jobs are made of. */
export interface Parts {
  readonly ground: Ground;
  readonly wishes: Wishes;
  readonly node: NodeSetup;
  readonly tools: Toolset;
  /** Whether runs begin without a release commit, and make one. */
  readonly makesCommit: boolean;
}
