import type { Graph } from '../../packages/nx-convoy/src/model/graph.ts';
import type { Place } from '../../packages/nx-convoy/src/model/problem.ts';
import type { Unit } from '../../packages/nx-convoy/src/model/unit.ts';

/** A graph as text that a person can check line by line. */
export function showGraph(graph: Graph): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['units', graph.units.map(showUnit)],
    [
      'edges',
      graph.edges.map(
        ({ from, to, kind, range, file, line, orders }) =>
          `${from} > ${to} ${kind}${range === undefined ? '' : ` ${range}`} ${file}:${line}${orders ? '' : ' (orders nothing)'}`,
      ),
    ],
    ['order', graph.publishOrder],
    ['ignored', graph.ignored.map(({ file, why }) => `${file}: ${why}`)],
    ['problems', graph.problems.map(({ severity, code, where }) => `${severity} ${code} ${showPlace(where)}`.trim())],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [title, ...lines.map((line) => `  ${line}`)].join('\n'))
    .join('\n');
}

function showUnit(unit: Unit): string {
  const parts = [unit.id, showVersion(unit), unit.root];
  if (unit.registries.length > 0) parts.push(`to ${unit.registries.join(', ')}`);
  if (unit.private) parts.push(`private: ${unit.why ?? 'without a reason'}`);
  return parts.join(' | ');
}

function showVersion({ version = '-', versionSource: source }: Unit): string {
  if (source === undefined) return version;
  const at = 'at' in source ? ` ${showPlace(source.at)}` : '';
  const how = source.is === 'written' ? '' : source.is === 'computed' ? ` computed: ${source.why}` : ` ${source.is}`;
  return `${version}${how}${at}`;
}

const showPlace = (place: Place | undefined): string =>
  place === undefined ? '' : `${place.file}${place.line === undefined ? '' : `:${place.line}`}`;
