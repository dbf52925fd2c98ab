import { index } from '../../graph/by-key.ts';
import type { Graph } from '../../model/graph.ts';
import type { Need } from '../../model/shipment.ts';

/** That one of these units must be out before another. */
export interface Path extends Need {
  /** It, or something private that it is made of, installs the other from its registry while it is made. */
  readonly installs: boolean;
}

/** What units need of each other, also through private ones: a chart that holds a private subchart runs what that one deploys. */
export function needsAmong(
  ids: ReadonlySet<string>,
  { units, edges }: Pick<Graph, 'units' | 'edges'>,
): readonly Path[] {
  const ordering = index(
    edges.filter(({ orders }) => orders),
    ({ from }) => [from],
  );
  const hidden = new Set(units.flatMap(({ id, private: isPrivate }) => (isPrivate && !ids.has(id) ? [id] : [])));
  const found = new Map<string, Path>();
  for (const from of ids) {
    const open: { readonly at: string; readonly installs: boolean }[] = [{ at: from, installs: false }];
    const seen = new Set<string>();
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const { to, kind } of ordering.get(next.at) ?? []) {
        const installs = next.installs || kind === 'installs';
        const key = `${to}\n${String(installs)}`;
        if (seen.has(key) || to === from) continue;
        seen.add(key);
        if (hidden.has(to)) open.push({ at: to, installs });
        else if (ids.has(to)) {
          const known = found.get(`${from}\n${to}`);
          found.set(`${from}\n${to}`, { from, to, installs: installs || known?.installs === true });
        }
      }
    }
  }
  return [...found.values()];
}
