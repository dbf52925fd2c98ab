import { planner } from '../node.ts';
import { checkOut, node } from './setup.ts';
import { leave } from './handing.ts';
import type { Parts } from '../parts.ts';
import { apart, expression, folder, run, type Step } from './step.ts';

const planFile = `${folder}/plan.json`;
const shown = `--format=json --out=${planFile} --ci=github`;

/** One plan for all machines: of the release commit that is there, or of one that is made here and goes along with it. */
export function planJob(parts: Parts): object {
  const { wishes, makesCommit, node: setup } = parts;
  return {
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 30,
    permissions: { contents: 'read' },
    outputs: {
      ...Object.fromEntries(
        ['release', 'plan-id', 'build', 'test'].map((name) => [name, expression(output(name, makesCommit))]),
      ),
      ...(makesCommit ? { made: expression('steps.plan.outputs.release') } : {}),
      commit: expression('steps.commit.outputs.commit'),
    },
    steps: [
      checkOut({ whole: true }),
      run('Keep what is handed on apart', [apart, `mkdir -p ${folder}`]),
      ...node(setup, 'no scripts'),
      released(parts),
      ...(makesCommit ? [planned(parts), applied(parts)] : []),
      told,
      leave('plan', folder, wishes.keep),
    ],
  };
}

/** What follows a release prepares the next one, and releases nothing itself. */
const told = run(
  'Tell the commit',
  [
    'commit=$(git rev-parse HEAD)',
    "if git log -1 --format=%B | grep -q '^Convoy-After: '; then commit=$(git rev-parse HEAD~1); fi",
    'echo "commit=$commit" >> "$GITHUB_OUTPUT"',
  ],
  { id: 'commit' },
);

/** Which of the two steps planned: the second one has its say only where it ran. */
const output = (name: string, makesCommit: boolean): string =>
  makesCommit ? `steps.plan.outputs.${name} || steps.released.outputs.${name}` : `steps.released.outputs.${name}`;

/** A run that is asked for no version in particular ends a release that HEAD is. */
function released({ wishes, node: setup }: Parts): Step {
  const isFree = wishes.on.includes('dispatch')
    ? { if: "!inputs.version && (inputs.type || 'regular') == 'regular'" }
    : {};
  return run('Plan the release that is there', `${planner(setup, 'plan')} --released ${shown}`, {
    id: 'released',
    ...isFree,
  });
}

/** Events that come without a release commit. */
const own = ["github.event_name == 'workflow_dispatch'", "github.event_name == 'schedule'"];

function planned({ wishes, node: setup }: Parts): Step {
  const by = own.filter((event) => wishes.on.some((one) => event.endsWith(`${one}'`)));
  const others = wishes.on.some((one) => one !== 'dispatch' && one !== 'schedule');
  const isMeant = others ? [`(${by.join(' || ')})`] : [];
  const isAsked = wishes.on.includes('dispatch');
  return run(
    'Plan the next release',
    [
      `set -- ${shown}`,
      ...(isAsked
        ? [
            'if [ -n "$VERSION" ]; then set -- "$@" "--specifier=$VERSION"; fi',
            'if [ -n "$TYPE" ]; then set -- "$@" "--type=$TYPE"; fi',
          ]
        : []),
      `${planner(setup, 'plan')} "$@"`,
    ],
    {
      id: 'plan',
      if: [...isMeant, "steps.released.outputs.release != 'true'"].join(' && '),
      ...(isAsked ? { env: { VERSION: expression('inputs.version'), TYPE: expression('inputs.type') } } : {}),
    },
  );
}

/** The commit and its tags are made once, and travel as they are: nothing is pushed before all of it was built and tried. */
const applied = ({ node: setup }: Parts): Step =>
  run(
    'Make the release commit',
    [
      `${planner(setup, 'apply')} --plan=${planFile} --yes`,
      'git update-ref refs/convoy/release HEAD',
      "git tag --points-at HEAD --format='%(refname)' |",
      `  xargs git bundle create ${folder}/release.bundle "^$GITHUB_SHA" refs/convoy/release`,
    ],
    {
      if: "steps.plan.outputs.release == 'true'",
      env: {
        GIT_AUTHOR_NAME: 'github-actions[bot]',
        GIT_AUTHOR_EMAIL: '41898282+github-actions[bot]@users.noreply.github.com',
        GIT_COMMITTER_NAME: 'github-actions[bot]',
        GIT_COMMITTER_EMAIL: '41898282+github-actions[bot]@users.noreply.github.com',
      },
    },
  );
