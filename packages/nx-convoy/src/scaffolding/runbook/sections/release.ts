import type { Pipeline } from '../pipelines.ts';
import { code, listed, type Section, type Situation } from '../situation.ts';

/** A release from the first look to the proof, as it is typed here. */
export const release: Section = {
  name: 'release',
  lines(situation) {
    const sending = situation.pipelines.filter(({ publishes }) => publishes);
    return [
      '## A release',
      '',
      ...plan(situation),
      ...rehearse(situation),
      ...apply(situation),
      ...(sending.length > 0 ? byCi(sending, situation) : byHand(situation)),
      ...verify(situation),
    ];
  },
};

const plan = ({ branch, call, config }: Situation): readonly string[] => [
  '### Plan',
  '',
  'Which units, to which versions, why, and what is written for it. `--explain=<unit>` tells the story of one.',
  '',
  ...code(
    `git switch ${branch} && git pull --ff-only`,
    call('plan', '--check-registries'),
    call('plan', '--format=json', '--out=plan.json'),
  ),
  '',
  `Another version than the plan's: \`--specifier=<unit>=<version>\`, or \`--preid=rc\` for a candidate. What people shall read about the release goes into \`${config.notes?.folder ?? 'docs/releases'}/<tag>.md\` before that.`,
  '',
];

const rehearse = ({ call }: Situation): readonly string[] => [
  '### Rehearse',
  '',
  'The whole of it, in a throwaway clone, against registries that live only as long.',
  '',
  ...code(call('rehearse', '--plan=plan.json')),
  '',
];

function apply({ branch, call, config }: Situation): readonly string[] {
  const hooks = Object.keys(config.hooks ?? {});
  return [
    '### Apply',
    '',
    'Writes versions, changelogs and lock files, commits and tags. `verify-commit` proves that the commit holds the plan and nothing else.',
    ...(hooks.length === 0 ? [] : ['', `Programs of your own run around it: ${listed(hooks)}.`]),
    '',
    'Directly:',
    '',
    ...code(
      call('apply', '--plan=plan.json'),
      'git show --stat',
      call('verify-commit'),
      `git push --atomic --follow-tags origin ${branch}`,
      'rm plan.json',
    ),
    '',
    'By a pull request, with the tags made after it was merged:',
    '',
    ...code(
      'git switch --create release-next',
      call('apply', '--plan=plan.json', '--no-tag'),
      'git push --set-upstream origin release-next',
      'rm plan.json',
    ),
    '',
    ...code(`git switch ${branch} && git pull --ff-only`, call('tag', '--push')),
    '',
    `Not pushed yet, and wrong: \`${call('apply', '--undo')}\`.`,
    '',
  ];
}

const byHand = ({ call, config }: Situation): readonly string[] => [
  '### Package and publish',
  '',
  'From the commit that was released. All of it can be stopped and run again: it asks the registries, and goes on.',
  '',
  ...code(call('package'), call('package-test'), call('publish', '--dry-run'), call('publish')),
  '',
  ...(config.publish?.requireTest === true
    ? ['Only what `package-test` has tried goes out (`publish.requireTest`).', '']
    : []),
];

const byCi = (pipelines: readonly Pipeline[], { call }: Situation): readonly string[] => [
  '### Publish',
  '',
  ...pipelines.flatMap(({ file, starts, environments }) => [
    `- \`${file}\` packages, tests and publishes${starts.length === 0 ? '' : `; it is started by ${listed(starts)}`}.`,
    ...(environments.length === 0
      ? []
      : [`- Somebody approves ${listed(environments)} where that environment asks for it.`]),
  ]),
  `- A job that failed is started again: what is out stays, and the rest goes on. By hand, from the same commit: \`${call('publish')}\`.`,
  '',
];

const verify = ({ branch, call, config }: Situation): readonly string[] => [
  '### Verify',
  '',
  'Installs what was published, from where it was published, in a clean place.',
  '',
  ...code(call('verify')),
  ...(config.after === undefined
    ? []
    : [
        '',
        '### Afterwards',
        '',
        'One more commit, as `after` in the configuration says, which releases nothing.',
        '',
        ...code(call('apply', '--after'), `git push origin ${branch}`),
      ]),
];
