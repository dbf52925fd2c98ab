import { repoOf } from '../../../../../tools/facts/snapshot.ts';
import type { Claim } from '../../model/claim.ts';
import { noConfig } from '../../model/config.ts';
import { npm } from './index.ts';

it.each([
  ['^1.2.0', '1.9.0', true],
  ['^1.2.0', '2.0.0', false],
  ['~1.2', '1.2.9', true],
  ['1.x || >=3', '2.0.0', false],
  ['1.2.3', '1.2.3', true],
  ['*', '2.0.0-rc.1', true],
  ['', '2.0.0', true],
  ['^1.0.0', '1.1.0-rc.1', false],
  ['^1.1.0-rc.0', '1.1.0-rc.1', true],
  ['workspace:*', '0.0.1', true],
  ['workspace:^', '3.0.0-rc.1', true],
  ['workspace:~', '3.0.0', true],
  ['workspace:^2.0.0', '3.0.0', false],
  ['workspace:other@^3', '3.0.0', true],
  ['npm:@a/other@1.0.0', '1.0.1', false],
  ['npm:other', '1.0.0', undefined],
  ['workspace:../other', '1.0.0', undefined],
  ['file:../other', '1.0.0', undefined],
  ['catalog:', '1.0.0', undefined],
  ['latest', '1.0.0', undefined],
  ['owner/repository#v1', '1.0.0', undefined],
  ['git+ssh://git@github.com/a/b.git#semver:^1', '1.0.0', undefined],
  ['^1.0.0', 'today', undefined],
  ['^1.0.0 <', '1.0.0', undefined],
])('admits %j %s: %s', (range, version, expected) => expect(npm.admits(range, version)).toBe(expected));

const survey = (files: Readonly<Record<string, string>>): ReturnType<typeof npm.survey> =>
  npm.survey(repoOf(files), noConfig);

const show = ({ kind, to }: Claim): string =>
  `${kind} ${'path' in to ? to.path : 'files' in to ? `${to.files} ${JSON.stringify(to.mentions)}` : 'key' in to ? to.key : '?'}`;

const scripts = (build: string, more: object = {}): string =>
  JSON.stringify({ name: 'a', version: '1.0.0', scripts: { build }, ...more });

it.each<[string, string, readonly string[]]>([
  ['napi build', scripts('napi build --platform --release'), ['bundles js']],
  ['behind other words', scripts('cross-env X=1 npx napi build && node x.js'), ['bundles js']],
  ['a manifest elsewhere', scripts('napi build --manifest-path ../crate/Cargo.toml'), ['bundles crate']],
  ['a folder elsewhere', scripts('napi build --cargo-cwd=../crate'), ['bundles crate']],
  ['cd first', scripts('cd ../crate && napi build'), ['bundles crate']],
  ['cd out of the workspace', scripts('cd ../../x && napi build'), []],
  ['a manifest out of the workspace', scripts('napi build --manifest-path /etc/Cargo.toml'), []],
  ['a folder without crate', scripts('napi build --cwd ../none'), []],
  [
    'a member by name',
    scripts('napi build -p crate --cwd ../crate'),
    ['bundles . [{"ecosystem":"cargo","name":"crate"}]'],
  ],
  [
    'wasm-pack and its path',
    scripts('wasm-pack build -t web --out-dir ../x/pkg ../crate -- --features y'),
    ['bundles crate'],
  ],
  ['wasm-pack with words for cargo', scripts('wasm-pack build -- --features crate'), ['bundles js']],
  ['wasm-pack in place', scripts('wasm-pack build --target web'), ['bundles js']],
  ['wasm-pack test', scripts('wasm-pack test --node'), []],
  ['neon', scripts('cargo build --release && neon dist < cargo.log'), ['bundles js']],
  ['cargo-cp-artifact', scripts('cargo-cp-artifact -nc index.node -- cargo build'), ['bundles js']],
  ['cargo build alone', scripts('cargo build'), []],
  ['a configuration of napi', JSON.stringify({ name: 'a', napi: {} }), ['bundles js']],
  [
    'a tool among the dependencies',
    JSON.stringify({ name: 'a', devDependencies: { '@napi-rs/cli': '3' } }),
    ['bundles js'],
  ],
  ['another napi', JSON.stringify({ name: 'a', scripts: { build: 'echo napi' }, napi: 'x' }), []],
  ['scripts of a wrong type', JSON.stringify({ name: 'a', scripts: ['napi build'] }), []],
])('compiles in: %s', (_, manifest, expected) => {
  const files = { 'js/package.json': manifest, 'js/Cargo.toml': '', 'crate/Cargo.toml': '', 'Cargo.toml': '' };
  expect(survey(files).claims.map(show)).toEqual(expected);
});

it.each([
  ['packages/*', 'a b'],
  ['packages/**', 'a b deep'],
  ['./packages/a/', 'a'],
  ['packages/{a,b}', 'a b'],
  ['packages/@(b|c)', 'b'],
  ['**', 'a b deep other'],
  ['packages/*/*', 'deep'],
  ['../packages/*', ''],
  ['other', 'other'],
])('the pattern %s lists %s', (pattern, expected) => {
  const file = (name: string): string => JSON.stringify({ name, private: true });
  const { units } = survey({
    'package.json': JSON.stringify({ private: true, workspaces: [pattern] }),
    'packages/a/package.json': file('a'),
    'packages/b/package.json': file('b'),
    'packages/b/deep/package.json': file('deep'),
    'packages/b/node_modules/x/package.json': file('x'),
    'packages/.cache/package.json': file('cache'),
    'other/package.json': file('other'),
  });
  expect(
    units
      .map((unit) => unit.name)
      .sort()
      .join(' '),
  ).toBe(expected);
});

it('lists the member with the nearest workspace', () => {
  const { units } = survey({
    'package.json': '{ "private": true, "workspaces": ["**"] }',
    'inner/package.json': '{ "name": "inner", "workspaces": ["*"] }',
    'inner/a/package.json': '{ "name": "a" }',
  });
  expect(units.map(({ name, workspace }) => `${name} ${workspace ?? ''}`).sort()).toEqual([
    'a inner/package.json',
    'inner package.json',
  ]);
});

it.each([
  ['package-lock.json', '{}', {}, 1],
  ['yarn.lock', '', {}, 1],
  ['pnpm-lock.yaml', "lockfileVersion: '9.0'", {}, 0],
  ['pnpm-lock.yaml', 'lockfileVersion: 5.4', {}, 1],
  ['.yarnrc.yml', 'enableTransparentWorkspaces: false', { packageManager: 'yarn@4.1.0' }, 0],
  ['bunfig.toml', '[install]\nlinkWorkspacePackages = false', { packageManager: 'bun@1.2.0' }, 0],
  ['.npmrc', 'link-workspace-packages=true', { packageManager: 'pnpm@10.0.0' }, 1],
  ['.npmrc', 'link-workspace-packages=false', { packageManager: 'pnpm@8.0.0' }, 0],
  ['.npmrc', '', { packageManager: 'pnpm@8.0.0' }, 1],
  ['.npmrc', '', { devEngines: { packageManager: { name: 'pnpm', version: '^8.1' } } }, 1],
  ['pnpm-lock.yaml', "lockfileVersion: '9.0'", { packageManager: 'npm@11.0.0' }, 1],
])('with %s (%s) and %j a plain range links %i', (file, text, root, expected) => {
  const { claims } = survey({
    'package.json': JSON.stringify({ private: true, workspaces: ['*'], ...root }),
    [file]: text,
    'a/package.json': '{ "name": "a", "version": "1.0.0" }',
    'b/package.json': '{ "name": "b", "dependencies": { "a": "^1.0.0" } }',
  });
  expect(claims).toHaveLength(expected);
});

it.each([
  ['a pattern without end', JSON.stringify({ name: 'a', workspaces: ['*'.repeat(100_000)] }), 'NPM_WORKSPACES_INVALID'],
  [
    'a negation without end',
    JSON.stringify({ name: 'a', workspaces: ['b', `!${'*'.repeat(100_000)}`] }),
    'NPM_WORKSPACES_INVALID',
  ],
  ['10,000 brackets', `{ "name": ${'['.repeat(10_000)}${']'.repeat(10_000)} }`, 'JSON_INVALID'],
  ['binary', '\u007fELF\u0000\u0001', 'JSON_INVALID'],
  ['a long script', JSON.stringify({ name: 'a', scripts: { build: 'napi build && '.repeat(20_000) } }), ''],
  ['a range without end', JSON.stringify({ name: 'a', dependencies: { a: '1 || '.repeat(50_000) } }), ''],
])('bears %s', (_, manifest, code) => {
  const before = process.cpuUsage().user;
  const { problems } = survey({ 'package.json': manifest, 'b/package.json': '{ "name": "b" }' });
  expect(problems.map((problem) => problem.code).join()).toBe(code);
  expect(process.cpuUsage().user - before).toBeLessThan(1_000_000);
});

it('bears long chains and wide workspaces in linear time', () => {
  const files: Record<string, string> = { 'package.json': '{ "private": true, "workspaces": ["p/*"] }' };
  for (let index = 0; index < 3000; index++) {
    const dependencies = { [`p${index - 1}`]: '*', [`x${index}`]: '^1.0.0' };
    files[`p/p${index}/package.json`] = JSON.stringify({ name: `p${index}`, version: '1.0.0', dependencies });
  }
  const repo = repoOf(files);
  const before = process.cpuUsage().user;
  expect(npm.survey(repo, noConfig).claims).toHaveLength(2999);
  expect(process.cpuUsage().user - before).toBeLessThan(3_000_000);
});

const member = (name: string, needs: object = {}): string =>
  JSON.stringify({ name, version: '1.0.0', dependencies: needs });

/** Where the requirement stands that leads from one package to another, and what it says. */
const places = (files: Readonly<Record<string, string>>): readonly string[] =>
  survey(files).claims.map(
    ({ range, at, rangeAt }) => `${range ?? '-'} ${(rangeAt ?? at).file}:${(rangeAt ?? at).line ?? 0}`,
  );

it.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
  [
    'pnpm',
    {
      'pnpm-workspace.yaml':
        'packages: ["*"]\nlinkWorkspacePackages: true\ncatalog:\n  a: ^1.0.0\ncatalogs:\n  old:\n    a: ~1.0.0\n',
      'a/package.json': member('a'),
      'b/package.json': member('b', { a: 'catalog:' }),
      'c/package.json': member('c', { a: 'catalog:old' }),
    },
    ['^1.0.0 pnpm-workspace.yaml:4', '~1.0.0 pnpm-workspace.yaml:7'],
  ],
  [
    'Yarn',
    {
      'package.json': '{ "private": true, "workspaces": ["*"] }',
      'yarn.lock': '',
      '.yarnrc.yml': 'catalog:\n  a: ^1.0.0\ncatalogs:\n  old:\n    a: 1.0.0\n',
      'a/package.json': member('a'),
      'b/package.json': member('b', { a: 'catalog:' }),
      'c/package.json': member('c', { a: 'catalog:old' }),
    },
    ['^1.0.0 .yarnrc.yml:2', '1.0.0 .yarnrc.yml:5'],
  ],
  [
    'bun, below workspaces',
    {
      'package.json':
        '{ "private": true,\n"workspaces": { "packages": ["*"],\n"catalog": { "a": "^1.0.0" },\n"catalogs": { "old": {\n"a": "~1.0.0" } } } }',
      'bun.lock': '{}',
      'a/package.json': member('a'),
      'b/package.json': member('b', { a: 'catalog:' }),
      'c/package.json': member('c', { a: 'catalog:old' }),
    },
    ['^1.0.0 package.json:3', '~1.0.0 package.json:5'],
  ],
  [
    'what the root forces upon all',
    {
      'package.json':
        '{ "private": true, "workspaces": ["*"],\n"overrides": { "a": "^1.0.0", "strange": "^1.0.0", "b": "$b" } }',
      'a/package.json': member('a'),
      'b/package.json': member('b', { a: '>=1' }),
    },
    ['>=1 b/package.json:1', '^1.0.0 package.json:2'],
  ],
  [
    'protocols',
    {
      'package.json': '{ "private": true, "workspaces": ["*"] }',
      'yarn.lock': '',
      'a/package.json': member('a'),
      'b/package.json': member('b', { a: 'workspace:^1.0.0' }),
      'c/package.json': member('c', { a: 'workspace:*' }),
    },
    ['workspace:^1.0.0 b/package.json:1', 'workspace:* c/package.json:1'],
  ],
])('a requirement stands where it is written: %s', (_, files, expected) => expect(places(files)).toEqual(expected));
