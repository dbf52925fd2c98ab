import type { Outcome } from '../../model/delivery.ts';
import type { Prepared } from './prepare.ts';
import type { Registrar } from './registrar.ts';

/**
 * Units that cannot go now: what they need is due as well, was not asked for, and is not out. So whoever publishes units one by one may start
 * them in any order, and none goes before what it needs.
 */
export async function upstreams(
  { due, upstream, ways, graph }: Prepared,
  registrar: Registrar,
): Promise<ReadonlyMap<string, Outcome>> {
  const waited = new Set(upstream.map(({ unit }) => unit));
  const chosen = new Set(due.map(({ unit }) => unit));
  const needs = graph.edges.filter(
    ({ from, to, orders }) => orders && chosen.has(from) && (waited.has(to) || chosen.has(to)),
  );
  const asked = new Set(needs.map(({ to }) => to).filter((to) => waited.has(to)));
  const lacking = new Set<string>();
  await Promise.all(
    [...asked].map(async (unit) => {
      const answers = await Promise.all(
        (ways.get(unit) ?? []).map((going) => registrar.presence(going, going.released)),
      );
      if (!answers.every(({ is }) => is === 'present')) lacking.add(unit);
    }),
  );
  const blocked = new Map<string, Outcome>();
  // Who needs one that is blocked is blocked as well: until nothing changes any more.
  for (let size = -1; size !== blocked.size;) {
    size = blocked.size;
    for (const { from, to } of needs)
      if (!blocked.has(from) && (lacking.has(to) || blocked.has(to))) blocked.set(from, { is: 'blocked', by: to });
  }
  return blocked;
}
