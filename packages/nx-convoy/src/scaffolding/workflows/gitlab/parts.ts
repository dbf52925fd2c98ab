import type { Parts } from '../parts.ts';
import { usual } from '../pins.ts';

/** The repository's own, which includes ours. */
export const ownFile = '.gitlab-ci.yml';
export const firstFile = '.gitlab/nx-convoy.yml';
export const releaseFile = '.gitlab/nx-convoy-release.yml';

/** Debian, with Node. */
export const image = `node:${usual.node}-trixie`;

/** All that the jobs of one stage are made of. */
export interface StageParts extends Parts {
  readonly stage: string;
}
