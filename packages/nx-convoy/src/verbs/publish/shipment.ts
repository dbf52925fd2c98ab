import type { Graph } from '../../model/graph.ts';
import type { Delivery } from '../../model/delivery.ts';
import type { Need, Shipment } from '../../model/shipment.ts';
import type { Going } from './going.ts';
import type { Label } from './labels.ts';
import type { Laden, Way } from './laden.ts';
import { needsAmong } from './needs.ts';

export interface Freight {
  readonly shipment: Shipment;
  /** By id of the delivery. */
  readonly sendings: ReadonlyMap<string, Sending>;
}

export interface Sending {
  readonly going: Going;
  /** What is written in place of a version is a label: it may stand at another one, and is moved. */
  readonly isLabel: boolean;
}

/** One delivery for each file and registry, and one for each label, after the version that it will lead to. */
export function freightOf(
  laden: readonly Laden[],
  labels: readonly Label[],
  graph: Pick<Graph, 'units' | 'edges'>,
): Freight {
  const sendings = new Map<string, Sending>();
  const deliver = ({ going, artifacts }: Way, unit: string, label?: string): readonly Delivery[] =>
    artifacts.map((artifact) => {
      const released = label === undefined ? going.released : { ...going.released, version: label };
      const id = `${going.unit.id} ${released.version} ${artifact.name} ${released.registry.url}`;
      sendings.set(id, { going, isLabel: label !== undefined });
      return { id, unit, released, artifact };
    });
  const units = laden.flatMap(({ ways }) => {
    const [first] = ways;
    if (first === undefined) return [];
    const { id } = first.going.unit;
    const own = [...new Set(labels.filter(({ going }) => going.unit.id === id).map(({ label }) => label))];
    return [
      { id, deliveries: ways.flatMap((way) => deliver(way, id)) },
      ...own.map((label) => ({
        id: labelled(id, label),
        deliveries: ways
          .filter(({ going }) => labels.some((one) => one.going === going && one.label === label))
          .flatMap((way) => deliver(way, labelled(id, label), label)),
      })),
    ];
  });
  const known = new Set(units.map(({ id }) => id));
  const needs: readonly Need[] = [
    ...needsAmong(known, graph),
    ...labels.map(({ going, label }) => ({ from: labelled(going.unit.id, label), to: going.unit.id })),
  ];
  return { shipment: { units, needs: distinct(needs) }, sendings };
}

/** As it is called among units: no id of a unit has a space. */
export const labelled = (unit: string, label: string): string => `${unit} ${label}`;

/** Labels that lead to a unit, as units of a shipment. */
export const labelsIn = ({ shipment }: Freight, unit: string): readonly string[] =>
  shipment.units.flatMap(({ id }) => (id.startsWith(labelled(unit, '')) ? [id] : []));

const distinct = (needs: readonly Need[]): readonly Need[] => [
  ...new Map(needs.map(({ from, to }) => [`${from}\n${to}`, { from, to }])).values(),
];
