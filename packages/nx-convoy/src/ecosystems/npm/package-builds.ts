import type { Graph } from '../../model/graph.ts';
import type { Unit } from '../../model/unit.ts';
import { closure } from '../closure.ts';

/** Units of one workspace, each after those that it is built with: those that are wanted, and what they need of the others. */
export function inBuildOrder(wanted: readonly Unit[], builds: (unit: Unit) => boolean, graph: Graph): readonly Unit[] {
  const needs = needsWithin(graph, wanted);
  const byId = new Map(graph.units.map((unit) => [unit.id, unit]));
  const ids = wanted.map(({ id }) => id);
  const chosen = new Set([...ids, ...closure(ids, (id) => needs.get(id) ?? [])]);
  const ordered = new Set<string>();
  const open = new Set<string>();
  const place = (id: string): void => {
    // A ring, of development needs: it is entered somewhere.
    if (open.has(id) || ordered.has(id)) return;
    open.add(id);
    for (const need of needs.get(id) ?? []) place(need);
    ordered.add(id);
  };
  for (const id of [...chosen].sort()) place(id);
  const isWanted = new Set(ids);
  return [...ordered].flatMap((id) => {
    const unit = byId.get(id);
    return unit !== undefined && (isWanted.has(id) || builds(unit)) ? [unit] : [];
  });
}

/** What each unit needs of its own workspace, for whatever: builds look at types of development needs too. */
export function needsWithin(graph: Graph, [first]: readonly Unit[]): ReadonlyMap<string, readonly string[]> {
  const members = new Set(
    graph.units.flatMap(({ id, ecosystem, workspace }) =>
      ecosystem === 'npm' && first?.workspace !== undefined && workspace === first.workspace ? [id] : [],
    ),
  );
  const needs = new Map<string, string[]>();
  for (const { from, to } of graph.edges)
    if (members.has(from) && members.has(to)) needs.set(from, [...(needs.get(from) ?? []), to]);
  return needs;
}
