import { chance, seedsOf } from './chance.ts';
import { inWords, stormOf } from './storm.ts';

it.each([
  ['', [42]],
  ['7', [7]],
  ['1..3', [1, 2, 3]],
  ['9,1..2', [9, 1, 2]],
  ['0', [0]],
  ['3..1', undefined],
  ['x', undefined],
  ['-1', undefined],
  ['1..100000', undefined],
])('--chaos=%s', (word, seeds) => {
  expect(seedsOf(word, 42)).toEqual(seeds);
});

it('a seed is a storm, always the same, and another one another', () => {
  const storms = Array.from({ length: 50 }, (_, seed) => stormOf(seed, ['crates', 'npm'], 4));
  expect(Array.from({ length: 50 }, (_, seed) => stormOf(seed, ['crates', 'npm'], 4))).toEqual(storms);
  expect(new Set(storms.map((storm) => JSON.stringify(storm))).size).toBe(50);
});

it('fifty seeds bring every kind of fault, and kill each time', () => {
  const storms = Array.from({ length: 50 }, (_, seed) => stormOf(seed, ['crates', 'pypi', 'oci'], 6));
  const kinds = new Set(storms.flatMap(({ disturbances }) => disturbances.map(({ does }) => does)));
  expect([...kinds].sort()).toEqual(['lag', 'lose-reply', 'refuse', 'reset']);
  const registries = new Set(storms.flatMap(({ disturbances }) => disturbances.map(({ registry }) => registry)));
  expect([...registries].sort()).toEqual(['crates', 'oci', 'pypi']);
  expect(storms.every(({ kills }) => kills.length >= 1 && kills.every((at) => at >= 1 && at <= 30))).toBe(true);
});

it('a storm without registries only kills', () => {
  expect(stormOf(1, [], 0).disturbances).toEqual([]);
});

it('is told in words', () => {
  expect(inWords({ registry: 'npm', on: 'publish', does: 'refuse', status: 429, nth: 2, times: 1 })).toBe(
    'npm publish: refuse 429, from the 2. on, 1 times',
  );
  expect(inWords({ registry: 'oci', does: 'lag', ms: 300 })).toBe('oci: lag 300');
});

it('numbers lie where they are asked for', () => {
  const by = chance(3);
  const numbers = Array.from({ length: 200 }, () => by.between(2, 4));
  expect(new Set(numbers)).toEqual(new Set([2, 3, 4]));
});
