import { absentPlatforms, withPlatforms } from './platforms.ts';

const lock = (packages: Readonly<Record<string, object>>): string =>
  `${JSON.stringify({ lockfileVersion: 3, packages }, undefined, 2)}\n`;
const asks = { dev: true, optionalDependencies: { '@x/a-linux-x64-musl': '1.2.3' } };

const names = (text: string): readonly string[] =>
  absentPlatforms('l', text).map(({ what }) => what.split(',')[0] ?? '');
const entries = (text: string): unknown => (JSON.parse(withPlatforms(text)) as { packages: unknown }).packages;

it.each([
  ['none is optional', { '': {}, 'node_modules/a': {} }, []],
  ['it is there', { 'node_modules/a': asks, 'node_modules/@x/a-linux-x64-musl': {} }, []],
  ['it is inside', { 'node_modules/a': asks, 'node_modules/a/node_modules/@x/a-linux-x64-musl': {} }, []],
  [
    'it is further out',
    { 'node_modules/b/node_modules/a': asks, 'node_modules/b/node_modules/@x/a-linux-x64-musl': {} },
    [],
  ],
  [
    'another one has it inside',
    { 'node_modules/a': asks, 'node_modules/b/node_modules/@x/a-linux-x64-musl': {} },
    ['has no entry for @x/a-linux-x64-musl'],
  ],
  ['it is absent', { 'node_modules/a': asks }, ['has no entry for @x/a-linux-x64-musl']],
  ['it is absent for a workspace', { 'packages/p': asks }, ['has no entry for @x/a-linux-x64-musl']],
])('%s', (_, packages, expected) => expect(names(lock(packages))).toEqual(expected));

it.each([
  ['@x/a-linux-x64-musl', { cpu: ['x64'], os: ['linux'], libc: ['musl'] }],
  ['@x/a-linux-arm64-gnu', { cpu: ['arm64'], os: ['linux'], libc: ['glibc'] }],
  ['@x/a-linux-arm-gnueabihf', { cpu: ['arm'], os: ['linux'], libc: ['glibc'] }],
  ['@x/a-win32-x64-msvc', { cpu: ['x64'], os: ['win32'] }],
  ['@x/darwin-arm64', { cpu: ['arm64'], os: ['darwin'] }],
  ['@x/a-wasm32-wasi', {}],
])('adds %s', (name, platform) => {
  const text = lock({ 'node_modules/zz': { optionalDependencies: { [name]: '1.2.3' } } });
  expect(entries(text)).toEqual({
    [`node_modules/${name}`]: { version: '1.2.3', ...platform, optional: true },
    'node_modules/zz': { optionalDependencies: { [name]: '1.2.3' } },
  });
  expect(names(withPlatforms(text))).toEqual([]);
});

it('keeps every byte of a complete lock file', () => {
  const text = '{ "packages": { "node_modules/a": {} } }';
  expect(withPlatforms(text)).toBe(text);
});
