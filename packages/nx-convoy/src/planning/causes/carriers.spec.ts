import type { EdgeKind } from '../../model/claim.ts';
import type { Edge } from '../../model/graph.ts';
import type { Unit } from '../../model/unit.ts';
import { carriersOf } from './carriers.ts';

const unit = (id: string): Unit => ({
  id,
  key: id,
  name: id,
  ecosystem: 'cargo',
  project: id,
  root: id,
  manifest: `${id}/Cargo.toml`,
  private: false,
  registries: [],
});

/** `app runtime lib` is an edge. */
function edge(text: string): Edge {
  const [from = '', kind = '', to = ''] = text.split(' ');
  return { from, to, kind: kind as EdgeKind, file: '', line: 1, requirements: [], orders: true };
}

it.each<[string, string, string, string]>([
  ['one of a group is its own', '', 'lib', 'lib'],
  ['what is in no group is of those that take it in', 'app runtime lib, tool build lib', 'app tool', 'app tool'],
  ['however many lie between', 'app runtime mid, mid runtime lib', 'app', 'app'],
  ['no further than the first group', 'app runtime mid, mid runtime lib', 'app mid', 'mid'],
  ['what it is only developed with', 'app dev lib', 'app', ''],
  ['who deploys it ships nothing of it', 'app deploys lib', 'app', ''],
  ['an image embeds it, a wheel bundles it', 'app embeds lib, tool bundles lib', 'app tool', 'app tool'],
  ['rings come to an end', 'mid runtime lib, lib runtime mid, app runtime mid', 'app', 'app'],
  ['nobody takes it', '', 'app', ''],
])('%s', (_, edges, groups, expected) => {
  const units = ['app', 'tool', 'mid', 'lib'].map(unit);
  const groupOf = new Map(groups.split(' ').map((id) => [id, id] as const));
  const list = edges === '' ? [] : edges.split(', ').map(edge);
  expect([...(carriersOf(units, list, groupOf)[3] ?? [])].sort().join(' ')).toBe(expected);
});
