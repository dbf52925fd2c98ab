import { planner } from '../node.ts';
import { image, type StageParts } from './parts.ts';
import { folder, install, ofPlan, planFile, setUp, setUpByJob, takeUp } from './script.ts';

/** What is planned as nothing needs no jobs, and GitLab begins no pipeline without one. */
const some = '$CONVOY_COUNT != "0"';

/** The jobs of a release; which there are to build and to try, tells the plan, beside this. */
export function childPipeline(parts: StageParts): object {
  const { wishes, makesCommit } = parts;
  const keep = { expire_in: `${wishes.keep} days` };
  return {
    stages: ['take', 'build', 'test', 'merge', 'push', 'publish', 'verify'],
    default: { image, interruptible: false },
    variables: { GIT_DEPTH: '2' },
    nothing: {
      stage: 'take',
      rules: [{ if: '$CONVOY_COUNT == "0"' }],
      variables: { GIT_STRATEGY: 'none' },
      script: ['echo Nothing is to be released.'],
    },
    take: {
      stage: 'take',
      rules: [{ if: some }],
      needs: [fromParent],
      variables: { GIT_STRATEGY: 'none' },
      script: ['echo The plan is taken over.'],
      artifacts: { ...keep, paths: [folder] },
    },
    ...making(parts, keep),
    ...(makesCommit ? { push: pushJob(parts) } : {}),
    publish: publishJob(parts, keep),
    verify: verifyJob(parts, keep),
  };
}

const fromParent = { pipeline: '$CONVOY_PARENT', job: 'convoy-release-plan', artifacts: true };
type Keep = Readonly<Record<string, string>>;

const making = ({ node: setup, tools }: StageParts, keep: Keep): object => ({
  '.convoy-build': {
    needs: [fromParent],
    timeout: '3 hours',
    script: [
      ...takeUp,
      ...setUpByJob(tools.building),
      ...install(setup, true),
      ...(tools.isTargeted
        ? ['if [ -n "$CONVOY_TARGET" ]; then echo "$CONVOY_TARGET" | xargs rustup target add; fi']
        : []),
      `${setup.bin} package --plan=${planFile} --job="$CONVOY_JOB" --bundle="${folder}/bundles/$CONVOY_JOB"`,
    ],
    // Jobs that try it take all that they have from here.
    artifacts: {
      ...keep,
      paths: [`${folder}/plan.json`, `${folder}/commit`, `${folder}/release.bundle`, `${folder}/bundles/$CONVOY_JOB`],
    },
  },
  '.convoy-test': {
    timeout: '1 hour',
    script: [
      ...takeUp,
      ...setUpByJob(tools.trying),
      ...install(setup, false),
      `${setup.bin} package-test --plan=${planFile} --job="$CONVOY_JOB" --bundles=${folder}/bundles --bundle="${folder}/evidence/$CONVOY_JOB"`,
    ],
    artifacts: { ...keep, paths: [`${folder}/evidence/$CONVOY_JOB`] },
  },
  merge: {
    stage: 'merge',
    rules: [{ if: some }],
    timeout: '1 hour',
    variables: { GIT_DEPTH: '0' },
    script: [
      ...takeUp,
      ...setUp(tools.merging),
      ...install(setup, tools.merging.length > 0),
      [
        // Where all versions stood in their files already, no commit was made.
        `if [ "$CONVOY_MADE" != true ] || [ "$(git rev-parse HEAD)" != "$CI_COMMIT_SHA" ]; then`,
        "  git log -1 --format=%H --grep='^[[:space:]]*Convoy-Plan: ' |",
        `    xargs -I {} ${planner(setup, 'verify-commit')} --commit={}`,
        'fi',
        '',
      ].join('\n'),
      `mkdir -p ${folder}/bundles ${folder}/evidence`,
      `if [ -n "$(ls ${folder}/evidence)" ]; then mv ${folder}/evidence/* ${folder}/bundles/; fi`,
      `${setup.bin} merge ${folder}/bundles --plan=${planFile}`,
    ],
    artifacts: { ...keep, paths: ['dist/release'] },
  },
});

const handed = {
  needs: [
    { job: 'take', artifacts: true },
    { job: 'merge', artifacts: true },
  ],
};

/** The job's own token pushes, where the settings of the project let it. */
const pushJob = ({ wishes }: StageParts): object => ({
  stage: 'push',
  rules: [{ if: `${some} && $CONVOY_MADE == "true" && $CONVOY_DRY_RUN != "true"` }],
  timeout: '15 minutes',
  environment: { name: wishes.environment },
  ...handed,
  script: [
    ...takeUp,
    [
      "git tag --points-at HEAD --format='%(refname)' |",
      '  xargs git push --atomic origin "HEAD:refs/heads/$CI_COMMIT_BRANCH"',
      '',
    ].join('\n'),
  ],
});

function publishJob({ wishes, node: setup, tools, ground: { doors }, makesCommit }: StageParts, keep: Keep): object {
  const tokens = doors.flatMap(({ trusts }) =>
    trusts === undefined ? [] : [[trusts.variable, { aud: trusts.audience }] as const],
  );
  return {
    stage: 'publish',
    rules: [{ if: some }],
    timeout: '6 hours',
    environment: { name: wishes.environment },
    // One publisher at a time; another one waits, and finds what is there.
    resource_group: 'nx-convoy-publish',
    ...(tokens.length === 0 ? {} : { id_tokens: Object.fromEntries(tokens) }),
    needs: [...handed.needs, ...(makesCommit ? [{ job: 'push', optional: true }] : [])],
    script: [
      ...takeUp,
      ...setUp(tools.publishing),
      ...install(setup, false),
      [
        `set -- "--plan=${ofPlan('id')}"`,
        ...(makesCommit ? ['if [ "$CONVOY_DRY_RUN" = true ]; then set -- "$@" --dry-run; fi'] : []),
        `${setup.bin} publish "$@"`,
        '',
      ].join('\n'),
    ],
    artifacts: { ...keep, when: 'always', paths: ['dist/release/journal-*.jsonl'] },
  };
}

const verifyJob = ({ node: setup, tools }: StageParts, keep: Keep): object => ({
  stage: 'verify',
  rules: [{ if: `${some} && $CONVOY_DRY_RUN != "true"` }],
  timeout: '1 hour',
  needs: [...handed.needs, { job: 'publish', artifacts: false }],
  script: [...takeUp, ...setUp(tools.verifying), ...install(setup, false), `${setup.bin} verify`],
  artifacts: { ...keep, when: 'always', paths: ['dist/release/verify.json'] },
});
