import type { Compiling } from '../../model/compiling.ts';
import { noConfig } from '../../model/config.ts';
import { ok } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { compile, host } from './binaries.ts';

const unit = { id: 'cargo:tug-boat', name: 'tug-boat', manifest: 'tug/Cargo.toml', workspace: 'Cargo.toml' } as Unit;
const lib = '[lib]\nname = "tugs"\ncrate-type = ["lib", "cdylib", "staticlib"]\n';

function asked(change: Partial<Compiling>, files: Readonly<Record<string, string>> = {}): Compiling {
  return {
    ...{ unit, target: 'x86_64-unknown-linux-gnu', programs: ['tug'], libraries: [], by: 'cargo', strip: false },
    repo: { files: Object.keys(files), text: (path) => (files[path] === undefined ? undefined : ok(files[path])) },
    ...{ config: noConfig, cache: '/cache', timeoutMs: 1000 },
    ...change,
  };
}
function commandOf(change: Partial<Compiling>, files?: Readonly<Record<string, string>>): string {
  const made = compile(asked(change, files));
  if (!made.ok) throw new Error(made.problems[0]?.what);
  return made.value.steps.map(({ argv }) => argv.join(' ')).join('\n');
}
const usual = '--release --package tug-boat --target x86_64-unknown-linux-gnu --target-dir /cache';

it.each<[string, string, Partial<Compiling>, Readonly<Record<string, string>>]>([
  ['by cargo', `cargo build ${usual} --bin tug`, {}, {}],
  ['with the lock of its workspace', `cargo build ${usual} --locked --bin tug`, {}, { 'Cargo.lock': '' }],
  ['by cross', `cross build ${usual} --bin tug`, { by: 'cross' }, {}],
  ['by zig', `cargo-zigbuild zigbuild ${usual} --bin tug`, { by: 'zig' }, {}],
  ['stripped', `cargo build ${usual} --bin tug --config profile.release.strip="symbols"`, { strip: true }, {}],
  [
    'with its features',
    `cargo build ${usual} --bin tug --features tls,zstd`,
    { config: { ...noConfig, units: { 'cargo:tug-boat': { features: ['tls', 'zstd'] } } } },
    {},
  ],
  ['as a library', `cargo build ${usual} --lib`, { programs: [], libraries: ['cdylib'] }, { 'tug/Cargo.toml': lib }],
])('is built %s', (_, command, change, files) => expect(commandOf(change, files)).toBe(command));

it.each<[string, readonly string[]]>([
  ['x86_64-unknown-linux-gnu', ['tug', 'libtugs.so', 'libtugs.a']],
  ['aarch64-apple-darwin', ['tug', 'libtugs.dylib', 'libtugs.a']],
  ['x86_64-pc-windows-msvc', ['tug.exe', 'tugs.dll', 'tugs.dll.lib', 'tugs.lib']],
  ['x86_64-pc-windows-gnu', ['tug.exe', 'tugs.dll', 'libtugs.dll.a', 'libtugs.a']],
])('makes for %s', (target, names) => {
  const made = compile(asked({ target, libraries: ['cdylib', 'staticlib'] }, { 'tug/Cargo.toml': lib }));
  expect(made.ok && made.value.makes.map(({ path }) => path)).toEqual(
    names.map((name) => `/cache/${target}/release/${name}`),
  );
});

it.each<[Compiling['by'], readonly string[], string]>([
  ['cargo', ['cargo', 'rustc'], 'rustup target add aarch64-apple-darwin'],
  ['cross', ['cargo', 'rustc', 'cross'], 'start Docker or Podman'],
  ['zig', ['cargo', 'rustc', 'cargo-zigbuild', 'zig'], 'rustup target add aarch64-apple-darwin'],
])('%s needs', (by, tools, provide) => {
  const made = compile(asked({ by, target: 'aarch64-apple-darwin' }));
  expect(made.ok && [made.value.tools.map(({ name }) => name), made.value.provide]).toEqual([tools, provide]);
});

it('refuses what the manifest does not declare, and says what to write', () => {
  const manifest = '[lib]\ncrate-type = ["rlib"]\n';
  const made = compile(asked({ libraries: ['staticlib'] }, { 'tug/Cargo.toml': manifest }));
  expect(made).toMatchObject({
    ok: false,
    problems: [
      {
        code: 'LIBRARY_UNDECLARED',
        where: { file: 'tug/Cargo.toml' },
        fix: 'Declare it below [lib]: crate-type = ["rlib","staticlib"].',
      },
    ],
  });
});

it('reads what the compiler says of its machine', () =>
  expect(host.answer('rustc 1.95.0\nhost: aarch64-apple-darwin\nrelease: 1.95.0')).toBe('aarch64-apple-darwin'));
