import { cargo } from '../../ecosystems/cargo/index.ts';
import { npm } from '../../ecosystems/npm/index.ts';
import { python } from '../../ecosystems/python/index.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import { noConfig } from '../../model/config.ts';
import type { Unit } from '../../model/unit.ts';
import { boundsOf } from './bounds.ts';

const unit = (more: Partial<Unit>): Unit => ({
  ...{ id: 'x:tug', ecosystem: 'x', project: 'tug', key: 'tug', name: 'tug', root: '.', manifest: 'tug' },
  ...{ version: '1.0.0', private: false, registries: [] },
  ...more,
});
const around = {
  config: { ...noConfig, units: { 'x:tug': { size: { max: 5 } } } },
  repo: { files: [], text: () => undefined },
  since: new Map(),
};

it.each<[string, Ecosystem, Partial<Unit>, readonly string[]]>([
  ['a crate goes to crates.io', cargo, {}, ['crates.io 10485760']],
  ['or elsewhere, where nobody says', cargo, { registries: ['ours'] }, []],
  ['a wheel goes to PyPI', python, {}, ['PyPI 104857600']],
  ['npm says nothing of files', npm, {}, []],
  ['what is private goes nowhere', cargo, { private: true }, []],
])('%s', (_, ecosystem, more, expected) => {
  const { size, limits } = boundsOf(unit(more), ecosystem, around);
  expect(size).toEqual({ max: 5 });
  expect(limits.map(({ registry, bytes }) => `${registry} ${bytes}`)).toEqual(expected);
});
