import { noConfig } from '../model/config.ts';
import type { UnitConfig } from '../model/config.ts';
import type { Unit } from '../model/unit.ts';
import { unitTargets } from './targets.ts';

const unit = (id: string, isPrivate: boolean, version?: string): Unit => ({
  ...{ id, ecosystem: id.split(':')[0] ?? '', project: 'ship', key: id, name: id, root: 'ship', manifest: id },
  ...{ private: isPrivate, registries: [], ...(version === undefined ? {} : { version }) },
});
const own: UnitConfig = { package: { run: ['make'], outputs: ['*'], tools: { go: ['go', 'version'] } } };

it.each<[string, readonly Unit[], Readonly<Record<string, UnitConfig>>, object]>([
  ['what a registry takes', [unit('npm:a', false, '1.0.0')], {}, { package: ['npm:a'] }],
  ['what none takes, by its name', [unit('npm:a', true, '1.0.0')], {}, { 'package-private': ['npm:a'] }],
  [
    'each on its own',
    [unit('npm:a', true, '1.0.0'), unit('cargo:b', false, '1.0.0')],
    {},
    { package: ['cargo:b'], 'package-private': ['npm:a'] },
  ],
  [
    'what none takes, with a command of its own',
    [unit('npm:a', true, '1.0.0')],
    { 'npm:a': own },
    { package: ['npm:a'] },
  ],
  ['what has no version', [unit('npm:a', true), unit('cargo:b', false)], {}, {}],
])('%s', (_, units, said, expected) => {
  const graph = { units, edges: [], publishOrder: [], ignored: [], problems: [] };
  const targets = unitTargets(units, graph, { ...noConfig, units: said });
  const packing = ['package', 'package-private'].flatMap((name) => {
    const target = targets[name];
    return target === undefined ? [] : [[name, (target.options as { readonly units: readonly string[] }).units]];
  });
  expect(Object.fromEntries(packing)).toEqual(expected);
});

it('asks the programs of a command of its own for their versions, for the cache', () => {
  const units = [unit('npm:a', true, '1.0.0')];
  const graph = { units, edges: [], publishOrder: [], ignored: [], problems: [] };
  const { package: target } = unitTargets(units, graph, { ...noConfig, units: { 'npm:a': own } });
  expect(target?.inputs).toContainEqual({ runtime: 'go version' });
  expect(target?.outputs).toEqual(['{options.out}/npm/a']);
});
