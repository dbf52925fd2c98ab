import type { AssetConfig, GateConfig } from '../../model/config.ts';
import type { PlannedTag, PlannedUnit, PlannedVersion } from '../../model/plan.ts';
import { assetProblems, assetsOf } from './assets.ts';
import { gatesOf } from './gates.ts';

const unit = (name: string, version: Partial<PlannedVersion> = {}): PlannedUnit => ({
  id: `cargo:${name}`,
  project: `${name}-project`,
  ecosystem: 'cargo',
  name,
  root: name,
  manifest: `${name}/Cargo.toml`,
  private: false,
  registries: [],
  version: { from: '1.0.0', to: '1.1.0', bump: 'minor', spelling: '1.1.0', ...version },
  because: [],
});

const firstRelease = (name: string): PlannedUnit => ({
  ...unit(name),
  version: { to: '1.0.0', bump: 'first', spelling: '1.0.0' },
});

it.each<[string, Omit<GateConfig, 'says'>, readonly PlannedUnit[], Parameters<typeof gatesOf>[2], readonly string[]]>([
  ['all', {}, [unit('a'), unit('b')], 'regular', ['cargo:a', 'cargo:b']],
  ['nothing to release', {}, [], 'regular', []],
  ['a type', { types: ['rc', 'hotfix'] }, [unit('a')], 'hotfix', ['cargo:a']],
  ['another type', { types: ['rc'] }, [unit('a')], 'hotfix', []],
  ['far bumps', { bumps: ['minor', 'major'] }, [unit('a'), unit('b', { bump: 'patch' })], 'regular', ['cargo:a']],
  ['a first release', { bumps: ['major'] }, [firstRelease('a')], 'regular', ['cargo:a']],
  [
    'a release of candidates',
    { bumps: ['minor'] },
    [unit('a', { from: '1.1.0-rc.1', bump: 'release' })],
    'regular',
    ['cargo:a'],
  ],
  ['a candidate', { bumps: ['major'] }, [unit('a', { to: '2.0.0-rc.1', bump: 'prerelease' })], 'rc', ['cargo:a']],
  [
    'a version that was asked for',
    { bumps: ['patch'] },
    [unit('a', { to: '1.0.1', bump: 'requested' })],
    'regular',
    ['cargo:a'],
  ],
  ['ids', { units: ['cargo:a'] }, [unit('a'), unit('b')], 'regular', ['cargo:a']],
  ['projects', { units: ['b-project'] }, [unit('a'), unit('b')], 'regular', ['cargo:b']],
  ['patterns', { units: ['cargo:*'] }, [unit('a'), unit('b')], 'regular', ['cargo:a', 'cargo:b']],
])('a gate for %s', (_, gate, units, type, expected) =>
  expect(gatesOf(units, { g: { says: 'x', ...gate } }, type).flatMap((one) => one.units)).toEqual(expected),
);

it('says gates in order, with their evidence', () =>
  expect(gatesOf([unit('a')], { b: { says: 'B' }, a: { says: 'A', evidence: ['bench'] } }, 'regular')).toEqual([
    { name: 'a', says: 'A', units: ['cargo:a'], evidence: ['bench'] },
    { name: 'b', says: 'B', units: ['cargo:a'] },
  ]));

const tags: readonly PlannedTag[] = [{ name: 'v1.1.0', units: ['cargo:a'], message: 'v1.1.0' }];
const asset = (name: string): AssetConfig => ({ name, files: ['dist/*'] });

it.each([
  ['{name}-v{version}.tar.gz', 'a-v1.1.0.tar.gz'],
  ['{tag}-{os}-{arch}.zip', 'v1.1.0-{os}-{arch}.zip'],
])('names the asset %s', (pattern, name) =>
  expect(assetsOf([unit('a'), unit('b')], tags, { units: {}, assets: { 'cargo:a': [asset(pattern)] } }, [])).toEqual([
    { unit: 'cargo:a', name, files: ['dist/*'] },
  ]),
);

it('never lets a name become a path', () => {
  const scoped = { ...unit('a'), name: '@acme/a' };
  expect(assetsOf([scoped], tags, { units: {}, assets: { 'cargo:a': [asset('{name}.tgz')] } }, [])[0]?.name).toBe(
    '@acme-a.tgz',
  );
});

it('tells of assets of nobody, and of two of one name', () => {
  const units = [unit('a'), unit('b')];
  const assets = { 'cargo:a': [asset('x.zip')], 'cargo:b': [asset('x.zip')], 'cargo:c': [asset('y.zip')] };
  const settings = { units: {}, assets };
  const problems = assetProblems(assetsOf(units, tags, settings, units), units, settings, units);
  expect(problems.map(({ code, what }) => `${code} ${what}`)).toEqual([
    'UNIT_UNKNOWN The options have assets of "cargo:c", but no unit is called so.',
    'ASSET_TWICE cargo:a and cargo:b would both hand out x.zip.',
  ]);
});

it('names what is built by its targets and programs, as far as anybody said for which', () => {
  const named = (config: AssetConfig, targets: readonly string[] = []): readonly string[] =>
    assetsOf([unit('a')], tags, { units: { 'cargo:a': { targets } }, assets: { 'cargo:a': [config] } }, [
      { id: 'cargo:a', programs: ['x', 'y'] },
    ]).map(({ name }) => name);
  const both = ['x86_64-unknown-linux-gnu', 'aarch64-pc-windows-msvc'];
  expect(named({ programs: true })).toEqual(['x-v1.1.0-{os}-{arch}.{archive}', 'y-v1.1.0-{os}-{arch}.{archive}']);
  expect(named({ programs: ['y'] }, both)).toEqual(['y-v1.1.0-linux-amd64.tar.gz', 'y-v1.1.0-windows-arm64.zip']);
  const words = { amd64: 'x86_64', windows: 'win' };
  expect(named({ name: '{name}-{os}-{arch}.zip', programs: true, words }, both)).toEqual([
    'a-linux-x86_64.zip',
    'a-win-arm64.zip',
  ]);
  expect(named({ source: true }, both)).toEqual(['a-1.1.0.tar.gz']);
});

it.each<[string, AssetConfig]>([
  ['ASSET_MIXED', { programs: true, source: true }],
  ['ASSET_EMPTY', {}],
  ['ASSET_PROGRAM_UNKNOWN', { programs: ['z'] }],
  ['TARGET_UNKNOWN', { programs: true, targets: ['linux'] }],
  ['ASSET_TWICE', { programs: true, name: '{program}.zip', targets: ['x86_64-apple-darwin', 'aarch64-apple-darwin'] }],
])('an asset is wrong: %s', (code, config) => {
  const known = [{ id: 'cargo:a', programs: ['x'] }];
  const settings = { units: {}, assets: { 'cargo:a': [config] } };
  const planned = assetsOf([unit('a')], tags, settings, known);
  expect(assetProblems(planned, [unit('a')], settings, known).map((one) => one.code)).toEqual([code]);
});
