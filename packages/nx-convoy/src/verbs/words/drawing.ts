import type { EdgeKind } from '../../model/claim.ts';
import type { Graph } from '../../model/graph.ts';

/** Each unit is a node of its own, also where several share a folder: Nx draws one node per folder. */
export function draw(graph: Pick<Graph, 'units' | 'edges'>, format: 'mermaid' | 'dot'): string {
  return format === 'mermaid' ? mermaid(graph) : dot(graph);
}

const faint: ReadonlySet<EdgeKind> = new Set<EdgeKind>(['dev', 'declared']);

function mermaid({ units, edges }: Pick<Graph, 'units' | 'edges'>): string {
  const node = new Map(units.map(({ id }, at) => [id, `u${at}`]));
  return [
    'flowchart BT',
    ...units.map(
      ({ id, version }) =>
        `  ${node.get(id) ?? ''}["${escape(id)}${version === undefined ? '' : `<br/>${escape(version)}`}"]`,
    ),
    ...edges.map(
      ({ from, to, kind }) =>
        `  ${node.get(from) ?? ''} ${faint.has(kind) ? '-.' : '--'} ${kind} ${faint.has(kind) ? '.->' : '-->'} ${node.get(to) ?? ''}`,
    ),
    '',
  ].join('\n');
}

/** Mermaid reads quotes and angle brackets as its own. */
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function dot({ units, edges }: Pick<Graph, 'units' | 'edges'>): string {
  const quote = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  return [
    'digraph convoy {',
    '  rankdir=BT; node [shape=box];',
    ...units.map(
      ({ id, version }) => `  ${quote(id)} [label=${quote(version === undefined ? id : `${id} ${version}`)}];`,
    ),
    ...edges.map(
      ({ from, to, kind }) =>
        `  ${quote(from)} -> ${quote(to)} [label=${quote(kind)}${faint.has(kind) ? ', style=dashed' : ''}];`,
    ),
    '}',
    '',
  ].join('\n');
}
