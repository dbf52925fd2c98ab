import type { Problem } from '../../model/problem.ts';
import type { Absent } from './absent.ts';
import type { Registrar } from './registrar.ts';

/** Whether every registry would let us in, asked before the first upload: half a release is worse than none. */
export async function admissions(absent: readonly Absent[], registrar: Registrar): Promise<readonly Problem[]> {
  const entries = new Map(
    absent.map(({ going, delivery }) => [
      `${delivery.released.registry.url} ${delivery.released.name}`,
      { going, delivery },
    ]),
  );
  const answers = await Promise.all(
    [...entries.values()].map(({ going, delivery }) => registrar.admission(going, delivery.released)),
  );
  const problems = answers.flatMap((answer) => (answer.is === 'refused' ? [answer.problem] : []));
  return [...new Map(problems.map((problem) => [`${problem.code} ${problem.what}`, problem])).values()];
}
