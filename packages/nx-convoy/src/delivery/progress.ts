import { isThere, type Outcome } from '../model/delivery.ts';
import type { Next, Shipment, Waiting, Work } from '../model/shipment.ts';
import { orderOf } from './order.ts';

/** How far a shipment is, for people: what is at work, and what waits for what. */
export interface Progress {
  /** The wave that is at work: the first with something left to do; as many as there are when all is done. */
  readonly wave: number;
  readonly waves: readonly ShippedWave[];
}

export interface ShippedWave {
  readonly there: number;
  readonly of: number;
  readonly units: readonly ShippedRow[];
}

export interface ShippedRow {
  readonly unit: string;
  /** Absent as long as nobody knows. */
  readonly outcome?: Outcome;
  /** What is being done with its files, and what they wait for. */
  readonly work: readonly Work[];
  readonly waits: readonly Omit<Waiting, 'delivery'>[];
}

/** Drawn from what the schedule says next; `underway` is what it was told, with what has begun since. */
export function progressOf(shipment: Shipment): (next: Next, underway: ReadonlyMap<string, Work>) => Progress {
  const { waves: inOrder, ringed } = orderOf(shipment);
  const ids = ringed.size === 0 ? inOrder : [...inOrder, [...ringed].sort()];
  const byId = new Map(shipment.units.map((unit) => [unit.id, unit]));
  return (next, underway) => {
    const waits = new Map<string, Omit<Waiting, 'delivery'>[]>();
    for (const { delivery, ...rest } of next.waits)
      waits.set(delivery.unit, [...(waits.get(delivery.unit) ?? []), rest]);
    const rowOf = (unit: string): ShippedRow => {
      const outcome = next.units.get(unit);
      return {
        unit,
        ...(outcome === undefined ? {} : { outcome }),
        work: (byId.get(unit)?.deliveries ?? []).flatMap(({ id }) => underway.get(id) ?? []),
        waits: waits.get(unit) ?? [],
      };
    };
    const waves = ids.map((wave) => {
      const units = wave.map(rowOf);
      const there = units.filter(({ outcome }) => outcome !== undefined && isThere(outcome)).length;
      return { there, of: units.length, units };
    });
    const open = waves.findIndex(({ units }) => units.some(({ outcome }) => outcome === undefined));
    return { wave: open < 0 ? waves.length : open + 1, waves };
  };
}
