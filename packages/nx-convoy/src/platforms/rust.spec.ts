import { execFileSync } from 'node:child_process';
import { describeWith } from '../../../../tools/toolchains/require.ts';
import { libraryFiles, platformOf, programSuffix } from './rust.ts';

it.each([
  ['x86_64-unknown-linux-gnu', 'linux amd64 gnu'],
  ['aarch64-unknown-linux-musl', 'linux arm64 musl'],
  ['armv7-unknown-linux-gnueabihf', 'linux armv7 gnueabihf'],
  ['i686-pc-windows-msvc', 'windows 386 msvc'],
  ['x86_64-pc-windows-gnullvm', 'windows amd64 gnullvm'],
  ['aarch64-apple-darwin', 'macos arm64 '],
  ['x86_64-unknown-freebsd', 'freebsd amd64 '],
  ['riscv64gc-unknown-linux-gnu', 'linux riscv64 gnu'],
  ['powerpc64le-unknown-linux-gnu', 'linux ppc64le gnu'],
  ['wasm32-wasip1', 'wasip1 wasm32 '],
  ['wasm32-unknown-unknown', 'unknown wasm32 '],
  ['aarch64-linux-android', 'android arm64 '],
])('%s is %s', (target, told) => {
  const platform = platformOf(target);
  expect(`${platform?.os} ${platform?.arch} ${platform?.abi}`).toBe(told);
});

it.each(['linux', '', '../x', 'x86_64 linux', 'a-b-c-d-e'])('%s is no target', (word) =>
  expect(platformOf(word)).toBeUndefined(),
);

describeWith('cargo', ({ paths, env }) => {
  const rustc = (...args: readonly string[]): string =>
    execFileSync(paths.rustc ?? '', args, { env: { ...process.env, ...env }, encoding: 'utf8', input: '' });
  const targets = rustc('--print', 'target-list').trim().split('\n');

  it('reads every target that the compiler knows', () =>
    expect(targets.filter((target) => platformOf(target) === undefined)).toEqual([]));

  it.each([
    'x86_64-unknown-linux-gnu',
    'aarch64-apple-darwin',
    'x86_64-pc-windows-msvc',
    'x86_64-pc-windows-gnu',
    'aarch64-unknown-freebsd',
    'wasm32-unknown-unknown',
  ])('calls files as the compiler does for %s', (target) => {
    const platform = platformOf(target);
    if (platform === undefined) throw new Error(target);
    const named = (kind: string): string =>
      rustc('--target', target, '--crate-name', 'tug', '--crate-type', kind, '--print', 'file-names', '-').trim();
    expect(`tug${programSuffix(platform)}`).toBe(named('bin'));
    expect(libraryFiles('tug', 'cdylib', platform)[0]).toBe(named('cdylib'));
    expect(libraryFiles('tug', 'staticlib', platform)[0]).toBe(named('staticlib'));
  });
});
