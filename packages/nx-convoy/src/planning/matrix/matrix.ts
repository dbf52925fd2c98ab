import type { Matrix } from '../../model/matrix.ts';
import { assetJobsOf } from './assets.ts';
import { buildsOf, type Ground } from './builds.ts';
import { testsOf } from './tests.ts';

/** The jobs of a plan: the same wherever they are asked for, as long as it is the same commit. */
export function matrixOf(ground: Ground): Matrix {
  const builds = buildsOf(ground);
  const assets = assetJobsOf(ground);
  const tests = testsOf(builds.jobs, ground);
  return {
    build: { include: [...builds.jobs, ...assets.jobs] },
    test: { include: tests.jobs },
    left: [...builds.left, ...assets.left, ...tests.left],
  };
}
