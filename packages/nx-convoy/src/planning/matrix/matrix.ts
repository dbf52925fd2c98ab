import type { Matrix } from '../../model/matrix.ts';
import { buildsOf, type Ground } from './builds.ts';
import { testsOf } from './tests.ts';

/** The jobs of a plan: the same wherever they are asked for, as long as it is the same commit. */
export function matrixOf(ground: Ground): Matrix {
  const builds = buildsOf(ground);
  const tests = testsOf(builds.jobs, ground);
  return {
    build: { include: builds.jobs },
    test: { include: tests.jobs },
    left: [...builds.left, ...tests.left],
  };
}
