import semver from 'semver';
import { spellImage, spellPython, spellSemver } from './spelling.ts';
import { isSnapshotName, snapshotOf } from './snapshot.ts';

const made = ['fffffff', '0000000', '1a2b3c4'].flatMap((commit, at) => [
  snapshotOf('1.2.4', 'canary', at + 9, `${commit}d5e6f`),
]);

it('is a version for each registry', () => {
  expect(made).toEqual(['1.2.4-canary.9.gfffffff', '1.2.4-canary.10.g0000000', '1.2.4-canary.11.g1a2b3c4']);
  for (const version of made) {
    expect(spellSemver(version)).toEqual({ ok: true, value: version });
    expect(spellImage(version)).toEqual({ ok: true, value: version });
  }
  expect(made.map((version) => spellPython(version))).toMatchObject([
    { value: '1.2.4.dev9268435455' },
    { value: '1.2.4.dev10000000000' },
    { value: '1.2.4.dev11027440068' },
  ]);
});

it('sorts by the commits behind it, below the version that it leads to', () => {
  expect([...made, '1.2.4'].sort(semver.compare)).toEqual([...made, '1.2.4']);
  const numbers = made.map((version) => {
    const spelled = spellPython(version);
    return spelled.ok ? Number(spelled.value.split('.dev')[1]) : 0;
  });
  expect([...numbers].sort((a, b) => a - b)).toEqual(numbers);
});

it.each([
  ['canary', true],
  ['pr17', true],
  ['1x', false],
  ['a.b', false],
  ['a-b', false],
  ['', false],
])('%s as a name: %s', (name, expected) => expect(isSnapshotName(name)).toBe(expected));
