import { compareVersions, isPrerelease, isVersion } from './versions.ts';

it.each([
  ['1.2.3', true],
  ['0.0.0', true],
  ['1.0.0-rc.1+build.5', true],
  ['1.0.0-0a', true],
  ['1.0.0--', true],
  ['1.0', false],
  ['01.0.0', false],
  ['1.0.0-01', false],
  ['1.0.0-', false],
  ['1.0.0+', false],
  ['v1.0.0', false],
  ['1.0.0 ', false],
])('"%s" is a version: %s', (text, expected) => expect(isVersion(text)).toBe(expected));

it('orders as the specification does', () => {
  const ordered = [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.2.0',
    '1.10.0',
    '20261120123456789012.0.0',
  ];
  expect([...ordered].reverse().sort(compareVersions)).toEqual(ordered);
  expect(compareVersions('1.0.0+a', '1.0.0+b')).toBe(0);
});

it('knows a prerelease by its dash, not by that of a build', () => {
  expect(['1.0.0-rc.1', '1.0.0+a-b', '1.0.0'].map(isPrerelease)).toEqual([true, false, false]);
});
