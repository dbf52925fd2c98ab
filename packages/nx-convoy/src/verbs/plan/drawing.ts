import type { Graph } from '../../model/graph.ts';
import type { Plan } from '../../model/plan.ts';
import { draw } from '../words/drawing.ts';

export const drawPlan = ({ units, edges }: Plan, format: 'mermaid' | 'dot'): string => {
  const shown: Pick<Graph, 'units' | 'edges'> = {
    units: units.map(({ id, version, ...unit }) => ({
      ...unit,
      id,
      key: id,
      version: `${version.from ?? ''} → ${version.spelling}`,
    })),
    edges: edges.map((edge) => ({ ...edge, requirements: [], orders: true })),
  };
  return draw(shown, format);
};
