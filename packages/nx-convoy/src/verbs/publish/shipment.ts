import type { Graph } from '../../model/graph.ts';
import type { Delivery } from '../../model/delivery.ts';
import type { Need, Shipment } from '../../model/shipment.ts';
import type { Going } from './going.ts';
import type { Recorded } from './recorded.ts';

/** A unit whose files are there, and every way that it goes. */
export interface Laden {
  readonly ways: readonly Going[];
  readonly recorded: Recorded;
}

export interface Freight {
  readonly shipment: Shipment;
  /** By id of the delivery. */
  readonly goings: ReadonlyMap<string, Going>;
}

/** One delivery for each file and registry. What is not in it was there before, or is nobody's business. */
export function freightOf(laden: readonly Laden[], { edges }: Pick<Graph, 'edges'>): Freight {
  const goings = new Map<string, Going>();
  const units = laden.flatMap(({ ways, recorded }) => {
    const [first] = ways;
    if (first === undefined) return [];
    const deliveries = ways.flatMap((going) =>
      recorded.artifacts.map((artifact): Delivery => {
        const { unit, released } = going;
        const id = `${unit.id} ${released.version} ${artifact.name} ${released.registry.url}`;
        goings.set(id, going);
        return { id, unit: unit.id, released, artifact };
      }),
    );
    return [{ id: first.unit.id, deliveries }];
  });
  const known = new Set(units.map(({ id }) => id));
  const needs = edges.filter(({ from, to, orders }) => orders && known.has(from) && known.has(to));
  return { shipment: { units, needs: distinct(needs) }, goings };
}

const distinct = (needs: readonly Need[]): readonly Need[] => [
  ...new Map(needs.map(({ from, to }) => [`${from}\n${to}`, { from, to }])).values(),
];
