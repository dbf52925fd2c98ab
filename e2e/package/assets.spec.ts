import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { elf, machO, pe } from '../../packages/nx-convoy/src/packaging/formats/minimal.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { convoy } from '../world/bin.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { crate, filesOf, packaged, withoutLog } from './packaged.ts';

const settings = (options: object): Readonly<Record<string, string>> => ({
  'convoy.json': JSON.stringify({ convoy: options }),
  '.gitignore': '/built/\n/results/\n/dist/\n',
});

interface Manifest {
  readonly identity: { readonly by: string };
  readonly files: readonly {
    readonly name: string;
    readonly platform?: string;
    readonly contents?: readonly { readonly path: string }[];
  }[];
  readonly assets: { readonly missing: readonly { readonly name: string; readonly platform: string }[] };
}

const at = (folder: string, name: string): string => join(folder, `dist/release/assets/cargo+${name}`);
const manifestOf = (folder: string, name: string): Manifest =>
  JSON.parse(readFileSync(join(at(folder, name), 'manifest.json'), 'utf8')) as Manifest;

interface Told {
  readonly left: readonly { readonly unit: string; readonly why: string }[];
}

describeWith('cargo', (cargo) => {
  const env = { ...process.env, ...cargo.env, PATH: `${cargo.paths.bin}:${process.env.PATH ?? ''}` };
  const host = /^host: (\S+)$/m.exec(
    execFileSync(cargo.paths.rustc ?? '', ['-vV'], { env: { ...process.env, ...cargo.env }, encoding: 'utf8' }),
  )?.[1];
  const program = (name: string): Readonly<Record<string, string>> => ({
    [`${name}/Cargo.toml`]: `[package]\nname = "${name}"\nversion.workspace = true\nedition = "2021"\npublish = false\n`,
    [`${name}/src/main.rs`]: 'fn main() { println!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")) }\n',
  });

  it('hands out the programs of one workspace, built here for here, and tells what is to be built elsewhere', () => {
    const targets = [host ?? '', 'aarch64-apple-darwin', 'universal2-apple-darwin', 'x86_64-pc-windows-msvc'];
    const handed = [{ programs: true, strip: true, files: ['LICENSE*', 'tug/completions/**'] }];
    const folder = commitAll(
      write(tempFolder(), {
        'Cargo.toml':
          '[workspace]\nmembers = ["tug", "buoy"]\nresolver = "2"\n[workspace.package]\nversion = "1.2.0"\n',
        'Cargo.lock':
          'version = 4\n\n[[package]]\nname = "buoy"\nversion = "1.2.0"\n\n[[package]]\nname = "tug"\nversion = "1.2.0"\n',
        ...program('tug'),
        ...program('buoy'),
        'tug/completions/tug.bash': 'complete tug\n',
        'LICENSE-MIT': 'MIT\n',
        ...settings({
          units: {
            'cargo:tug': { targets },
            'cargo:buoy': {
              targets: targets.slice(0, 1),
              afterBuild: [{ run: ['sh', '-c', 'printf signed >> "$0"'] }],
            },
          },
          assets: { 'cargo:tug': handed, 'cargo:buoy': [{ programs: ['buoy'], name: '{program}-{os}-{arch}{exe}' }] },
        }),
      }),
    );
    const { stdout } = convoy(folder, ['package', '--format=json'], { env });
    const { left } = JSON.parse(stdout) as Told;
    expect(packaged(folder, [], env).problems).toEqual([]);
    const [linux = ''] = manifestOf(folder, 'tug').files.map(({ name }) => name);
    expect(linux).toMatch(/^tug-v1\.2\.0-\w+-\w+\.tar\.gz$/);
    expect(manifestOf(folder, 'tug')).toMatchObject({
      identity: { by: 'content' },
      files: [{ platform: host, contents: [{ path: 'LICENSE-MIT' }, { path: 'tug' }, { path: 'tug.bash' }] }],
      assets: {
        missing: [
          { name: 'tug-v1.2.0-macos-arm64.tar.gz', platform: 'aarch64-apple-darwin' },
          { name: 'tug-v1.2.0-macos-universal2.tar.gz', platform: 'universal2-apple-darwin' },
          { name: 'tug-v1.2.0-windows-amd64.zip', platform: 'x86_64-pc-windows-msvc' },
        ],
      },
    });
    expect(left.map(({ why }) => why)).toEqual([
      expect.stringMatching(
        /^tug-v1\.2\.0-macos-arm64\.tar\.gz is not built here: .*rustup target add aarch64-apple-darwin/,
      ),
      expect.stringMatching(/^tug-v1\.2\.0-macos-universal2\.tar\.gz is not built here: .*aarch64-apple-darwin/),
      expect.stringMatching(/on a machine for x86_64-pc-windows-msvc: nx-convoy package --units=cargo:tug$/),
    ]);
    const out = tempFolder();
    execFileSync('tar', ['-xzf', join(at(folder, 'tug'), linux)], { cwd: out });
    expect(execFileSync(join(out, 'tug'), { encoding: 'utf8' })).toBe('tug 1.2.0\n');
    const [alone = ''] = manifestOf(folder, 'buoy').files.map(({ name }) => name);
    expect(alone).toMatch(/^buoy-\w+-\w+$/);
    expect(readFileSync(join(at(folder, 'buoy'), alone), 'latin1')).toMatch(/[^d]signed$/);
    chmodSync(join(at(folder, 'buoy'), alone), 0o755);
    expect(execFileSync(join(at(folder, 'buoy'), alone), { encoding: 'utf8' })).toBe('buoy 1.2.0\n');
    const sums = execFileSync('sha512sum', ['--check', 'SHA512SUMS'], { cwd: at(folder, 'tug'), encoding: 'utf8' });
    expect(sums).toBe(`${linux}: OK\n`);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('builds libraries that others link, and refuses those that the manifest does not declare', () => {
    const library = (kinds: string): Readonly<Record<string, string>> => ({
      ...crate('rope', `[lib]\ncrate-type = ${kinds}\n`),
      'src/lib.rs': '#[no_mangle] pub extern "C" fn knots() -> i32 { 12 }\n',
      'include/rope.h': 'int knots(void);\n',
      ...settings({
        assets: {
          'cargo:rope': [
            {
              libraries: ['cdylib'],
              strip: true,
              name: 'rust-{name}-{version}-{target}.zip',
              files: ['include/*'],
              top: '{name}',
            },
          ],
        },
      }),
    });
    const folder = commitAll(write(tempFolder(), library('["lib", "cdylib"]')));
    expect(packaged(folder, [], env).problems).toEqual([]);
    const [file] = manifestOf(folder, 'rope').files;
    expect(file?.name).toBe(`rust-rope-1.0.0-${host ?? ''}.zip`);
    expect(file?.contents?.map(({ path }) => path)).toEqual(['rope/librope.so', 'rope/rope.h']);
    write(folder, library('["lib"]'));
    commitAll(folder, 'fix: no library');
    expect(packaged(folder, [], env).problems.map(({ code }) => code)).toEqual(['LIBRARY_UNDECLARED']);
    expect(existsSync(join(at(folder, 'rope'), 'manifest.json'))).toBe(false);
  });
});

/** What other machines have built, brought together here: real formats, told by each target. */
function built(files: Readonly<Record<string, Uint8Array>>, options: object): string {
  const folder = commitAll(
    write(tempFolder(), {
      ...crate('fleet'),
      ...settings({ assets: { 'cargo:fleet': [options] }, units: { 'cargo:fleet': { private: true } } }),
    }),
  );
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}
const targets = ['x86_64-unknown-linux-gnu', 'aarch64-apple-darwin', 'x86_64-pc-windows-msvc'];
const fleet = { name: '{name}-{version}-{os}-{arch}.{archive}', files: ['built/{target}/fleet{exe}'], targets };

it('packs what was built elsewhere, each for its machine', () => {
  const folder = built(
    {
      'built/x86_64-unknown-linux-gnu/fleet': elf(62),
      'built/aarch64-apple-darwin/fleet': machO(0x0100000c),
      'built/x86_64-pc-windows-msvc/fleet.exe': pe(0x8664),
    },
    fleet,
  );
  expect(packaged(folder).problems).toEqual([]);
  expect(manifestOf(folder, 'fleet').files.map(({ name, platform }) => [name, platform])).toEqual([
    ['fleet-1.0.0-linux-amd64.tar.gz', targets[0]],
    ['fleet-1.0.0-macos-arm64.tar.gz', targets[1]],
    ['fleet-1.0.0-windows-amd64.zip', targets[2]],
  ]);
});

it.each<[string, Readonly<Record<string, Uint8Array>>, object, readonly string[]]>([
  [
    'a file of another machine',
    { 'built/aarch64-apple-darwin/fleet': elf(183) },
    { ...fleet, targets: targets.slice(1, 2) },
    ['ASSET_PLATFORM'],
  ],
  ['nothing to put in', {}, { name: 'x.zip', files: ['results/**'] }, ['ASSET_FILE_MISSING']],
  ['a way out', {}, { name: 'x.zip', files: ['../x'] }, ['ASSET_PATH']],
  [
    'two in one place',
    { 'built/a/x': elf(62), 'built/b/x': elf(62) },
    { name: 'x.zip', files: ['built/a/*', 'built/b/*'] },
    ['ASSET_FILE_TWICE'],
  ],
  ['several files and no archive', {}, { name: 'x.txt', files: ['Cargo.toml', 'src/lib.rs'] }, ['ASSET_NO_ARCHIVE']],
  ['a name that nobody can fill in', {}, { name: '{tag}.zip', files: ['Cargo.toml'] }, ['ASSET_NAME']],
  ['too much', {}, { name: 'x.zip', files: ['Cargo.toml'], size: { max: 10 } }, ['ASSET_TOO_LARGE']],
  [
    'a key',
    { 'built/key.pem': Buffer.from('-----BEGIN PRIVATE KEY-----') },
    { name: 'x.zip', files: ['built/*'] },
    ['PACKAGE_SECRET'],
  ],
])('tells of %s', (_, files, options, codes) => {
  const folder = built(files, options);
  expect(packaged(folder).problems.map(({ code }) => code)).toEqual(codes);
});

it('packs a folder of results, and names an asset by the tag of the commit', () => {
  const folder = built(
    { 'results/run-1/a.json': Buffer.from('{}'), 'results/b.csv': Buffer.from('1,2\n') },
    { name: 'benchmarks-{tag}.tar.gz', files: ['results/**'], top: 'benchmarks' },
  );
  git(folder, 'tag', 'v1.0.0');
  expect(packaged(folder).problems).toEqual([]);
  const { files, identity } = manifestOf(folder, 'fleet');
  expect(files).toMatchObject([
    { name: 'benchmarks-v1.0.0.tar.gz', contents: [{ path: 'benchmarks/b.csv' }, { path: 'benchmarks/run-1/a.json' }] },
  ]);
  expect(identity.by).toBe('content');
  const first = withoutLog(filesOf(at(folder, 'fleet')));
  packaged(folder);
  expect(withoutLog(filesOf(at(folder, 'fleet')))).toEqual(first);
});
