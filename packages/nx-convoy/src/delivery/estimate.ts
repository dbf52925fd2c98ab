import { index } from '../graph/by-key.ts';
import type { Registry } from '../model/registry.ts';
import type { Pace } from '../model/shipment.ts';
import { limitsAt, type KnownLimit } from '../registries/limits.ts';

/** A version that goes to a registry; several files of it count once. */
export interface Going {
  readonly unit: string;
  readonly registry: Registry;
  readonly isNewName: boolean;
}

/** How long registries make a release wait, if they do as they say. */
export interface Estimate {
  /** At least; lanes of different registries are waited for at the same time. */
  readonly ms: number;
  /** The longest wait first, each with who says so. */
  readonly lanes: readonly {
    readonly limit: KnownLimit;
    readonly count: number;
    readonly ms: number;
    readonly says: string;
  }[];
}

export function estimate(going: readonly Going[]): Estimate {
  const byLane = index(going, ({ registry, isNewName }) => [
    `${registry.protocol} ${registry.url} ${String(isNewName)}`,
  ]);
  const lanes = [...byLane.values()]
    .flatMap((list) => {
      const [first] = list;
      if (first === undefined) return [];
      const count = new Set(list.map(({ unit }) => unit)).size;
      const of = first.isNewName ? 'new names' : 'new versions';
      return limitsAt(first.registry).flatMap((limit) => {
        if (limit.of !== of || limit.pace === undefined) return [];
        const ms = lastOf(count, limit.pace);
        return ms === 0 ? [] : [{ limit, count, ms, says: said(limit, limit.pace, count, ms) }];
      });
    })
    .sort((a, b) => b.ms - a.ms);
  return { ms: lanes[0]?.ms ?? 0, lanes };
}

/** When the last of so many fits, where all are ready at once. */
const lastOf = (count: number, { burst, everyMs, isWindow }: Pace): number =>
  (isWindow === true ? Math.floor((count - 1) / burst) : Math.max(0, count - burst)) * everyMs;

function said(
  { registry, of, source, date }: KnownLimit,
  { burst, everyMs, isWindow }: Pace,
  count: number,
  ms: number,
): string {
  const takes =
    isWindow === true ? `${burst} within ${inWords(everyMs)}` : `${burst} at once, then one every ${inWords(everyMs)}`;
  return `${registry} takes ${takes}; ${count} are ${of}: at least ${inWords(ms)} (${source}, ${date})`;
}

/** `2 h 30 min`: in a plan for a person, seconds matter to nobody. */
export function inWords(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts = [
    ...(days > 0 ? [`${days} d`] : []),
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(rest > 0 ? [`${rest} min`] : []),
  ];
  return parts.join(' ');
}
