import type { Edge } from '../model/graph.ts';
import type { Unit } from '../model/unit.ts';
import { publishTargets } from './publish-targets.ts';

const unit = (id: string, root: string): Unit => ({
  ...{ id, ecosystem: id.split(':')[0] ?? '', project: root, key: id, name: id, root, manifest: id },
  ...{ private: false, registries: [], version: '1.0.0' },
});
const edge = (from: string, to: string, orders = true): Edge => ({
  ...{ from, to, kind: orders ? 'runtime' : 'dev', orders, requirements: [], file: from, line: 1 },
});
const units = [
  unit('cargo:a', 'a'),
  unit('python:a', 'a'),
  unit('cargo:b', 'b'),
  unit('python:b', 'b'),
  unit('docker:ship/api', 'ship'),
  unit('docker:ship/web', 'ship'),
  unit('npm:c', 'c'),
  unit('npm:d', 'd'),
];
const edges = [
  edge('cargo:b', 'cargo:a'),
  edge('python:b', 'cargo:b'),
  edge('python:a', 'cargo:a'),
  edge('python:a', 'python:b'),
  edge('docker:ship/api', 'docker:ship/web'),
  edge('docker:ship/web', 'python:a'),
  edge('cargo:a', 'cargo:b', false),
  edge('npm:d', 'npm:c'),
  edge('npm:c', 'cargo:a'),
];
const graph = { units, edges, publishOrder: [], ignored: [], problems: [] };
const dependsOn = (root: string): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(
      publishTargets(
        units.filter((one) => one.root === root),
        graph,
      ),
    ).map(([name, target]) => [
      name,
      (target.dependsOn ?? []).map((one) => {
        if (typeof one === 'string') return `${one} knows nothing of what was typed`;
        return `${[one.projects ?? []].flat().join()}:${one.target} ${one.params ?? 'ignore'}`;
      }),
    ]),
  );

it('has a target for each unit, after those of the units that it needs', () => {
  expect(dependsOn('a')).toEqual({
    'publish-cargo': [],
    'publish-python': [':publish-cargo forward', 'b:publish-python forward'],
    publish: [':publish-cargo forward', ':publish-python forward'],
    'nx-release-publish': [],
  });
  expect(dependsOn('b')).toMatchObject({ 'publish-python': [':publish-cargo forward'] });
});

it('tells several units of an ecosystem in one folder apart', () => {
  expect(Object.keys(dependsOn('ship')).filter((name) => name.startsWith('publish-docker'))).toHaveLength(2);
  const [api = '', web = ''] = Object.keys(dependsOn('ship'));
  expect(dependsOn('ship')[api]).toEqual([`:${web} forward`]);
  expect(dependsOn('ship')[web]).toEqual(['a:publish-python forward']);
});

it('publishes a unit that has its folder to itself by publish, and knows the other name as well', () => {
  expect(dependsOn('d')).toEqual({
    publish: ['c:publish forward'],
    'publish-npm': [':publish forward'],
    'nx-release-publish': [],
  });
  expect(dependsOn('c')).toMatchObject({ publish: ['a:publish-cargo forward'] });
});

it('is never remembered, and what gathers them publishes by itself', () => {
  for (const target of Object.values(publishTargets(units, graph)))
    expect(target).toMatchObject({ executor: 'nx-convoy:publish', cache: false });
});

it('leaves out what gives way in a ring: Nx runs nothing at all where tasks wait for each other', () => {
  const dev: Edge = { ...edge('npm:c', 'npm:d'), kind: 'dev' };
  const ring = { ...graph, edges: [...edges, dev] };
  const [c] = units.filter(({ id }) => id === 'npm:c');
  const targets = publishTargets(c === undefined ? [] : [c], ring);
  expect(targets.publish?.dependsOn).toEqual([{ projects: ['a'], target: 'publish-cargo', params: 'forward' }]);
});
