import type { z } from 'zod';
import type { Graph } from '../../model/graph.ts';
import { draw } from '../words/drawing.ts';
import type { graphOptions } from './options.ts';
import { table } from './table.ts';
import { plannedEdge } from '../../planning/written/planned-edge.ts';

export function report(graph: Graph, options: z.infer<typeof graphOptions>, width: number | undefined): string {
  switch (options.format) {
    case 'table':
      return table(graph, options.explain, width);
    case 'json':
      return `${JSON.stringify(machineForm(graph), undefined, 2)}\n`;
    case 'mermaid':
    case 'dot':
      return draw(graph, options.format);
  }
}

/** The contract with other programs: these keys, in this order. */
export function machineForm({ units, edges, publishOrder, ignored, problems }: Graph): unknown {
  return {
    units: units.map(
      ({ id, ecosystem, name, root, manifest, version, private: isPrivate, why, project, registries }) => ({
        id,
        ecosystem,
        name,
        root,
        manifest,
        ...(version === undefined ? {} : { version }),
        private: isPrivate,
        ...(why === undefined ? {} : { why }),
        project,
        ...(registries.length === 0 ? {} : { registries }),
      }),
    ),
    edges: edges.map(plannedEdge),
    publishOrder,
    ignored,
    problems: problems.map(({ code, severity, what, where, fix }) => ({
      code,
      severity,
      what,
      ...(where === undefined ? {} : where),
      fix,
    })),
  };
}
