import type { EdgeKind } from '../../model/claim.ts';
import { noConfig, type Config, type UnitConfig, type VersionConfig } from '../../model/config.ts';
import { policies, settingsOf } from './group-settings.ts';
import type { Group } from '../groups/groups.ts';
import { defaultRule, type BumpRule } from './rule.ts';

const group = (version?: VersionConfig): Group => ({
  name: 'libs',
  units: [
    {
      id: 'cargo:a',
      key: 'a',
      ecosystem: 'cargo',
      name: 'a',
      project: 'a',
      root: 'a',
      manifest: 'a/Cargo.toml',
      private: false,
      registries: [],
    },
  ],
  isFixed: false,
  because: '',
  isConfigured: true,
  ...(version === undefined ? {} : { version }),
});
const config = (version: VersionConfig, unit: UnitConfig = {}): Config => ({
  ...noConfig,
  release: { version, raw: {} },
  units: { 'cargo:a': unit },
});
const usual = { zero: 'shift', isOnDisk: false, isByPlans: false, followsPreid: true };

it.each<[string, VersionConfig | undefined, Config, object]>([
  ['nobody said', undefined, noConfig, {}],
  ['of all', undefined, config({ currentVersionResolver: 'disk' }), { isOnDisk: true }],
  ['of the group', { specifierSource: 'version-plans' }, noConfig, { isByPlans: true }],
  ['the group before all', { currentVersionResolver: 'git-tag' }, config({ currentVersionResolver: 'disk' }), {}],
  ['below one', { adjustSemverBumpsForZeroMajorVersion: false }, noConfig, { zero: 'plain' }],
  ['candidates', { applyPreidToDependents: false }, noConfig, { followsPreid: false }],
  [
    'a scheme',
    undefined,
    config({}, { scheme: 'calver:YYYY.MM' }),
    { calver: { dates: ['YYYY', 'MM'], counters: [] } },
  ],
  ['the usual scheme', undefined, config({}, { scheme: 'semver' }), {}],
])('%s', (_, version, said, expected) => {
  expect(settingsOf(group(version), said, defaultRule)).toEqual({ ...usual, ...expected });
});

const policy = (kind: EdgeKind, version: VersionConfig, unit: UnitConfig, rule: Partial<BumpRule> = {}): string =>
  policies([group(version)], config({}, unit), { ...defaultRule, ...rule })({
    from: 'cargo:b',
    to: 'cargo:a',
    kind,
    file: 'b/Cargo.toml',
    line: 1,
    requirements: [],
    orders: true,
  });

it.each<[string, string, string]>([
  ['as all', policy('runtime', {}, {}), 'patch'],
  ['as all, otherwise', policy('runtime', {}, {}, { dependents: 'compatible' }), 'compatible'],
  ['its group never', policy('runtime', { updateDependents: 'never' }, {}), 'never'],
  ['but what is inside moves', policy('embeds', { updateDependents: 'never' }, {}), 'same'],
  ['its group always', policy('runtime', { updateDependents: 'always' }, {}, { dependents: 'own' }), 'patch'],
  ['the unit before its group', policy('runtime', { updateDependents: 'never' }, { dependents: 'auto' }), 'auto'],
  ['the unit, one kind', policy('embeds', {}, { dependents: { embeds: 'never' } }), 'never'],
  [
    'and the others as all',
    policy('runtime', {}, { dependents: { embeds: 'never' } }, { policies: { runtime: 'same' } }),
    'same',
  ],
])('%s', (_, found, expected) => expect(found).toBe(expected));
