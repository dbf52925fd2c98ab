import type { Overlay } from '../../model/overlay.ts';
import { listOf, objectOf, stringOf } from '../../text/json/narrow.ts';
import { problemsIn, told } from './reading.ts';
import { perform, type Scene } from './scene.ts';

export interface Proved {
  readonly verdict: string;
  readonly because: string;
}

/** Installs from the embedded registries, in a clean place, as users will. */
export async function verified(
  units: readonly string[],
  overlay: Overlay,
  scene: Scene,
): Promise<ReadonlyMap<string, Proved>> {
  const proved = new Map<string, Proved>();
  if (units.length === 0 || !scene.options.tests) return proved;
  await perform(
    'verify',
    {
      argv: [
        ...['verify', '--format=json', `--units=${units.join(',')}`, '--wait=60', '--poll=0.2', '--docs=none'],
        `--timeout=${scene.options.timeout}`,
      ],
      overlay,
      reads: ({ stdout }) => {
        for (const { unit, verdict, because } of listOf(told(stdout).units).map(objectOf))
          proved.set(stringOf(unit) ?? '', { verdict: stringOf(verdict) ?? '', because: stringOf(because) ?? '' });
        return Promise.resolve();
      },
      problems: ({ stdout }) => {
        const { units: all, problems } = told(stdout);
        return problemsIn([...listOf(all).flatMap((one) => listOf(objectOf(one).problems)), ...listOf(problems)]);
      },
      says: () =>
        `${[...proved.values()].filter(({ verdict }) => verdict === 'verified').length} of ${units.length} work`,
    },
    scene,
  );
  return proved;
}
