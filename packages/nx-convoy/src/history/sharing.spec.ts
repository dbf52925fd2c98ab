import type { EdgeKind } from '../model/claim.ts';
import type { Edge } from '../model/graph.ts';
import type { Unit } from '../model/unit.ts';
import { takersOf, withReached, type Taken } from './sharing.ts';

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
const edge = (text: string): Edge => {
  const [from = '', kind = '', to = ''] = text.split(' ');
  return { from, to, kind: kind as EdgeKind, file: '', line: 1, requirements: [], orders: true };
};
const units = ['lib', 'tool', 'wheel', 'image'].map(unit);

/** `0 lock serde` is built with it, `0 lock serde!` ships it. */
const taken = (text: string): Taken => {
  const [at = '', file = '', name = ''] = text.split(' ');
  return { unit: Number(at), file, values: new Set([name.replace('!', '')]), isShipped: name.endsWith('!') };
};

it.each<[string, string, string, string, readonly number[]]>([
  ['who ships it', '1 lock serde!', '', 'lock serde', [1]],
  ['nobody ships what a library was built with', '0 lock serde', '', 'lock serde', []],
  ['but who bundles the library does', '0 lock serde', 'wheel bundles lib', 'lock serde', [2]],
  ['and an image around that', '0 lock serde', 'wheel bundles lib, image embeds wheel', 'lock serde', [2, 3]],
  ['who only needs it builds it anew', '0 lock serde', 'tool runtime lib', 'lock serde', []],
  ['rings come to an end', '0 lock serde', 'wheel bundles lib, lib bundles wheel', 'lock serde', [0, 2]],
  ['another value', '1 lock serde!', '', 'lock log', []],
  ['another file', '1 lock serde!', '', 'other serde', []],
])('%s', (_, takings, edges, asked, expected) => {
  const [file = '', name = ''] = asked.split(' ');
  const takers = takersOf(takings.split(', ').map(taken), units, edges === '' ? [] : edges.split(', ').map(edge));
  expect([...takers(file, [name])].sort()).toEqual(expected);
});

it.each([
  [[], [], { units: [] }],
  [[0], [], { units: [0] }],
  [[0], [0], { units: [0] }],
  [[], [1], { units: [1] }],
  [[0], [0, 1], { units: [0, 1], aside: [1] }],
])('touching %j, reaching %j', (own, reached, expected) => expect(withReached(own, reached)).toEqual(expected));
