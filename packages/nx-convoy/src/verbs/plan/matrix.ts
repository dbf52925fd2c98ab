import type { BuildJob, Matrix, TestJob } from '../../model/matrix.ts';
import type { Ci } from '../../planning/matrix/machines.ts';

/** Jobs as a CI reads them: GitHub one line for `fromJSON`, GitLab the pipeline of a child, others plain lists. */
export function shownMatrix(matrix: Matrix, form: Ci): string {
  if (form === 'github') return `${JSON.stringify(matrix)}\n`;
  const shown = form === 'gitlab' ? pipeline(matrix) : plain(matrix);
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}

const plain = ({ build, test, left }: Matrix): unknown => ({ build: build.include, test: test.include, left });

/**
 * JSON is YAML. What the jobs do stands in the repository, in `.convoy-build` and `.convoy-test`, which the trigger includes beside this:
 * what was planned tells them who they are by variables, and never a command.
 */
function pipeline({ build, test }: Matrix): unknown {
  return {
    stages: ['build', 'test'],
    ...Object.fromEntries(build.include.map((job) => [job.id, buildJob(job)])),
    ...Object.fromEntries(test.include.map((job) => [job.id, testJob(job)])),
  };
}

const buildJob = ({ id, unit, runner, target, pythons, container, emulates }: BuildJob): unknown => ({
  stage: 'build',
  extends: '.convoy-build',
  tags: [runner],
  ...(container === undefined ? {} : { image: container }),
  variables: variables({ JOB: id, UNIT: unit, TARGET: target, PYTHONS: pythons?.join(' '), EMULATES: emulates }),
});

const testJob = ({ id, unit, runner, python, needs }: TestJob): unknown => ({
  stage: 'test',
  extends: '.convoy-test',
  tags: [runner],
  needs: needs.map((job) => ({ job, artifacts: true })),
  variables: variables({ JOB: id, UNIT: unit, PYTHON: python }),
});

const variables = (values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[`CONVOY_${name}`, value]])),
  );
