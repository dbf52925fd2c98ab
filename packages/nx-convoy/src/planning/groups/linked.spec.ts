import { noConfig, type LinkedConfig } from '../../model/config.ts';
import type { Group } from './groups.ts';
import { linkedSets } from './linked.ts';

const group = (text: string): Group => {
  const [name = '', ...units] = text.split(' ');
  return {
    name,
    units: (units.length === 0 ? [name] : units).map((id) => ({
      id,
      key: id,
      ecosystem: 'cargo',
      name: id.slice(id.indexOf(':') + 1),
      project: id.slice(id.indexOf(':') + 1),
      root: `crates/${id.slice(id.indexOf(':') + 1)}`,
      manifest: 'Cargo.toml',
      private: false,
      registries: [],
    })),
    isFixed: units.length > 0,
    because: '',
    isConfigured: false,
  };
};
const groups = ['cargo:a', 'cargo:b', 'cargo:c', 'fleet cargo:d cargo:e'].map(group);

const show = (...linked: readonly LinkedConfig[]): string => {
  const { sets, problems } = linkedSets(groups, { ...noConfig, linked });
  return [...sets.map((set) => `${set.groups.join('+')} by ${set.by}`), ...problems.map(({ code }) => code)].join(', ');
};

it.each<[string, readonly LinkedConfig[], string]>([
  ['ids', [['cargo:a', 'cargo:b']], 'cargo:a+cargo:b by bump'],
  ['names', [['a', 'c']], 'cargo:a+cargo:c by bump'],
  ['folders, and not', [['crates/*', '!b', '!c']], 'cargo:a+fleet by bump'],
  ['one of a fixed group brings all of it', [['a', 'd']], 'cargo:a+fleet by bump'],
  ['a group by its name', [['a', 'fleet']], 'cargo:a+fleet by bump'],
  ['by version', [{ units: ['a', 'b'], by: 'version' }], 'cargo:a+cargo:b by version'],
  [
    'two sets',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
    'cargo:a+cargo:b by bump, cargo:c+fleet by bump',
  ],
  ['one alone is not linked', [['a']], ''],
  ['who is not there', [['a', 'b', 'x']], 'cargo:a+cargo:b by bump, LINKED_UNKNOWN'],
  [
    'one in two sets',
    [
      ['a', 'b'],
      ['b', 'c', 'd'],
    ],
    'cargo:a+cargo:b by bump, cargo:c+fleet by bump, LINKED_TWICE',
  ],
])('%s', (_, linked, expected) => expect(show(...linked)).toBe(expected));
