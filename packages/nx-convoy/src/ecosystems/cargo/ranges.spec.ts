import { admits } from './ranges.ts';

it.each([
  ['1', '1.9.0', true],
  ['1', '2.0.0', false],
  ['1.2', '1.1.9', false],
  ['0.2', '0.3.0', false],
  ['0.2.3', '0.2.9', true],
  ['0.0.3', '0.0.4', false],
  ['^1.2', '1.3.0', true],
  ['~1.2', '1.3.0', false],
  ['=1.2.3', '1.2.3', true],
  ['=1.2', '1.2.9', true],
  ['=1.2.3', '1.2.4', false],
  ['>=1, <2', '1.5.0', true],
  ['>=1,<2', '2.0.0', false],
  ['1.*', '1.7.0', true],
  ['*', '3.0.0', true],
  ['1.0.0-beta.1', '1.0.0-beta.2', true],
  ['1', '1.1.0-beta.1', false],
  ['=1.0.0-beta.1', '1.0.0-beta.1', true],
  ['nonsense', '1.0.0', undefined],
  ['1', 'not a version', undefined],
])('%s admits %s: %s', (range, version, expected) => expect(admits(range, version)).toBe(expected));
