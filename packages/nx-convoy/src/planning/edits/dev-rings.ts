import { ecosystems } from '../../ecosystems/index.ts';
import type { Edge, Graph } from '../../model/graph.ts';
import type { Problem } from '../../model/problem.ts';
import type { Planned } from '../plan.ts';

type Need = Pick<Edge, 'from' | 'to' | 'kind' | 'orders'>;

/** Tells of a versioned dev-dependency whether what it needs waits for who needs it. */
export function devRings(edges: readonly Need[]): (edge: Need) => boolean {
  if (!edges.some(isDev)) return () => false;
  const needs = new Map<string, string[]>();
  for (const { from, to, orders } of edges) if (orders) needs.set(from, [...(needs.get(from) ?? []), to]);
  const reached = new Map<string, ReadonlySet<string>>();
  return (edge) => {
    if (!isDev(edge)) return false;
    const all = reached.get(edge.to) ?? reachOf(edge.to, needs);
    reached.set(edge.to, all);
    return all.has(edge.from);
  };
}

const isDev = ({ kind, orders }: Need): boolean => kind === 'dev' && orders;

function reachOf(start: string, needs: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set([start]);
  // A set that grows is walked to its end.
  for (const id of reached) for (const next of needs.get(id) ?? []) reached.add(next);
  return reached;
}

/**
 * What cargo refuses is a dev-dependency that no published version meets: it looks for one when it packs. So a ring is open where the last
 * release of what is needed meets the requirement, as the plan leaves it.
 */
export function ringOpener(graph: Graph, planned: Pick<Planned, 'released' | 'edits'>): (problem: Problem) => boolean {
  const published = new Map(
    planned.released.flatMap(({ units, base }) =>
      units.map((unit) => [unit.id, { ecosystem: unit.ecosystem, version: base.stable?.version ?? unit.version.from }]),
    ),
  );
  const editAt = new Map(planned.edits.map((edit) => [`${edit.file}:${edit.line}\n${edit.before}`, edit.after]));
  return ({ code, where }) => {
    if (code !== 'VERSIONED_DEV_CYCLE') return false;
    const edge = graph.edges.find(
      ({ kind, file, line }) => kind === 'dev' && file === where?.file && line === (where.line ?? 1),
    );
    const { ecosystem, version } = published.get(edge?.to ?? '') ?? {};
    if (edge === undefined || version === undefined) return false;
    const rules = ecosystems.find(({ id }) => id === ecosystem);
    return edge.requirements.every(({ range, at }) => {
      const after = editAt.get(`${at.file}:${at.line ?? 1}\n${range}`) ?? range;
      return rules?.admits(after, version) === true;
    });
  };
}
