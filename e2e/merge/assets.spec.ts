import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from '../../packages/nx-convoy/src/packaging/archive/pack.ts';
import { elf, machO, pe } from '../../packages/nx-convoy/src/packaging/formats/minimal.ts';
import { diskWorld } from '../../packages/nx-convoy/src/shell/world.ts';
import { packaging } from '../../packages/nx-convoy/src/verbs/package/verb.ts';
import { filesOf } from '../package/packaged.ts';
import { commitAll, tempFolder, write } from '../world/folder.ts';
import { codesOf, handOver, jsonOf, mergedIn, planned, put } from './handed.ts';

const targets = ['x86_64-unknown-linux-gnu', 'aarch64-apple-darwin'];
const windows = 'x86_64-pc-windows-msvc';
const folder = commitAll(
  write(tempFolder(), {
    'convoy.json': JSON.stringify({
      convoy: {
        assets: {
          'cargo:tug': [
            { name: '{name}-{os}-{arch}.{archive}', files: ['built/{target}/tug*', 'LICENSE'], targets },
            { programs: true, targets: [windows] },
            { source: true },
          ],
        },
      },
    }),
    'Cargo.toml': '[package]\nname = "tug"\nversion = "1.0.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "x"\n',
    'src/main.rs': 'fn main() {}\n',
    LICENSE: 'MIT\n',
    '.gitignore': '/built/\n/dist/\n',
  }),
);
const plan = join(tempFolder(), 'plan.json');
const whole = join(tempFolder(), 'bundles');
const id = (platform: string): string => `cargo-tug.assets.${platform}`;
const built: Readonly<Record<string, Uint8Array>> = {
  'x86_64-unknown-linux-gnu': elf(62),
  'aarch64-apple-darwin': machO(0x0100000c),
};
const release = (at: string): ReturnType<typeof filesOf> => filesOf(join(at, 'dist/release/assets/cargo+tug'));

type Files = Readonly<Record<string, Uint8Array>>;
function packed(name: string, by: 'zip' | 'tar.gz', files: Files): Files {
  const members = Object.entries(files).map(([path, bytes]) => ({ path, bytes }));
  const archive = pack(name, by, members, { epoch: 1_767_225_600 });
  if (!archive.ok) throw new Error(archive.problems[0]?.what);
  return { [name]: archive.value };
}
const zipped = (name: string, path: string, bytes: Uint8Array): Files => packed(name, 'zip', { [path]: bytes });

const run = (at: string, options: object): ReturnType<typeof packaging.run> =>
  packaging.run(packaging.options.parse(options), diskWorld(at));

let made: Parameters<typeof handOver>[2] & { readonly id: string };
const handWindows = (to: string, files: Files): void =>
  handOver(to, { job: id(windows), files, manifest: { assets: { missing: [] } } }, made);
const manifest = '[package]\nname = "tug"\nversion = "1.0.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "x"\n';
const crate = packed('tug-1.0.0.crate', 'tar.gz', {
  'tug-1.0.0/Cargo.toml': Buffer.from(manifest),
  'tug-1.0.0/Cargo.toml.orig': Buffer.from(manifest),
  'tug-1.0.0/LICENSE': Buffer.from('MIT\n'),
  'tug-1.0.0/src/main.rs': Buffer.from('fn main() {}\n'),
});
const program = zipped('tug-v1.0.0-windows-amd64.zip', 'tug.exe', pe(0x8664));

beforeAll(async () => {
  const told = await planned(folder, plan);
  made = { folder, plan: told.id, ...told };
  for (const platform of [...targets, 'any']) {
    const machine = join(tempFolder(), 'machine');
    cpSync(folder, machine, { recursive: true });
    const bytes = built[platform];
    if (bytes !== undefined) put(join(machine, 'built', platform), { tug: bytes });
    const { problems } = await run(machine, { plan, job: id(platform), bundle: join(whole, platform) });
    expect(problems).toEqual([]);
  }
  handWindows(join(whole, windows), program);
  handOver(join(whole, 'crate'), { job: 'cargo-tug.any', files: crate }, made);
});

it('has a job for each target, and one for what is for all', () =>
  expect(made.matrix.build.include.slice(1).map((job) => [job.id, job.makes, job.target, job.runner])).toEqual([
    [id('x86_64-unknown-linux-gnu'), 'assets', 'x86_64-unknown-linux-gnu', 'ubuntu-24.04'],
    [id('aarch64-apple-darwin'), 'assets', 'aarch64-apple-darwin', 'macos-15'],
    [id(windows), 'assets', windows, 'windows-2025'],
    [id('any'), 'assets', undefined, 'ubuntu-24.04'],
  ]));

it('hands out what one machine that has all of it would', async () => {
  const { problems, units } = await mergedIn(folder, whole, plan);
  expect(problems).toEqual([]);
  expect(units.map(({ folder: at, jobs, files }) => [at, jobs.length, files.length])).toEqual([
    ['dist/release/cargo/tug', 1, 1],
    ['dist/release/assets/cargo+tug', 4, 4],
  ]);
  expect(jsonOf(join(folder, 'dist/release/assets/cargo+tug/manifest.json'))).toMatchObject({
    assets: { missing: [] },
    files: [
      { name: 'tug-1.0.0.tar.gz' },
      { name: 'tug-linux-amd64.tar.gz', platform: 'x86_64-unknown-linux-gnu' },
      { name: 'tug-macos-arm64.tar.gz', platform: 'aarch64-apple-darwin' },
      { name: 'tug-v1.0.0-windows-amd64.zip' },
    ],
  });
  const alone = join(tempFolder(), 'alone');
  cpSync(folder, alone, { recursive: true });
  rmSync(join(alone, 'dist'), { recursive: true });
  for (const [platform, bytes] of Object.entries(built)) put(join(alone, 'built', platform), { tug: bytes });
  await run(alone, { assets: 'only' });
  const [one, many] = [release(alone), release(folder)];
  for (const name of ['tug-1.0.0.tar.gz', 'tug-linux-amd64.tar.gz', 'tug-macos-arm64.tar.gz'])
    expect([name, many[name]]).toEqual([name, one[name]]);
  expect(one['tug-1.0.0.tar.gz']).toBeDefined();
});

it('a job whose target cannot be made here hands on nothing', async () => {
  const { problems } = await run(folder, { plan, job: id('aarch64-apple-darwin'), bundle: join(tempFolder(), 'none') });
  expect(problems.map(({ code }) => code)).toEqual(['ASSET_NOT_MADE']);
});

it.each<[string, Files | undefined, readonly string[]]>([
  ['no bundle', undefined, ['BUNDLE_MISSING']],
  ['another name', zipped('tug-other.zip', 'tug.exe', pe(0x8664)), ['ASSET_MISSING', 'ASSET_EXTRA']],
  ['a file more', { ...program, ...zipped('more.zip', 'a', pe(0x8664)) }, ['ASSET_EXTRA']],
  ['a program for another system', zipped('tug-v1.0.0-windows-amd64.zip', 'tug.exe', elf(62)), ['ASSET_PLATFORM']],
  ['a program that is none', zipped('tug-v1.0.0-windows-amd64.zip', 'tug.exe', Buffer.from('x')), ['ASSET_NO_BINARY']],
])('%s is refused', async (_, files, codes) => {
  const bundles = join(tempFolder(), 'bundles');
  cpSync(whole, bundles, { recursive: true });
  rmSync(join(bundles, windows), { recursive: true });
  if (files !== undefined) handWindows(join(bundles, windows), files);
  expect(codesOf(await mergedIn(folder, bundles, plan))).toEqual(codes);
});

it('packages in place of assets are refused', async () => {
  const bundles = join(tempFolder(), 'bundles');
  cpSync(whole, bundles, { recursive: true });
  rmSync(join(bundles, windows), { recursive: true });
  handOver(join(bundles, windows), { job: id(windows), files: program }, made);
  expect(codesOf(await mergedIn(folder, bundles, plan))).toEqual(['BUNDLE_OTHER_UNIT']);
});
