import type { Unit } from '../../model/unit.ts';
import { matches } from '../../planning/groups/groups.ts';
import { groupSettings } from './grouping.ts';
import { patternsFor } from './projects.ts';
import type { ReleaseSet } from './release-set.ts';

/** `cargo:a@folder`, and `(…)` where no registry takes it. */
function unit(text: string): Unit {
  const [, id = '', root = ''] = /^\(?([^@)]+)@([^)]+)\)?$/.exec(text) ?? [];
  const [ecosystem = '', name = ''] = id.split(':');
  const isPrivate = text.startsWith('(');
  return { id, ecosystem, name, root, project: root, key: id, manifest: root, private: isPrivate, registries: [] };
}
const units = (text: string): readonly Unit[] => text.split(' ').map(unit);

it.each([
  // members, others, patterns
  ['cargo:a@a', 'cargo:b@b', 'a'],
  ['cargo:a@a cargo:b@b', 'npm:c@c', 'tag:convoy:cargo'],
  ['cargo:a@a npm:b@b', '(npm:c@c)', 'tag:convoy:public'],
  ['cargo:a@a cargo:b@b (cargo:c@c)', '', 'tag:convoy:cargo'],
  ['cargo:a@a npm:b@b (npm:c@c)', '(npm:d@d)', 'tag:convoy:public c'],
  ['cargo:a@a cargo:b@b cargo:c@c', 'cargo:d@d', 'tag:convoy:public !d'],
  ['cargo:a@a', '(docker:a@a)', 'a !docker:a'],
  ['cargo:a@a (python:a@a)', 'npm:b@b', 'a'],
  ['cargo:a@a (python:a@a) npm:b@b', 'helm:a@a', 'tag:convoy:public a !helm:a'],
])('%s, not %s: %s', (wanted, left, patterns) => {
  const members = units(wanted);
  const all = [...members, ...(left === '' ? [] : units(left))];
  const found = patternsFor(new Set(members.map(({ project }) => project)), members, all);
  expect(found.join(' ')).toBe(patterns);
  expect(all.filter((one) => matches(found, one))).toEqual(members);
});

const set = (name: string, members: string, isFixed = true): ReleaseSet => ({
  ...{ name, units: units(members), isFixed, groups: [] },
  pattern: isFixed ? `${name}-{version}` : '{projectName}@{version}',
});

it('a folder is of the set of its public unit; the others say by themselves where they belong', () => {
  const sets = [set('inner', '(cargo:a@a)'), set('outer', 'python:a@a python:b@b'), set('charts', 'helm:a@a')];
  const all = sets.flatMap((one) => one.units);
  expect(groupSettings(sets, all)).toEqual([
    {
      part: 'release',
      path: ['groups', 'outer'],
      value: { projects: ['tag:convoy:python'], releaseTag: { pattern: 'outer-{version}' } },
    },
    { part: 'options', path: ['units', 'cargo:a', 'group'], value: 'inner' },
    { part: 'options', path: ['units', 'cargo:a', 'tag'], value: 'inner-{version}' },
    { part: 'options', path: ['units', 'helm:a', 'group'], value: 'charts' },
    { part: 'options', path: ['units', 'helm:a', 'tag'], value: 'charts-{version}' },
  ]);
});
