import semver from 'semver';
import { readCalver } from '../../versions/calver.ts';
import type { Base } from '../tags/bases.ts';
import { decide, type Question } from './decide.ts';

/** The highest of each kind is what HEAD builds upon. */
function base(released: string, abandoned = ''): Base {
  const versions = released
    .split(' ')
    .filter((one) => one !== '')
    .sort(semver.rcompare);
  const release = (
    version: string | undefined,
  ): { tag: { name: string; commit: string }; prefix: string; version: string } | undefined =>
    version === undefined ? undefined : { tag: { name: `v${version}`, commit: version }, prefix: 'v', version };
  const [stable, latest] = [release(versions.find((one) => semver.prerelease(one) === null)), release(versions[0])];
  return {
    ...(stable === undefined ? {} : { stable }),
    ...(latest === undefined ? {} : { latest }),
    taken: new Set(versions),
    abandoned: new Set(abandoned.split(' ').filter((one) => one !== '')),
    prefix: 'v',
  };
}

const day = (words: string): NonNullable<Question['calver']> => {
  const scheme = readCalver(`calver:${words}`);
  if (scheme === undefined) throw new Error(words);
  return { scheme, date: '2026-11-20' };
};

const ask = (released: string, rest: Partial<Question> & { abandoned?: string }): string => {
  const { abandoned, ...question } = rest;
  const decision = decide({ base: base(released, abandoned), level: 'none', isNew: true, zero: 'shift', ...question });
  return decision === undefined ? 'nothing' : `${decision.to} (${decision.bump})`;
};

it.each<[string, string, Partial<Question> & { abandoned?: string }, string]>([
  ['no commit, no release', '1.0.0', {}, 'nothing'],
  ['a fix', '1.0.0', { level: 'patch' }, '1.0.1 (patch)'],
  ['a feature below one', '0.3.1', { level: 'minor' }, '0.3.2 (minor)'],
  ['a stale manifest says nothing', '1.4.0', { level: 'patch', manifest: '1.1.0' }, '1.4.1 (patch)'],
  ['a manifest that counts on says where to', '1.4.0', { level: 'patch', manifest: '1.5.0-alpha.0' }, '1.5.0 (patch)'],
  ['in any spelling', '1.4.0', { level: 'minor', manifest: '2.0.0.dev0' }, '2.0.0 (minor)'],
  ['commits may lead further', '1.4.0', { level: 'major', manifest: '1.5.0-alpha.0' }, '2.0.0 (major)'],
  ['it asks for nothing by itself', '1.4.0', { manifest: '1.5.0-alpha.0' }, 'nothing'],
  ['a stale one says nothing', '1.4.0', { level: 'patch', manifest: '1.4.0-rc.1' }, '1.4.1 (patch)'],
  ['also out of a prerelease', '1.4.0 1.5.0-rc.1', { manifest: '1.6.0-dev' }, '1.6.0 (release)'],
  ['a candidate beside the line', '1.4.0 1.5.0-rc.1', { level: 'patch', manifest: '1.4.0' }, '1.4.1 (patch)'],
  ['the same, with what it was for', '1.4.0 1.5.0-rc.1', { level: 'minor', manifest: '1.4.0' }, '1.5.0 (minor)'],
  [
    'a candidate that the manifest went to',
    '1.4.0 1.5.0-rc.1',
    { level: 'patch', manifest: '1.5.0-rc.1' },
    '1.5.0 (release)',
  ],
  ['nor does a placeholder', '1.4.0', { level: 'patch', manifest: '0.0.0-development' }, '1.4.1 (patch)'],
  ['a manifest above the last release is it', '1.4.0', { level: 'patch', manifest: '1.5.0' }, '1.5.0 (as written)'],
  ['also without a commit', '1.4.0', { manifest: '1.5.0' }, '1.5.0 (as written)'],
  ['the first release is what is stated', '', { manifest: '2.0.0' }, '2.0.0 (first)'],
  ['what is under work ends with its version', '', { manifest: '1.8.0.dev0' }, '1.8.0 (first)'],
  ['in any words', '', { manifest: '1.8.0-SNAPSHOT' }, '1.8.0 (first)'],
  ['a first candidate is released as it is', '', { manifest: '1.8.0rc1' }, '1.8.0-rc.1 (first)'],
  [
    'not where another branch leads',
    '1.4.0',
    { level: 'minor', manifest: '1.5.0-dev', reserved: new Set(['1.5.0']) },
    '1.6.0 (minor)',
  ],
  [
    'not with fixes alone either',
    '1.4.0',
    { level: 'patch', manifest: '1.5.0-dev', reserved: new Set(['1.5.0']) },
    '1.5.1 (patch)',
  ],
  ['or 0.1.0', '', { manifest: '0.0.0' }, '0.1.0 (first)'],
  ['an abandoned number is not used again', '1.0.0', { level: 'minor', abandoned: '1.1.0' }, '1.1.1 (minor)'],
  ['the first candidate', '1.0.0', { level: 'minor', preid: 'rc' }, '1.1.0-rc.1 (prerelease)'],
  ['the next one', '1.0.0 1.1.0-rc.1', { level: 'minor', preid: 'rc' }, '1.1.0-rc.2 (prerelease)'],
  ['nothing new since the last one', '1.0.0 1.1.0-rc.1', { level: 'minor', preid: 'rc', isNew: false }, 'nothing'],
  ['more than was reached', '1.0.0 1.0.1-rc.1', { level: 'minor', preid: 'rc' }, '1.1.0-rc.1 (prerelease)'],
  ['the suffix goes', '1.0.0 1.1.0-rc.2', { level: 'minor' }, '1.1.0 (release)'],
  ['also without news', '1.0.0 1.1.0-rc.2', {}, '1.1.0 (release)'],
  ['all since the last stable one counts', '1.0.0 1.1.0-rc.2', { level: 'major' }, '2.0.0 (release)'],
  ['a line without a stable release goes on', '1.0.0-beta.1', { level: 'patch' }, '1.0.0-beta.2 (prerelease)'],
  ['a person is not adjusted', '0.3.1', { request: 'major' }, '1.0.0 (requested)'],
  ['a person names a version', '0.3.1', { request: '0.9.0' }, '0.9.0 (requested)'],
  ['a person names a build', '0.3.1', { request: '0.9.0+b.5' }, '0.9.0+b.5 (requested)'],
  ['a person writes it as Python does', '0.3.1', { request: '0.9.0rc1' }, '0.9.0-rc.1 (requested)'],
  [
    'another line, another counter',
    '1.0.0 1.1.0-alpha.3',
    { level: 'minor', preid: 'beta' },
    '1.1.0-beta.1 (prerelease)',
  ],
  [
    'the next rc after both',
    '1.0.0 1.1.0-alpha.3 1.1.0-rc.1',
    { level: 'minor', preid: 'rc' },
    '1.1.0-rc.2 (prerelease)',
  ],
  ['a counter from nought goes on', '1.0.0 1.1.0-rc.0', { level: 'minor', preid: 'rc' }, '1.1.0-rc.1 (prerelease)'],
  ['ten candidates', '1.0.0 1.1.0-rc.9 1.1.0-rc.10', { level: 'minor', preid: 'rc' }, '1.1.0-rc.11 (prerelease)'],
  [
    'a candidate that was given up',
    '1.0.0',
    { level: 'minor', preid: 'rc', abandoned: '1.1.0-rc.1' },
    '1.1.0-rc.2 (prerelease)',
  ],
  ['leaving rc by request', '1.0.0 1.1.0-rc.2', { request: 'release' }, '1.1.0 (requested)'],
  [
    'what another branch prepares is passed',
    '1.2.0',
    { level: 'minor', reserved: new Set(['1.3.0']) },
    '1.4.0 (minor)',
  ],
  ['so are two', '1.2.0', { level: 'minor', reserved: new Set(['1.3.0', '1.4.0']) }, '1.5.0 (minor)'],
  ['a patch does not meet it', '1.2.0', { level: 'patch', reserved: new Set(['1.3.0']) }, '1.2.1 (patch)'],
  [
    'nor do candidates',
    '1.2.0',
    { level: 'minor', preid: 'rc', reserved: new Set(['1.3.0']) },
    '1.4.0-rc.1 (prerelease)',
  ],
  ['the branch that prepares it leads there', '1.2.0', { level: 'patch', aim: '1.3.0' }, '1.3.0 (patch)'],
  ['its candidates too', '1.2.0', { level: 'patch', aim: '1.3.0', preid: 'rc' }, '1.3.0-rc.1 (prerelease)'],
  ['a day', '2026.10.3', { level: 'patch', calver: day('YYYY.MM.MICRO') }, '2026.11.0 (patch)'],
  ['the same day', '2026.11.3', { level: 'major', calver: day('YYYY.MM.MICRO') }, '2026.11.4 (major)'],
  ['the first day', '', { calver: day('YYYY.MM.MICRO') }, '2026.11.0 (first)'],
  [
    'the first day, in place of a placeholder',
    '',
    { manifest: '1.0.0', calver: day('YYYY.MM.MICRO') },
    '2026.11.0 (first)',
  ],
  ['a day has its version', '2026.11.20', { level: 'patch', calver: day('YYYY.MM.DD') }, 'nothing'],
  [
    'a candidate of a day',
    '2026.10.3',
    { level: 'patch', preid: 'rc', calver: day('YYYY.MM.MICRO') },
    '2026.11.0-rc.1 (prerelease)',
  ],
  [
    'it keeps its day',
    '2026.9.0 2026.10.0-rc.1',
    { level: 'minor', preid: 'rc', calver: day('YYYY.MM.MICRO') },
    '2026.10.0-rc.2 (prerelease)',
  ],
  [
    'and is released as it',
    '2026.9.0 2026.10.0-rc.1',
    { level: 'minor', calver: day('YYYY.MM.MICRO') },
    '2026.10.0 (release)',
  ],
])('%s', (_, released, question, expected) => expect(ask(released, question)).toBe(expected));
