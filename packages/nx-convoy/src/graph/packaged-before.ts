import type { Graph } from '../model/graph.ts';
import type { Unit } from '../model/unit.ts';
import { index } from './by-key.ts';

type Told = Pick<Graph, 'units' | 'edges'>;

/**
 * What must be packaged before a unit, because it names it by its digest or takes its files: a chart and its subcharts the images that they
 * deploy, an image the images of this repository that it is built from, and what it is given as packaged. Only those that a registry takes, and of which a version is known.
 */
export function packagedBefore(graph: Told): (unit: Unit) => readonly Unit[] {
  const units = new Map(graph.units.map((unit) => [unit.id, unit]));
  const edges = index(graph.edges, ({ from }) => [from]);
  const visit = (unit: Unit, found: Map<string, Unit>, above: readonly string[]): void => {
    if (above.includes(unit.id)) return;
    for (const { to, kind, isMade = false } of edges.get(unit.id) ?? []) {
      const other = units.get(to);
      if (other === undefined || found.has(to)) continue;
      const isImage = other.images !== undefined;
      const isBase = isImage && unit.images !== undefined && (kind === 'embeds' || kind === 'build');
      if (isMade || (isImage && (kind === 'deploys' || isBase))) {
        if (!other.private && other.version !== undefined) found.set(to, other);
      } else if (kind === 'contains') visit(other, found, [...above, unit.id]);
    }
  };
  return (unit) => {
    const found = new Map<string, Unit>();
    visit(unit, found, []);
    found.delete(unit.id);
    return [...found.values()];
  };
}

/** Units that can be made only once what they install is out, by what it is, and those that name them by their digest. */
export function madeByPublishing(graph: Told): ReadonlyMap<string, readonly string[]> {
  const installs = index(
    graph.edges.filter(({ kind }) => kind === 'installs'),
    ({ from }) => [from],
  );
  const why = new Map([...installs].map(([from, edges]) => [from, edges.map(({ to }) => to)]));
  const before = packagedBefore(graph);
  for (let isMore = true; isMore;) {
    isMore = false;
    for (const unit of graph.units) {
      const waits = why.has(unit.id) ? [] : before(unit).filter(({ id }) => why.has(id));
      if (waits.length === 0) continue;
      why.set(
        unit.id,
        waits.map(({ id }) => id),
      );
      isMore = true;
    }
  }
  return why;
}

/** Kinds of units in an order in which each finds packaged what it takes of another kind. */
export function kindsInOrder(graph: Told, kinds: readonly string[]): readonly string[] {
  const before = packagedBefore(graph);
  const needs = index(
    graph.units.flatMap((unit) => before(unit).map((other) => ({ from: unit.ecosystem, to: other.ecosystem }))),
    ({ from }) => [from],
  );
  const placed = new Set<string>();
  const place = (kind: string, above: readonly string[]): void => {
    if (above.includes(kind)) return;
    for (const { to } of needs.get(kind) ?? []) place(to, [...above, kind]);
    placed.add(kind);
  };
  for (const kind of kinds) place(kind, []);
  return [...placed];
}
