import { leave, leaveIfAny, take } from './handing.ts';
import { planner } from '../node.ts';
import type { Parts } from '../parts.ts';
import { checkOut, node, tool } from './setup.ts';
import { apart, expression, folder, run, type Step } from './step.ts';
import { toolNames, type ToolName, type Toolset } from '../tools.ts';

export const label = 'rehearse';
const pull = "github.event_name == 'pull_request'";

/** What a pull request would release, as its one comment; whether release commits in it are what they say; a rehearsal for whoever asks. */
export const pullRequestWorkflow = (parts: Parts): object => ({
  name: 'Release plan',
  on: {
    pull_request: { types: ['opened', 'synchronize', 'reopened', 'labeled'] },
    workflow_dispatch: {},
  },
  permissions: {},
  concurrency: { group: `nx-convoy-plan-${expression('github.ref')}`, 'cancel-in-progress': true },
  defaults: { run: { shell: 'bash' } },
  jobs: { plan: plan(parts), comment, 'verify-commit': verifyCommit(parts), rehearse: rehearse(parts) },
});

const begin = ({ node: setup }: Parts, scripts: 'with scripts' | 'no scripts', ref?: string): readonly Step[] => [
  checkOut({ whole: true, ...(ref === undefined ? {} : { ref }) }),
  run('Keep what is handed on apart', [apart, `mkdir -p ${folder}`]),
  ...node(setup, scripts),
];

const plan = (parts: Parts): object => ({
  'runs-on': 'ubuntu-24.04',
  'timeout-minutes': 20,
  permissions: { contents: 'read' },
  steps: [
    ...begin(parts, 'no scripts'),
    run('Plan', `${planner(parts.node, 'plan')} --format=markdown --out=${folder}/plan.md`),
    // A plan with errors is one that people want to read.
    run('Show the plan', `head -c 1000000 ${folder}/plan.md >> "$GITHUB_STEP_SUMMARY"`, { if: '!cancelled()' }),
    leave('plan', `${folder}/plan.md`, parts.wishes.keep, { if: '!cancelled()' }),
  ],
});

const mark = '<!-- nx-convoy plan -->';

/** It may write, and so it runs nothing of the pull request. Those from forks have the plan in the summary of their run. */
const comment: object = {
  needs: 'plan',
  if: `!cancelled() && ${pull} && github.event.pull_request.head.repo.full_name == github.repository`,
  'runs-on': 'ubuntu-24.04',
  'timeout-minutes': 5,
  permissions: { 'pull-requests': 'write' },
  steps: [
    take('plan', folder),
    run(
      'Comment',
      [
        `comments="repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments"`,
        `{ echo '${mark}'; head -c 60000 ${folder}/plan.md; } > ${folder}/comment.md`,
        'first=$(gh api --paginate "$comments" --jq \\',
        `  '.[] | select(.user.type == "Bot") | select(.body | startswith("${mark}")) | .id' | head -n 1)`,
        'if [ -n "$first" ]; then',
        `  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$first" --field body=@${folder}/comment.md`,
        'else',
        `  gh api --silent --method POST "$comments" --field body=@${folder}/comment.md`,
        'fi',
      ],
      { env: { GH_TOKEN: expression('github.token'), NUMBER: expression('github.event.pull_request.number') } },
    ),
  ],
};

const verifyCommit = (parts: Parts): object => ({
  if: pull,
  'runs-on': 'ubuntu-24.04',
  'timeout-minutes': 20,
  permissions: { contents: 'read' },
  steps: [
    ...begin(parts, 'no scripts', expression('github.event.pull_request.head.sha')),
    run(
      'Make release commits again, and compare',
      [
        'git log --format=%H --grep=\'^Convoy-Plan: \' "$BASE..$HEAD" |',
        `  xargs -I {} ${planner(parts.node, 'verify-commit')} --commit={}`,
      ],
      {
        env: {
          BASE: expression('github.event.pull_request.base.sha'),
          HEAD: expression('github.event.pull_request.head.sha'),
        },
      },
    ),
  ],
});

/** The whole release against registries that live only as long, in a job without any secret. */
const rehearse = (parts: Parts): object => ({
  if: `github.event_name == 'workflow_dispatch' || contains(github.event.pull_request.labels.*.name, '${label}')`,
  'runs-on': 'ubuntu-24.04',
  'timeout-minutes': 180,
  permissions: { contents: 'read' },
  steps: [
    ...begin(parts, 'with scripts'),
    ...allTools(parts.tools).flatMap((name) => tool(name)),
    run('Rehearse', `${planner(parts.node, 'rehearse')} --report=${folder}/rehearsal.json`),
    leaveIfAny('rehearsal', `${folder}/rehearsal.json`, parts.wishes.keep, { if: '!cancelled()' }),
  ],
});

const allTools = ({ building, trying, merging, publishing, verifying }: Toolset): readonly ToolName[] => {
  const wanted = new Set([...building.keys(), ...trying.keys(), ...merging, ...publishing, ...verifying]);
  return toolNames.filter((name) => wanted.has(name));
};
