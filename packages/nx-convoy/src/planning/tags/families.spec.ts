import { namesIn, namesOf, readTag, tagFamilies, toldBy, wordPrefixes } from './families.ts';

it.each([
  ['v1.2.3', 'v 1.2.3'],
  ['1.2.3', ' 1.2.3'],
  ['core-v1.2.3', 'core-v 1.2.3'],
  ['core-1.2.3', 'core- 1.2.3'],
  ['core@1.2.3', 'core@ 1.2.3'],
  ['@scope/core@1.2.3', '@scope/core@ 1.2.3'],
  ['dir/core/v1.2.3', 'dir/core/v 1.2.3'],
  ['core_v1.2.3', 'core_v 1.2.3'],
  ['core==1.2.3', 'core== 1.2.3'],
  ['v1.2.3-rc.1', 'v 1.2.3-rc.1'],
  ['v1.2.3rc1', 'v 1.2.3-rc.1'],
  ['v1.2', 'v 1.2.0'],
  ['s3-backend-v1.2.3', 's3-backend-v 1.2.3'],
  ['v9', undefined],
  ['latest', undefined],
  ['nightly-2026', undefined],
  ['core-v', undefined],
])('%s is read as %s', (name, expected) => {
  const read = readTag({ name, commit: 'c' });
  expect(read === undefined ? undefined : `${read.prefix} ${read.version}`).toBe(expected);
});

it('gathers a family, highest first, whatever the order of its tags', () => {
  const tags = ['v1.2.0', 'v1.10.0', 'core-v3.0.0', 'v1.10.0-rc.1', 'latest'].map((name) => ({ name, commit: name }));
  const found = [...tagFamilies(tags)].map(([prefix, list]) => `${prefix} ${list.map((one) => one.version).join(' ')}`);
  expect(found.sort()).toEqual(['core-v 3.0.0', 'v 1.10.0 1.10.0-rc.1 1.2.0']);
});

it.each([
  ['core-v', ['core', 'core-v']],
  ['core@', ['core']],
  ['dir/core/v', ['dir/core', 'dir/core/v']],
  ['v', []],
])('%s names %j among others', (prefix, expected) => {
  expect(expected.filter((name) => !namesIn(prefix).includes(name) && !prefix.startsWith(name))).toEqual([]);
  expect(namesIn(prefix).length === 0).toBe(expected.length === 0);
});

it('knows a unit by its project, its name with and without scope, and its folder', () => {
  expect(namesOf({ ecosystem: 'npm', name: '@scope/core', project: 'core-js', root: 'packages/base' })).toEqual({
    own: ['core-js', '@scope/core', 'core'],
    folder: ['packages/base', 'base'],
  });
  expect(namesOf({ ecosystem: 'cargo', name: 'a', project: 'a', root: '.' }).folder).toEqual([]);
});

it.each([
  ['py-core', 'core', 'python'],
  ['py/core', 'core', 'python'],
  ['core-py', 'core', 'python'],
  ['helm-chart-core', 'core', 'helm'],
  ['core', 'core', undefined],
])('%s tells %s of %s', (text, name, ecosystem) => {
  expect(toldBy(text)).toContainEqual(ecosystem === undefined ? { name } : { name, ecosystem });
});

it.each([
  ['python', 'py-', 'python-v', 'chart-'],
  ['helm', 'chart-', 'helm-chart-', 'py-'],
  ['cargo', 'rust-v', 'rs-', 'py-'],
])('%s has words of its own', (ecosystem, one, other, not) => {
  const prefixes = wordPrefixes(ecosystem);
  expect([prefixes.includes(one), prefixes.includes(other), prefixes.includes(not)]).toEqual([true, true, false]);
});
