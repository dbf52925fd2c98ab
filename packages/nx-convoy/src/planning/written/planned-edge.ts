import type { Edge } from '../../model/graph.ts';
import type { PlannedEdge } from '../../model/plan.ts';

/** What others are told of an edge: the graph knows more. */
export const plannedEdge = ({ from, to, kind, file, line, range }: Edge): PlannedEdge => ({
  from,
  to,
  kind,
  file,
  line,
  ...(range === undefined ? {} : { range }),
});
