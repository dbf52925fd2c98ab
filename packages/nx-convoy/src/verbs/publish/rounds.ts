import { orderOf } from '../../delivery/order.ts';
import type { Path } from './needs.ts';

export interface Boarding {
  readonly ids: readonly string[];
  readonly needs: readonly Path[];
  /** Its files are here, or nobody needs them any more. */
  readonly isMade: (id: string) => boolean;
  /** A client finds it now. */
  readonly isOut: (id: string) => boolean;
  /** Something that it installs, and that others publish, is not out: seen in dry runs alone, which stop nobody. */
  readonly isBehind: (id: string) => boolean;
}

/**
 * In which round each unit goes. What installs a unit from its registry can be made only when that is out: it waits for the round after. So
 * does all that needs it, for a round ends before the next one begins.
 */
export function roundsOf({ ids, needs, isMade, isOut, isBehind }: Boarding): ReadonlyMap<string, number> {
  const { waves, ringed } = orderOf({ units: ids.map((id) => ({ id, deliveries: [] })), needs });
  const rounds = new Map<string, number>();
  for (const id of [...waves.flat(), ...ringed]) {
    let round = isBehind(id) && !isMade(id) ? 1 : 0;
    for (const { from, to, installs } of needs) {
      if (from !== id) continue;
      const waits = installs && !isMade(id) && !isOut(to);
      round = Math.max(round, (rounds.get(to) ?? 0) + (waits ? 1 : 0));
    }
    rounds.set(id, round);
  }
  return rounds;
}
