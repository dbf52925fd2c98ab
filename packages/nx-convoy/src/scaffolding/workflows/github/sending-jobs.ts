import type { Door } from '../model.ts';
import { leaveIfAny, take, takeUp } from './handing.ts';
import { reading } from './making-jobs.ts';
import type { Parts } from '../parts.ts';
import { checkOut, node, tool } from './setup.ts';
import { expression, run, secret, type Step } from './step.ts';

const isDry = 'inputs.dry-run';
const asksDry = ({ wishes }: Parts): boolean => wishes.on.includes('dispatch');

/** One publisher at a time; another one waits, and finds what is there. */
const oneByOne = { concurrency: { group: 'nx-convoy-publish', 'cancel-in-progress': false } };

/** From here on it cannot be taken back: the branch and the tags go to the forge, all of them or none. */
export const pushJob = (parts: Parts): object => ({
  needs: ['plan', 'merge'],
  if: [
    "needs.merge.result == 'success'",
    '!cancelled()',
    "needs.plan.outputs.made == 'true'",
    ...(asksDry(parts) ? [`!${isDry}`] : []),
  ].join(' && '),
  'runs-on': 'ubuntu-24.04',
  'timeout-minutes': 15,
  environment: parts.wishes.environment,
  permissions: { contents: 'write' },
  steps: [
    checkOut({ pushes: true }),
    ...takeUp,
    run(
      'Push the commit and its tags',
      [
        "git tag --points-at HEAD --format='%(refname)' |",
        '  xargs git push --atomic origin "HEAD:refs/heads/$BRANCH"',
      ],
      { env: { BRANCH: expression('github.ref_name') } },
    ),
  ],
});

export function publishJob(parts: Parts): object {
  const { node: setup, tools, wishes, makesCommit } = parts;
  const [dry, after] = [asksDry(parts), makesCommit ? ['push'] : []];
  const isPushed = 'contains(fromJSON(\'["success", "skipped"]\'), needs.push.result)';
  return {
    needs: ['plan', 'merge', ...after],
    if: ["needs.merge.result == 'success'", '!cancelled()', ...(makesCommit ? [isPushed] : [])].join(' && '),
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 350,
    environment: wishes.environment,
    permissions: rights(parts),
    ...oneByOne,
    steps: [
      checkOut(),
      ...takeUp,
      take('release', 'dist/release'),
      ...node(setup, 'no scripts'),
      ...tools.publishing.flatMap((name) => tool(name)),
      run('Publish', publishing(setup.bin, dry), {
        env: {
          PLAN: expression('needs.plan.outputs.plan-id'),
          ...(dry ? { DRY_RUN: expression(isDry) } : {}),
          ...credentials(parts.ground.doors),
        },
      }),
      leaveIfAny('journal', 'dist/release/journal-*.jsonl', wishes.keep, {
        if: dry ? `!cancelled() && !${isDry}` : '!cancelled()',
      }),
    ],
  };
}

const publishing = (bin: string, dry: boolean): string | readonly string[] =>
  dry
    ? ['set -- "--plan=$PLAN"', 'if [ "$DRY_RUN" = true ]; then set -- "$@" --dry-run; fi', `${bin} publish "$@"`]
    : `${bin} publish --plan="$PLAN"`;

/** A token that proves what the job is, where a registry believes it; packages of GitHub's own, where some go there. */
const rights = ({ ground: { doors } }: Parts): Readonly<Record<string, string>> => ({
  contents: 'read',
  ...(doors.some(({ trusts }) => trusts !== undefined) ? { 'id-token': 'write' } : {}),
  ...(doors.some(({ ownOf }) => ownOf === 'github') ? { packages: 'write' } : {}),
});

/** Secrets by the names that this tool looks for; one that is not there is empty, and so is not set. */
function credentials(doors: readonly Door[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    doors.flatMap(({ ownOf, secrets }) =>
      secrets.map((name) => [name, ownOf === 'github' ? byGithub(name) : secret(name)]),
    ),
  );
}

const byGithub = (name: string): string =>
  name.includes('_USER_') ? expression('github.actor') : secret('GITHUB_TOKEN');

/** As a user would get it, without any right to change something. */
export function verifyJob(parts: Parts): object {
  const { node: setup, tools, wishes } = parts;
  const step: Step = run('Install what was published, and try it', `${setup.bin} verify`, reading(parts));
  return {
    needs: ['plan', 'publish'],
    if: ["needs.publish.result == 'success'", '!cancelled()', ...(asksDry(parts) ? [`!${isDry}`] : [])].join(' && '),
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 60,
    permissions: { contents: 'read' },
    steps: [
      checkOut(),
      ...takeUp,
      take('release', 'dist/release'),
      ...node(setup, 'no scripts'),
      ...tools.verifying.flatMap((name) => tool(name)),
      step,
      leaveIfAny('evidence', 'dist/release/verify.json', wishes.keep, { if: '!cancelled()' }),
    ],
  };
}
