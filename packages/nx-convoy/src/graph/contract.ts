import type { Edge, Graph } from '../model/graph.ts';
import type { ProjectGraph } from '../model/world.ts';
import { compareEdges, compareText } from './link.ts';
import { publishOrder } from './order.ts';

/**
 * Contracts the project graph to units: what Nx or another plugin says between projects becomes `declared` between their units,
 * also through projects that ship nothing. Where our own edges already link two projects they are the finer truth.
 */
export function contract(graph: Graph, projects: ProjectGraph | undefined): Graph {
  if (projects === undefined) return graph;
  const unitsOf = new Map<string, string[]>();
  const projectAt = new Map(Object.entries(projects.roots).map(([name, root]) => [root, name]));
  const projectOf = new Map<string, string>();
  for (const unit of graph.units) {
    const project = projectAt.get(unit.root) ?? unit.project;
    projectOf.set(unit.id, project);
    unitsOf.set(project, [...(unitsOf.get(project) ?? []), unit.id]);
  }
  const linked = new Set(graph.edges.map(({ from, to }) => `${projectOf.get(from) ?? ''}\n${projectOf.get(to) ?? ''}`));
  const manifestOf = new Map(graph.units.map((unit) => [unit.id, unit.manifest]));
  const declared: Edge[] = [];
  for (const [project, from] of unitsOf) {
    for (const needed of shipping(project, projects, unitsOf)) {
      if (linked.has(`${project}\n${needed}`)) continue;
      for (const a of from) {
        for (const b of unitsOf.get(needed) ?? []) {
          declared.push({
            from: a,
            to: b,
            kind: 'declared',
            file: manifestOf.get(a) ?? '',
            line: 1,
            requirements: [],
            orders: true,
          });
        }
      }
    }
  }
  const units = graph.units.map((unit) => ({ ...unit, project: projectOf.get(unit.id) ?? unit.project }));
  if (declared.length === 0) return { ...graph, units };
  const edges = [...graph.edges, ...declared].sort(compareEdges);
  const order = publishOrder(units, edges);
  const isPublic = new Set(graph.publishOrder);
  return {
    ...graph,
    units,
    edges,
    publishOrder: order.ids.filter((id) => isPublic.has(id)),
    problems: [
      ...graph.problems.filter(({ code }) => code !== 'GRAPH_CYCLE' && code !== 'VERSIONED_DEV_CYCLE'),
      ...order.problems,
    ],
  };
}

/** The nearest projects with units that a project reaches, walking on through those without. */
function shipping(
  project: string,
  { dependencies }: ProjectGraph,
  unitsOf: ReadonlyMap<string, unknown>,
): readonly string[] {
  const found = new Set<string>();
  const seen = new Set([project]);
  const open = [...(dependencies[project] ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (unitsOf.has(next)) found.add(next);
    else open.push(...(dependencies[next] ?? []));
  }
  return [...found].sort(compareText);
}
