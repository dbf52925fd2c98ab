import type { RunStep } from '../../model/packaging.ts';
import { type Problem } from '../../model/problem.ts';
import type { Bench } from '../../model/workshop.ts';
import type { Around } from './packaged.ts';
import { stepFailed } from './problems.ts';

/** Runs commands until one of them fails, and tells what it said. */
export async function runAll(
  steps: readonly RunStep[],
  log: string,
  bench: Bench,
  { workshop }: Around,
): Promise<Problem | undefined> {
  for (const step of steps) {
    const end = await bench.run(step);
    if (end.code !== 0 || end.failed !== undefined) return stepFailed(step, end, { log, withheld: workshop.withheld });
  }
  return undefined;
}
