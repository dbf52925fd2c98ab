import { satisfies } from '@renovatebot/pep440';
import { admits, isSameVersion, pinOf } from './pep440.ts';

it.each([
  ['>=1,<2', '1.4.0', true],
  ['>=1,<2', '2.0', false],
  ['~=1.4.2', '1.4.9', true],
  ['~=1.4.2', '1.5', false],
  ['==1.*', '1.9', true],
  ['==1.0', '1', true],
  ['!=1.0', '1.0.0', false],
  ['>=1.0', '1.1rc1', true],
  ['>=1.0,', '1.1', true],
  ['', '0.1', true],
  ['*', '0.1', true],
  ['1.2', '1.2.0', true],
  ['1.2', '1.3', false],
  ['^1.2', '1.3', undefined],
  ['latest', '1.3', undefined],
  ['>=1', 'unknown', undefined],
])('%j admits %s: %s', (range, version, expected) => expect(admits(range, version)).toBe(expected));

const versions = ['0', '1', '1.0', '1.0.0', '1.0.1', '1.2', '1.10', '2', '10.0', '2026.1'];
const signs = ['>=', '<=', '==', '!=', '<', '>'];

it.each(signs.flatMap((sign) => versions.map((bound) => [`${sign}${bound}`] as const)))(
  '%s: as the library says',
  (range) => {
    for (const version of versions)
      expect(`${version} ${admits(range, version)}`).toBe(`${version} ${satisfies(version, range)}`);
    for (const version of versions) expect(admits(`${range}, >=1`, version)).toBe(satisfies(version, `${range}, >=1`));
  },
);

it.each([
  ['==1.2', '1.2'],
  ['== 1.2.post1 ', '1.2.post1'],
  ['===1.2', '1.2'],
  ['1.2', '1.2'],
  ['1.*', undefined],
  ['^1.2', undefined],
  ['==1.*', undefined],
  ['==1.2,<3', undefined],
  ['>=1.2', undefined],
])('%j pins %s', (range, expected) => expect(pinOf(range)).toBe(expected));

it.each([
  ['1.0', '1.0.0', true],
  ['1.0rc1', '1.0.0-rc.1', true],
  ['1.0', '1.1', false],
  ['main', 'main', true],
])('%s is %s: %s', (a, b, expected) => expect(isSameVersion(a, b)).toBe(expected));
