import fc from 'fast-check';
import semver from 'semver';
import { next, nextPrerelease } from './next.ts';
import { zeroRules } from '../rules/rule.ts';

it.each([
  ['1.2.3', 'patch', 'shift', '1.2.4'],
  ['1.2.3', 'minor', 'shift', '1.3.0'],
  ['1.2.3', 'major', 'shift', '2.0.0'],
  ['0.2.3', 'patch', 'shift', '0.2.4'],
  ['0.2.3', 'minor', 'shift', '0.2.4'],
  ['0.2.3', 'major', 'shift', '0.3.0'],
  ['0.2.3', 'minor', 'minor', '0.3.0'],
  ['0.2.3', 'major', 'minor', '0.3.0'],
  ['0.2.3', 'minor', 'plain', '0.3.0'],
  ['0.2.3', 'major', 'plain', '1.0.0'],
  ['0.2.3', 'minor', 'mixed', '0.2.4'],
  ['0.2.3', 'major', 'mixed', '1.0.0'],
] as const)('%s and a %s by %s is %s', (from, level, zero, to) => expect(next(from, level, zero)).toBe(to));

it.each([
  ['the first of its kind is 1', '1.0.0', 'rc', [], '1.0.0-rc.1'],
  ['one more than any, on whatever branch', '1.0.0', 'rc', ['1.0.0-rc.4', '1.0.0-rc.2'], '1.0.0-rc.5'],
  ['others of the same number do not count', '1.0.0', 'rc', ['1.0.0-beta.7'], '1.0.0-rc.1'],
  ['nor those of another number', '1.0.0', 'rc', ['1.1.0-rc.7'], '1.0.0-rc.1'],
] as const)('%s', (_, core, preid, taken, expected) => expect(nextPrerelease(core, preid, taken)).toBe(expected));

it('never lowers a version', () => {
  const part = fc.nat(30);
  fc.assert(
    fc.property(
      fc.tuple(part, part, part).map((parts) => parts.join('.')),
      fc.constantFrom('patch' as const, 'minor' as const, 'major' as const),
      fc.constantFrom(...zeroRules),
      (from, level, zero) => semver.gt(next(from, level, zero), from),
    ),
  );
});
