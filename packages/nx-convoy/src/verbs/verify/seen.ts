import { backOff } from '../../delivery/clock.ts';
import { converse } from '../../model/http.ts';
import type { Presence, Released } from '../../model/registry.ts';
import type { World } from '../../model/world.ts';
import { protocols } from '../../registries/index.ts';

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
    () => converse(protocols[released.registry.protocol].presence(released), world.fetch),
    (seen) => seen.is === 'present' || (seen.is === 'unknown' && seen.problem.code === 'REGISTRY_CLOSED'),
    patience,
    world,
  );
