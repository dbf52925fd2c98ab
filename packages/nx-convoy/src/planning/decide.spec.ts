import semver from 'semver';
import type { Base } from './bases.ts';
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
  ['nor does the next prerelease', '1.4.0', { level: 'patch', manifest: '1.5.0-alpha.0' }, '1.4.1 (patch)'],
  ['nor does a placeholder', '1.4.0', { level: 'patch', manifest: '0.0.0-development' }, '1.4.1 (patch)'],
  ['a manifest above the last release is it', '1.4.0', { level: 'patch', manifest: '1.5.0' }, '1.5.0 (as written)'],
  ['also without a commit', '1.4.0', { manifest: '1.5.0' }, '1.5.0 (as written)'],
  ['the first release is what is stated', '', { manifest: '2.0.0' }, '2.0.0 (first)'],
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
])('%s', (_, released, question, expected) => expect(ask(released, question)).toBe(expected));
