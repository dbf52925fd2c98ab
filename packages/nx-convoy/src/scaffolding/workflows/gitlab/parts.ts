import type { Ground, Wishes } from '../model.ts';
import type { NodeSetup } from '../node.ts';
import { usual } from '../pins.ts';
import type { Toolset } from '../tools.ts';

/** The repository's own, which includes ours. */
export const ownFile = '.gitlab-ci.yml';
export const firstFile = '.gitlab/nx-convoy.yml';
export const releaseFile = '.gitlab/nx-convoy-release.yml';

/** Debian, with Node. */
export const image = `node:${usual.node}-trixie`;

/** All that the jobs are made of. */
export interface Parts {
  readonly ground: Ground;
  readonly wishes: Wishes;
  readonly node: NodeSetup;
  readonly tools: Toolset;
  /** Whether pipelines begin without a release commit, and make one. */
  readonly makesCommit: boolean;
  readonly stage: string;
}
