import semver from 'semver';
import { calverPattern, isSemverScheme, nextCalver, readCalver, spellCalver } from './calver.ts';

const show = (scheme: string, from: string, date: string, isFeature = false, taken = ''): string => {
  const calver = readCalver(`calver:${scheme}`);
  if (calver === undefined) return 'no scheme';
  const next = nextCalver(calver, from === '' ? undefined : from, isFeature, {
    date,
    taken: new Set(taken.split(' ')),
  });
  return next === undefined ? 'none left' : `${next} ${spellCalver(calver, next)}`;
};

it.each<[string, string, string, string, boolean, string, string]>([
  ['the first one', 'YYYY.MM.MICRO', '', '2026-11-20', false, '', '2026.11.0 2026.11.0'],
  ['the same month', 'YYYY.MM.MICRO', '2026.11.0', '2026-11-21', false, '', '2026.11.1 2026.11.1'],
  ['another month', 'YYYY.MM.MICRO', '2026.11.4', '2026-12-01', true, '', '2026.12.0 2026.12.0'],
  ['another year', 'YYYY.MM.MICRO', '2026.12.4', '2027-01-01', false, '', '2027.1.0 2027.1.0'],
  ['a clock behind', 'YYYY.MM.MICRO', '2026.12.4', '2026-11-30', false, '', '2026.12.5 2026.12.5'],
  ['what is taken', 'YYYY.MM.MICRO', '2026.11.0', '2026-11-20', false, '2026.11.1 2026.11.2', '2026.11.3 2026.11.3'],
  ['zeros in front', 'YYYY.0M.MICRO', '2026.1.0', '2026-01-31', false, '', '2026.1.1 2026.01.1'],
  ['two numbers', 'YYYY.0M', '2025.12.0', '2026-01-31', false, '', '2026.1.0 2026.01'],
  ['two numbers, again', 'YYYY.0M', '2026.1.0', '2026-01-31', false, '', 'none left'],
  ['two numbers, taken elsewhere', 'YYYY.0M', '2025.12.0', '2026-01-31', false, '2026.1.0', 'none left'],
  ['a day', 'YYYY.MM.DD', '2026.1.30', '2026-01-31', false, '', '2026.1.31 2026.1.31'],
  ['as Ubuntu', 'YY.0M.MICRO', '26.4.1', '2026-10-20', false, '', '26.10.0 26.10.0'],
  ['as pip: a feature', 'YY.MINOR.MICRO', '26.1.2', '2026-10-20', true, '', '26.2.0 26.2.0'],
  ['as pip: a fix', 'YY.MINOR.MICRO', '26.1.2', '2026-10-20', false, '', '26.1.3 26.1.3'],
  ['as pip: a year', 'YY.MINOR.MICRO', '26.1.2', '2027-10-20', false, '', '27.0.0 27.0.0'],
  ['a week', 'YYYY.0W.MICRO', '2026.1.0', '2026-01-08', false, '', '2026.2.0 2026.02.0'],
  ['the last days of a year', 'YYYY.WW.MICRO', '2026.52.0', '2026-12-31', false, '', '2026.53.0 2026.53.0'],
  ['after versions that told no day', 'YYYY.MM.MICRO', '4.2.1', '2026-11-20', false, '', '2026.11.0 2026.11.0'],
  ['a prerelease before', 'YYYY.MM.MICRO', '2026.11.0-rc.1', '2026-11-20', false, '', '2026.11.1 2026.11.1'],
])('%s: %s', (_, scheme, from, date, isFeature, taken, expected) => {
  expect(show(scheme, from, date, isFeature, taken)).toBe(expected);
});

it('keeps a prerelease behind it', () => {
  const calver = readCalver('calver:YYYY.0M');
  expect(calver === undefined ? '' : spellCalver(calver, '2026.1.0-rc.2')).toBe('2026.01-rc.2');
});

it.each([
  ['YYYY.MM.DD', true],
  ['YYYY.MINOR.MICRO', true],
  ['YYYY.0M.MICRO', false],
  ['YYYY.MM', false],
])('%s is semver: %s', (scheme, expected) => {
  const calver = readCalver(`calver:${scheme}`);
  expect(calver === undefined ? undefined : isSemverScheme(calver)).toBe(expected);
  const next =
    calver === undefined ? undefined : nextCalver(calver, undefined, false, { date: '2026-01-02', taken: new Set() });
  expect(calver !== undefined && next !== undefined && semver.valid(spellCalver(calver, next)) !== null).toBe(expected);
});

it.each([
  '',
  'semver',
  'calver:',
  'calver:MM.YYYY',
  'calver:YYYY.MM.DD.MICRO',
  'calver:YYYY.MICRO.MM',
  'calver:YYYYMM',
  'calver:YYYY.',
])('%s is no scheme of days', (scheme) =>
  expect([readCalver(scheme), calverPattern.test(scheme)]).toEqual([undefined, false]),
);
