import { planner } from '../node.ts';
import { toolNames } from '../tools.ts';
import { noteScript } from './note.ts';
import { image, releaseFile, type StageParts } from './parts.ts';
import { begin, folder, install, ofPlan, planFile, setUp } from './script.ts';

const inMergeRequest = { if: '$CI_PIPELINE_SOURCE == "merge_request_event"' };

const common = ({ stage }: StageParts): object => ({ stage, image, needs: [], variables: { GIT_DEPTH: '0' } });

/** What a merge request would release, as its one note; whether release commits in it are what they say; a rehearsal for whoever asks. */
export function mergeRequestJobs(parts: StageParts): object {
  const { node: setup, tools, wishes } = parts;
  const keep = { expire_in: `${wishes.keep} days` };
  const wanted = new Set([...tools.building.keys(), ...tools.trying.keys(), ...tools.merging, ...tools.verifying]);
  return {
    'convoy-plan': {
      ...common(parts),
      rules: [inMergeRequest],
      timeout: '20 minutes',
      script: [
        ...begin,
        ...install(setup, false),
        `${planner(setup, 'plan')} --format=markdown --out=${folder}/plan.md`,
      ],
      after_script: [noteScript],
      artifacts: { ...keep, when: 'always', expose_as: 'Release plan', paths: [`${folder}/plan.md`] },
    },
    'convoy-verify-commit': {
      ...common(parts),
      rules: [inMergeRequest],
      timeout: '20 minutes',
      script: [
        ...begin,
        ...install(setup, false),
        [
          `git log --format=%H --grep='^Convoy-Plan: ' "$CI_MERGE_REQUEST_DIFF_BASE_SHA..$CI_COMMIT_SHA" |`,
          `  xargs -I {} ${planner(setup, 'verify-commit')} --commit={}`,
          '',
        ].join('\n'),
      ],
    },
    'convoy-rehearse': {
      ...common(parts),
      rules: [
        { if: `${inMergeRequest.if} && $CI_MERGE_REQUEST_LABELS =~ /(^|,)rehearse(,|$)/` },
        { ...inMergeRequest, when: 'manual', allow_failure: true },
      ],
      timeout: '3 hours',
      script: [
        ...begin,
        ...setUp(toolNames.filter((name) => wanted.has(name))),
        ...install(setup, true),
        `${planner(setup, 'rehearse')} --report=${folder}/rehearsal.json`,
      ],
      artifacts: { ...keep, when: 'always', paths: [`${folder}/rehearsal.json`] },
    },
  };
}

/** The plan of a release, and the pipeline of its jobs. */
export function releaseJobs(parts: StageParts): object {
  const { wishes, makesCommit } = parts;
  const rules = rulesOf(parts);
  return {
    ...(makesCommit ? { variables } : {}),
    'convoy-release-plan': {
      ...common(parts),
      rules,
      timeout: '30 minutes',
      script: planScript(parts),
      artifacts: { expire_in: `${wishes.keep} days`, paths: [folder] },
    },
    'convoy-release': {
      stage: parts.stage,
      needs: ['convoy-release-plan'],
      rules,
      ...(makesCommit
        ? { variables: { CONVOY_PARENT: '$CI_PIPELINE_ID', CONVOY_DRY_RUN: '$CONVOY_DRY_RUN' } }
        : { variables: { CONVOY_PARENT: '$CI_PIPELINE_ID' } }),
      trigger: {
        include: [
          { artifact: `${folder}/jobs.yml`, job: 'convoy-release-plan' },
          { artifact: `${folder}/facts.yml`, job: 'convoy-release-plan' },
          { local: releaseFile },
        ],
        strategy: 'depend',
      },
    },
  };
}

/** What a person fills in who runs a pipeline by hand, and what a schedule sets. */
const variables = {
  CONVOY_RELEASE: { value: 'false', options: ['false', 'true'], description: 'Whether this pipeline makes a release' },
  CONVOY_SPECIFIER: {
    value: '',
    description: 'A version or a level, for all (minor) or for one unit; by the commits if empty',
  },
  CONVOY_TYPE: { value: '', description: 'What kind of release it is: hotfix, rc, lts or security; regular if empty' },
  CONVOY_DRY_RUN: {
    value: 'false',
    options: ['false', 'true'],
    description: 'Everything but what cannot be taken back',
  },
};

const rulesOf = ({ wishes: { on, branch } }: StageParts): readonly object[] => [
  ...(on.includes('dispatch') ? [{ if: '$CI_PIPELINE_SOURCE == "web" && $CONVOY_RELEASE == "true"' }] : []),
  ...(on.includes('schedule') ? [{ if: '$CI_PIPELINE_SOURCE == "schedule" && $CONVOY_RELEASE == "true"' }] : []),
  ...(on.includes('push') ? [{ if: `$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == "${branch}"` }] : []),
  // A release of GitLab is made from a tag, or makes one.
  ...(on.includes('tag') || on.includes('release') ? [{ if: '$CI_COMMIT_TAG' }] : []),
];

function planScript({ node: setup, makesCommit }: StageParts): readonly string[] {
  const plan = planner(setup, 'plan');
  const out = `--format=json --out=${planFile}`;
  const next = [
    'if [ "$count" = 0 ] && [ "$CONVOY_RELEASE" = true ]; then',
    '  made=true',
    '  set --',
    '  if [ -n "$CONVOY_SPECIFIER" ]; then set -- "$@" "--specifier=$CONVOY_SPECIFIER"; fi',
    '  if [ -n "$CONVOY_TYPE" ]; then set -- "$@" "--type=$CONVOY_TYPE"; fi',
    `  ${plan} "$@" ${out}`,
    `  count="${ofPlan('units.length')}"`,
    'fi',
  ];
  const apply = [
    `if [ "$made" = true ] && [ "$count" != 0 ]; then`,
    '  export GIT_AUTHOR_NAME=nx-convoy GIT_AUTHOR_EMAIL="noreply@$CI_SERVER_HOST"',
    '  export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"',
    `  ${planner(setup, 'apply')} --plan=${planFile} --yes`,
    '  git update-ref refs/convoy/release HEAD',
    "  git tag --points-at HEAD --format='%(refname)' |",
    `    xargs git bundle create ${folder}/release.bundle "^$CI_COMMIT_SHA" refs/convoy/release`,
    'fi',
  ];
  const lines = [
    'set -- --released',
    'made=false',
    'count=0',
    // Who asks for no version in particular ends a release that HEAD is.
    ...(makesCommit ? ['if [ "$CONVOY_RELEASE" != true ] || [ -z "$CONVOY_SPECIFIER$CONVOY_TYPE" ]; then'] : []),
    `  ${plan} "$@" ${out}`,
    `  count="${ofPlan('units.length')}"`,
    ...(makesCommit ? ['fi', ...next] : []),
    `${plan} "$@" --format=matrix --matrix=gitlab --out=${folder}/jobs.yml`,
    `printf 'variables:\\n  CONVOY_COUNT: "%s"\\n  CONVOY_MADE: "%s"\\n' "$count" "$made" > ${folder}/facts.yml`,
    ...(makesCommit ? apply : []),
    `git rev-parse HEAD > ${folder}/commit`,
    `if git log -1 --format=%B | grep -q '^Convoy-After: '; then git rev-parse HEAD~1 > ${folder}/commit; fi`,
  ];
  return [
    ...begin,
    'if [ -n "$CI_COMMIT_BRANCH" ]; then git checkout --quiet -B "$CI_COMMIT_BRANCH"; fi',
    ...install(setup, false),
    `${lines.join('\n')}\n`,
  ];
}
