import { markOf } from '../mark.ts';
import type { Ground, Wishes } from '../model.ts';
import { nodeOf } from '../node.ts';
import { toolsOf } from '../tools.ts';
import { yamlOf } from '../yaml.ts';
import { pullRequestWorkflow } from './pull-request.ts';
import type { Parts } from '../parts.ts';
import { releaseWorkflow } from './release.ts';
import { withVersions } from './step.ts';

export const releaseFile = '.github/workflows/nx-convoy-release.yml';
export const pullRequestFile = '.github/workflows/nx-convoy-plan.yml';

/** The workflows of GitHub Actions, by file. */
export function githubFiles(ground: Ground, wishes: Wishes): Readonly<Record<string, string>> {
  const parts: Parts = {
    ground,
    wishes,
    node: nodeOf(ground.repo, ground.tool),
    tools: toolsOf(ground, 'github'),
    makesCommit: wishes.on.includes('dispatch') || wishes.on.includes('schedule'),
  };
  const text = (workflow: object): string => `${markOf('github', wishes)}\n${withVersions(yamlOf(workflow, 'jobs'))}`;
  return { [pullRequestFile]: text(pullRequestWorkflow(parts)), [releaseFile]: text(releaseWorkflow(parts)) };
}
