import type { Delivery } from '../model/delivery.ts';
import type { Limits, Pace } from '../model/shipment.ts';
import type { DeliveryState } from './state.ts';

/** What registries count together: uploads to one of them, of new names or of known ones. */
export interface Lane {
  /** Not before then. */
  readonly from: number;
  /** It put somebody off in this run: one at a time, for the others would only be put off as well. */
  readonly isNarrow: boolean;
}

export const laneOf = ({ released }: Delivery, isNewName: boolean): string =>
  `${released.registry.url} ${isNewName ? 'names' : 'versions'}`;

/**
 * Until when each lane is closed: as long as the registry said, to whomever it said so; and as its pace asks, where one is kept. Only
 * what it may have taken counts for a pace.
 */
export function lanesOf(
  known: readonly { readonly delivery: Delivery; readonly state: DeliveryState }[],
  limits: Limits,
  run: string,
): ReadonlyMap<string, Lane> {
  const taken = new Map<string, { readonly times: number[]; readonly pace: Pace | undefined }>();
  const lanes = new Map<string, Lane>();
  for (const { delivery, state } of known) {
    if (state.attempts.length === 0) continue;
    const own = limits.at?.(delivery.released.registry);
    for (const { at, end, isNewName = false } of state.attempts) {
      const lane = laneOf(delivery, isNewName);
      if (end?.waitMs !== undefined && end.waitMs > 0) {
        const before = lanes.get(lane);
        lanes.set(lane, {
          from: Math.max(before?.from ?? 0, end.at + end.waitMs),
          isNarrow: before?.isNarrow === true || end.run === run,
        });
      }
      if (end?.how === 'transient' || end?.how === 'refused') continue;
      const list = taken.get(lane) ?? { times: [], pace: isNewName ? own?.names : own?.versions };
      list.times.push(at);
      taken.set(lane, list);
    }
  }
  for (const [lane, { times, pace }] of taken) {
    if (pace === undefined) continue;
    const before = lanes.get(lane);
    lanes.set(lane, { from: Math.max(before?.from ?? 0, paced(times, pace)), isNarrow: before?.isNarrow ?? false });
  }
  return lanes;
}

/** When the next one fits: by the leaky bucket that most registries measure with, or by a window of time. */
export function paced(times: readonly number[], { burst, everyMs, isWindow }: Pace): number {
  const sorted = [...times].sort((a, b) => a - b);
  if (isWindow === true) return (sorted[sorted.length - burst] ?? -Infinity) + everyMs;
  let full = 0;
  for (const at of sorted) full = Math.max(full, at) + everyMs;
  return full - (burst - 1) * everyMs;
}
