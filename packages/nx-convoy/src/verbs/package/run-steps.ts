import type { MakingStep } from '../../model/packaging.ts';
import { type Problem } from '../../model/problem.ts';
import type { Bench } from '../../model/workshop.ts';
import type { Around } from './packaged.ts';
import { notBuiltHere, stepFailed } from './problems.ts';

/** Runs commands until one of them fails, and tells what it said. Of platforms all are tried: whoever looks for other machines needs the whole list. */
export async function runAll(
  steps: readonly MakingStep[],
  log: string,
  bench: Bench,
  { workshop, source }: Pick<Around, 'workshop' | 'source'>,
): Promise<Problem | undefined> {
  const failed = new Map<string, Problem>();
  for (const step of steps) {
    const { platform } = step;
    if (platform !== undefined && failed.has(platform)) continue;
    const end = await bench.run(step);
    if (end.code === 0 && end.failed === undefined) continue;
    const problem = stepFailed(step, end, { log, withheld: workshop.withheld });
    if (platform === undefined || end.failed === 'absent')
      return failed.size === 0 ? problem : notBuiltHere(failed, { log, commit: source.commit });
    failed.set(platform, problem);
  }
  return failed.size === 0 ? undefined : notBuiltHere(failed, { log, commit: source.commit });
}
