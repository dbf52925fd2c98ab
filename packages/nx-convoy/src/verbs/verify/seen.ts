import { backOff } from '../../delivery/clock.ts';
import type { Presence, Released } from '../../model/registry.ts';
import type { World } from '../../model/world.ts';
import { protocols } from '../../registries/index.ts';
import { carryOut } from '../gathering/carry-out.ts';

/** Until when something may be waited for, and how often it is looked at. */
export interface Patience {
  /** Of the world's clock that only moves forward. */
  readonly until: number;
  readonly firstMs: number;
}

const mostMs = 30_000;

/** Looks again and again, until it is as wanted or it is too late; what was seen last is told. */
export async function until<T>(
  look: () => Promise<T>,
  isDone: (seen: T) => boolean,
  { until: end, firstMs }: Patience,
  { clock }: Pick<World, 'clock'>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const seen = await look();
    const left = end - clock.elapsed();
    if (isDone(seen) || left <= 0) return seen;
    await clock.pause(Math.min(left, backOff(attempt, '', { firstMs, mostMs })));
  }
}

/** Whether a registry shows the version. One that tells strangers nothing is not asked twice: the client may know more. */
export const seenAt = (released: Released, patience: Patience, world: World): Promise<Presence> =>
  until(
    () => presenceOf(released, world),
    (seen) => seen.is === 'present' || (seen.is === 'unknown' && seen.problem.code === 'REGISTRY_CLOSED'),
    patience,
    world,
  );

async function presenceOf(released: Released, { fetch }: World): Promise<Presence> {
  const nobody = () => Promise.resolve({ is: 'silence', why: 'nobody may be asked from here' } as const);
  const [seen] = await carryOut([protocols[released.registry.protocol].presence(released)], fetch ?? nobody);
  if (seen === undefined) throw new Error('a dialogue ended without an answer');
  return seen;
}
