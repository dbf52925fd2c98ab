import type { Graph } from '../model/graph.ts';
import type { Problem } from '../model/problem.ts';
import { isCalled } from './called.ts';

/** The asked units with their direct needs and dependents; the whole graph where nothing is asked. */
export function neighbourhood(
  graph: Graph,
  asked: readonly string[] | undefined,
): { graph: Graph; unknown: readonly Problem[] } {
  if (asked === undefined || asked.length === 0) return { graph, unknown: [] };
  const chosen = new Set<string>();
  const unknown: Problem[] = [];
  for (const word of asked) {
    const matches = graph.units.filter((unit) => isCalled(unit, word));
    for (const { id } of matches) chosen.add(id);
    if (matches.length === 0) unknown.push(noSuchUnit(word, graph));
  }
  const edges = graph.edges.filter(({ from, to }) => chosen.has(from) || chosen.has(to));
  const near = new Set([...chosen, ...edges.flatMap(({ from, to }) => [from, to])]);
  return {
    graph: {
      ...graph,
      units: graph.units.filter(({ id }) => near.has(id)),
      edges,
      publishOrder: graph.publishOrder.filter((id) => near.has(id)),
    },
    unknown,
  };
}

function noSuchUnit(word: string, graph: Graph): Problem {
  const alike = graph.units.filter(({ id }) => id.includes(word) || word.includes(id.split(':')[1] ?? id));
  return {
    code: 'UNIT_UNKNOWN',
    severity: 'error',
    what: `No unit is called "${word}".`,
    fix:
      alike.length > 0
        ? `Did you mean ${alike
            .slice(0, 5)
            .map(({ id }) => id)
            .join(', ')}?`
        : 'See all units: nx-convoy graph; what was left out and why: nx-convoy graph --explain.',
  };
}
