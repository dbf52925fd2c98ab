import fc from 'fast-check';
import { compareSpellings, isSpecifier, releaseOf, spelled, versionOf } from './version.ts';

const spell = (text: string): string | undefined => {
  const version = versionOf(text);
  return version === undefined ? undefined : spelled(version);
};

it.each([
  ['1.0', '1.0'],
  ['v1.0', '1.0'],
  ['1.0.0', '1.0.0'],
  ['1.0-Alpha_1', '1.0a1'],
  ['1.0.beta', '1.0b0'],
  ['1.0c2', '1.0rc2'],
  ['1.0preview2', '1.0rc2'],
  ['1.0-1', '1.0.post1'],
  ['1.0.rev3', '1.0.post3'],
  ['1.0DEV', '1.0.dev0'],
  ['1!02.03', '1!2.3'],
  ['1.0+Ubuntu-1_2', '1.0+ubuntu.1.2'],
  ['1.0rc1.post2.dev3', '1.0rc1.post2.dev3'],
  [' 1.0 ', '1.0'],
  ['99999999999999999999', '99999999999999999999'],
  ['one', undefined],
  ['1.0.', undefined],
  ['1.0+', undefined],
  ['', undefined],
])('%s is spelled %s', (text, expected) => expect(spell(text)).toBe(expected));

it('knows spellings of one release', () => {
  expect(releaseOf('1.0.0')).toBe(releaseOf('v1'));
  expect(releaseOf('1.0')).not.toBe(releaseOf('1.0.post0'));
  expect(releaseOf('0.0')).toBe('0');
});

/** The order of PEP 440's own examples. */
const inOrder =
  '0.9 1.dev0 1.0.dev456 1.0a1 1.0a2.dev456 1.0a12.dev456 1.0a12 1.0b1.dev456 1.0b2 1.0b2.post345.dev456 1.0b2.post345 1.0rc1.dev456 1.0rc1 1.0 1.0+abc.5 1.0+abc.7 1.0+5 1.0.post456.dev34 1.0.post456 1.0.15 1.1.dev1 1!0.1'.split(
    ' ',
  );

it('orders versions as PEP 440 does', () => {
  const shuffled = [...inOrder].sort((a, b) => (a < b ? 1 : -1));
  expect(shuffled.sort(compareSpellings)).toEqual(inOrder);
});

it('has an order without loops, whatever it gets', () => {
  const some = fc.oneof(fc.constantFrom(...inOrder, 'x', '', '1.0.0'), fc.string({ maxLength: 5 }));
  fc.assert(
    fc.property(some, some, some, (a, b, c) => {
      expect(Math.sign(compareSpellings(a, b))).toBe(-Math.sign(compareSpellings(b, a)) + 0);
      if (compareSpellings(a, b) <= 0 && compareSpellings(b, c) <= 0)
        expect(compareSpellings(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

it.each([
  ['>=3.8', true],
  ['>=3.8,<4', true],
  ['>= 3.8 , != 3.9.*', true],
  ['~=3.8', true],
  ['===whatever', true],
  ['', true],
  ['~=3', false],
  ['>=3.*', false],
  ['3.8', false],
  ['>=3.8,', false],
  ['=>3', false],
])('%j as a specifier: %s', (text, expected) => expect(isSpecifier(text)).toBe(expected));
