import { waves } from '../../graph/order.ts';
import type { Edge, Graph } from '../../model/graph.ts';
import type { Unit } from '../../model/unit.ts';
import { columns, count } from '../words/columns.ts';
import { tellProblems } from '../words/problems.ts';

export function table(graph: Graph, explain: boolean, width: number | undefined): string {
  const { units, edges, ignored, problems } = graph;
  if (units.length === 0 && problems.length === 0) return nothing(graph, explain);
  const projects = new Set(units.map(({ root }) => root)).size;
  return [
    `${count(units.length, 'unit')} in ${count(projects, 'folder')}, ${count(edges.length, 'edge')}\n`,
    section('Units', columns(unitRows(units, edges), width)),
    section('Publish order', columns(orderRows(graph), width)),
    ignored.length === 0
      ? ''
      : explain
        ? section(
            'Left out',
            columns(
              ignored.map(({ file, why }) => [file, why]),
              width,
            ),
          )
        : `\n${count(ignored.length, 'manifest')} left out; --explain tells which and why.\n`,
    problems.length === 0 ? '' : section('Problems', tellProblems(problems)),
  ].join('');
}

const section = (title: string, body: string): string => (body === '' ? '' : `\n${title}\n${body}`);

function unitRows(units: readonly Unit[], edges: readonly Edge[]): readonly (readonly string[])[] {
  const needs = new Map<string, string[]>();
  for (const { from, to, kind } of edges) needs.set(from, [...(needs.get(from) ?? []), `${to} (${kind})`]);
  return units.map((unit) => [
    unit.id,
    unit.version ?? '-',
    unit.root,
    unit.private ? 'private' : unit.registries.join(' '),
    (needs.get(unit.id) ?? []).join(', '),
  ]);
}

function orderRows({ units, edges, publishOrder }: Graph): readonly (readonly string[])[] {
  const isPublic = new Set(publishOrder);
  return waves(units, edges)
    .map((wave) => wave.filter((id) => isPublic.has(id)))
    .filter((wave) => wave.length > 0)
    .map((wave, at) => [`${at + 1}`, wave.join(', ')]);
}

function nothing({ ignored }: Graph, explain: boolean): string {
  const left = explain
    ? columns(
        ignored.map(({ file, why }) => [file, why]),
        undefined,
      )
    : '';
  return [
    'Nothing here ships: no crate, wheel, image, chart or npm package was found.\n',
    ignored.length === 0
      ? 'A unit begins with a Cargo.toml, pyproject.toml, Dockerfile, Chart.yaml or package.json that git does not ignore.\n'
      : `${count(ignored.length, 'manifest')} left out${explain ? ':\n' : '; --explain tells which and why.\n'}`,
    left,
  ].join('');
}
