import type { EdgeKind } from '../../model/claim.ts';
import type { Edge } from '../../model/graph.ts';
import type { Unit } from '../../model/unit.ts';

/** Needs by which the code of one unit reaches the users of another. */
const carrying: ReadonlySet<EdgeKind> = new Set(['runtime', 'build', 'bundles', 'embeds', 'contains']);

/**
 * For each unit the groups that its changes are changes of: its own or, where it has no version of its own, those that take it in,
 * however many such units lie between.
 */
export function carriersOf(
  units: readonly Unit[],
  edges: readonly Edge[],
  groupOf: ReadonlyMap<string, string>,
): readonly (readonly string[])[] {
  const takers = new Map<string, string[]>();
  for (const { from, to, kind } of edges) {
    if (!carrying.has(kind) || groupOf.has(to)) continue;
    const list = takers.get(to);
    if (list === undefined) takers.set(to, [from]);
    else list.push(from);
  }
  return units.map(({ id }) => {
    const own = groupOf.get(id);
    return own === undefined ? carried(id, takers, groupOf) : [own];
  });
}

function carried(
  id: string,
  takers: ReadonlyMap<string, readonly string[]>,
  groupOf: ReadonlyMap<string, string>,
): readonly string[] {
  const groups = new Set<string>();
  const seen = new Set([id]);
  const open = [id];
  for (let unit = open.pop(); unit !== undefined; unit = open.pop()) {
    for (const taker of takers.get(unit) ?? []) {
      const group = groupOf.get(taker);
      if (group !== undefined) groups.add(group);
      else if (!seen.has(taker)) open.push(taker);
      seen.add(taker);
    }
  }
  return [...groups];
}
