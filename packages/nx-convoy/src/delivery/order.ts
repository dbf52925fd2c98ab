import { index } from '../graph/by-key.ts';
import { compareText } from '../graph/link.ts';
import type { Need, Shipment } from '../model/shipment.ts';

export interface Order {
  /** Every unit after all that it needs. */
  readonly waves: readonly (readonly string[])[];
  /** Units that wait for each other, and all that needs them: no order has room for these. */
  readonly ringed: ReadonlySet<string>;
  /** What a unit needs within the shipment. */
  readonly needsOf: (id: string) => readonly string[];
  /** How long the longest chain is that waits for a unit: those go first where not all can. */
  readonly heightOf: (id: string) => number;
}

/** The order of a shipment. Linear in units and needs, and without recursion: a chain of thousands is legal. */
export function orderOf({ units, needs }: Shipment): Order {
  const ids = new Set(units.map(({ id }) => id));
  const inside = needs.filter(({ from, to }) => from !== to && ids.has(from) && ids.has(to));
  const needed = index(inside, ({ from }) => [from]);
  const needing = index(inside, ({ to }) => [to]);
  const missing = new Map([...ids].map((id) => [id, needed.get(id)?.length ?? 0]));
  const waves: (readonly string[])[] = [];
  let wave = [...ids].filter((id) => missing.get(id) === 0).sort(compareText);
  while (wave.length > 0) {
    waves.push(wave);
    wave = wave.flatMap((id) => released(needing.get(id) ?? [], missing)).sort(compareText);
  }
  const placed = new Set(waves.flat());
  const heights = heightsOf(waves, needing);
  const needsById = new Map([...needed].map(([id, list]) => [id, list.map(({ to }) => to)] as const));
  return {
    waves,
    ringed: new Set([...ids].filter((id) => !placed.has(id))),
    needsOf: (id) => needsById.get(id) ?? none,
    heightOf: (id) => heights.get(id) ?? 0,
  };
}

const none: readonly string[] = [];

function released(needs: readonly Need[], missing: Map<string, number>): readonly string[] {
  return needs.flatMap(({ from }) => {
    const left = (missing.get(from) ?? 0) - 1;
    missing.set(from, left);
    return left === 0 ? [from] : [];
  });
}

function heightsOf(
  waves: readonly (readonly string[])[],
  needing: ReadonlyMap<string, readonly Need[]>,
): ReadonlyMap<string, number> {
  const heights = new Map<string, number>();
  for (const id of waves.flat().reverse()) {
    let height = 0;
    for (const { from } of needing.get(id) ?? []) height = Math.max(height, 1 + (heights.get(from) ?? 0));
    heights.set(id, height);
  }
  return heights;
}
