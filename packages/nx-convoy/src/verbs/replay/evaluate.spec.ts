import semver from 'semver';
import { defaultRule } from '../../planning/rules/rule.ts';
import { answer } from './evaluate.ts';
import { reportOf } from './replay.ts';
import type { Levels, Step } from './step.ts';

const levels = (text: string): Levels => {
  const [types = 'none', deps = types, any = deps] = text.split('/');
  return { types, deps, any } as Levels;
};

const led = (all: Levels): Step['led'] => ({ follow: all, own: all, auto: all, compatible: all });

/** `1.0.0 > 1.1.0`: from and to; more before the arrow are prereleases in between. */
function step(text: string, own: string, rest: Partial<Step> = {}): Step {
  const [before = '', to = ''] = text.split(' > ');
  const versions = before.split(' ').filter((one) => one !== '-');
  const release = (version: string) => ({ tag: { name: `v${version}`, commit: version }, prefix: 'v', version });
  const from = versions.find((version) => semver.prerelease(version) === null);
  const latest = [...versions].sort(semver.rcompare)[0];
  const stable = from === undefined ? undefined : release(from);
  return {
    group: { name: 'a', units: [], isFixed: false, because: '', isConfigured: false },
    tag: `v${to}`,
    commit: 'c',
    base: {
      ...(stable === undefined ? {} : { stable }),
      ...(latest === undefined ? {} : { latest: latest === from && stable !== undefined ? stable : release(latest) }),
      taken: new Set(versions),
      abandoned: new Set(),
      prefix: 'v',
    },
    ...(from === undefined ? {} : { from }),
    to,
    changes:
      own === ''
        ? []
        : [
            {
              id: 'x',
              at: 0,
              author: '',
              email: '',
              text: '',
              units: [],
              subject: '',
              message: { isBreaking: false, text: '', reverts: [], references: [] },
            },
          ],
    own: levels(own === '' ? 'none' : own),
    led: led(levels(own === '' ? 'none' : own)),
    isNew: true,
    ...rest,
  };
}

it.each<[string, Step, string]>([
  ['as the commits ask', step('1.0.0 > 1.1.0', 'minor'), 'equal'],
  ['a feature below one', step('0.1.0 > 0.1.1', 'minor'), 'equal'],
  ['as the manifest stood', step('1.0.0 > 1.4.0', 'patch', { stated: '1.4.0' }), 'equal as written'],
  ['as a sibling led', step('1.0.0 > 1.0.1', '', { led: led(levels('patch')) }), 'equal'],
  ['out of a prerelease', step('1.0.0 1.1.0-rc.1 > 1.1.0', 'minor'), 'equal'],
  ['nothing happened', step('1.0.0 > 1.0.1', ''), 'no commit'],
  ['nothing that counts', step('1.0.0 > 1.0.1', 'none/none/patch'), 'no commit asked'],
  ['more', step('1.0.0 > 2.0.0', 'patch'), 'more than asked'],
  ['less', step('1.0.0 > 1.0.1', 'minor'), 'less than asked'],
  ['a number left out', step('1.0.0 > 1.0.2', 'patch'), 'number skipped'],
  ['lower', step('1.2.0 > 1.1.9', 'patch'), 'lower line'],
  ['the manifest stood elsewhere', step('1.0.0 > 1.1.0', 'minor', { stated: '1.2.0' }), 'manifest ahead'],
  ['another number than the prereleases', step('1.0.0 1.1.0-rc.1 > 1.0.1', 'patch'), 'prerelease'],
  ['the tag before is elsewhere', step('- > 1.1.0', 'patch'), 'tag unreachable'],
])('%s', (_, one, expected) => {
  const { isEqual, isWritten, reason } = answer(one, defaultRule);
  expect(isEqual ? `equal${isWritten ? ' as written' : ''}` : reason).toBe(expected);
});

it('finds the rule that explains most, and keeps the configured one where that is as good', () => {
  const steps = [
    step('0.1.0 > 0.2.0', 'minor'),
    step('0.2.0 > 0.2.1', 'none/none/patch'),
    step('0.2.1 > 0.2.2', 'patch'),
  ];
  const { best, equal, configured, reasons } = reportOf(steps, defaultRule);
  expect([best.zero === 'shift', best.patch, equal, configured.equal, reasons]).toEqual([false, 'any', 3, 1, []]);
  expect(reportOf(steps.slice(2), defaultRule).best).toEqual(defaultRule);
});
