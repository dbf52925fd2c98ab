import { repoOf } from '../../../../tools/facts/snapshot.ts';
import { noConfig } from '../model/config.ts';
import { contract } from './contract.ts';
import { discover } from './discover.ts';

const crate = (name: string, needs = ''): string =>
  `[package]\nname = "${name}"\nversion = "1.0.0"\n[dependencies]\n${needs}`;

const graph = discover(
  repoOf({
    'a/Cargo.toml': crate('a'),
    'b/Cargo.toml': crate('b', 'a = { path = "../a", version = "1" }'),
    'c/Cargo.toml': crate('c'),
    'd/Cargo.toml': crate('d'),
  }),
  noConfig,
);
const roots = { a: 'a', b: 'b', c: 'c', d: 'd', assets: 'assets', scripts: 'scripts' };

it.each([
  ['nothing from Nx, nothing more', {}, ['b > a runtime']],
  ['what both say stays ours', { b: ['a'] }, ['b > a runtime']],
  ['an implicit dependency is declared', { c: ['a'] }, ['b > a runtime', 'c > a declared']],
  [
    'a path through a project that ships nothing',
    { d: ['assets'], assets: ['scripts'], scripts: ['c'] },
    ['b > a runtime', 'd > c declared'],
  ],
  [
    'a cycle among projects that ship nothing ends',
    { d: ['assets'], assets: ['scripts'], scripts: ['assets'] },
    ['b > a runtime'],
  ],
])('%s', (_, dependencies, expected) => {
  const { edges } = contract(graph, { roots, dependencies });
  expect(edges.map(({ from, to, kind }) => `${from.slice(6)} > ${to.slice(6)} ${kind}`)).toEqual(expected);
});

it('orders by what is declared', () => {
  expect(graph.publishOrder).toEqual(['cargo:a', 'cargo:c', 'cargo:d', 'cargo:b']);
  expect(contract(graph, { roots, dependencies: { a: ['d'] } }).publishOrder).toEqual([
    'cargo:c',
    'cargo:d',
    'cargo:a',
    'cargo:b',
  ]);
});

it('takes the project names that Nx has settled on', () => {
  const { units } = contract(graph, { roots: { renamed: 'a', b: 'b', c: 'c', d: 'd' }, dependencies: {} });
  expect(units.map(({ project }) => project)).toEqual(['renamed', 'b', 'c', 'd']);
});

it('changes nothing without Nx', () => {
  expect(contract(graph, undefined)).toBe(graph);
});
