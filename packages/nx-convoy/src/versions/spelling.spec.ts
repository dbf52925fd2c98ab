import semver from 'semver';
import { spellings } from './spellings.ts';
import { spellCandidate, spellImage, spellPython, spellSemver } from './spelling.ts';

it.each([...spellings])('%s is %s on PyPI, %s as a tag, %s to a voter', (version, python, image, candidate) => {
  const shown = (result: ReturnType<typeof spellPython>): string => (result.ok ? result.value : '-');
  expect(semver.valid(version, { loose: false })).not.toBeNull();
  expect([shown(spellPython(version)), shown(spellImage(version)), spellCandidate(version)]).toEqual([
    python,
    image,
    candidate,
  ]);
  expect(shown(spellSemver(version))).toBe(version);
});

it('has at least forty rows', () => expect(spellings.length).toBeGreaterThanOrEqual(40));

it.each([
  ['2026.01', '2026.1'],
  ['2026.01.05', '2026.1.5'],
  ['2026.1.0', '2026.1.0'],
])('%s of a day is %s to Python', (version, expected) => {
  expect(spellPython(version)).toEqual({ ok: true, value: expected });
});
