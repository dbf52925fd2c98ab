import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { elf, fat, machO, pe } from '../../packages/nx-convoy/src/packaging/formats/minimal.ts';
import { filesOf } from '../package/packaged.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { codesOf, handOver, jsonOf, mergedIn, planned, put, type Handed } from './handed.ts';
import { layout } from './layouts.ts';
import { sdist, wheel } from './wheels.ts';

const targets = [
  'x86_64-unknown-linux-gnu',
  'aarch64-unknown-linux-musl',
  'universal2-apple-darwin',
  'x86_64-pc-windows-msvc',
];
const [amd64, arm64] = [elf(62), elf(183)];
const [macAmd64, macArm64] = [0x01000007, 0x0100000c];

/** Nothing of these platforms is built here: their files are as small as the formats allow. */
const tags: Readonly<Record<string, readonly [string, Uint8Array]>> = {
  'x86_64-unknown-linux-gnu': ['manylinux_2_17_x86_64.manylinux2014_x86_64', amd64],
  'aarch64-unknown-linux-musl': ['musllinux_1_2_aarch64', arm64],
  'universal2-apple-darwin': ['macosx_10_12_x86_64.macosx_11_0_arm64.macosx_10_12_universal2', fat(macAmd64, macArm64)],
  'x86_64-pc-windows-msvc': ['win_amd64', pe(0x8664)],
};

const workspace = {
  'convoy.json': JSON.stringify({
    convoy: {
      images: [{ name: 'ghcr.io/acme/api', dockerfile: 'Dockerfile', platforms: ['linux/arm64', 'linux/amd64'] }],
      units: { 'python:sail': { targets } },
      matrix: { units: { 'python:sail': { interpreters: ['cp310', 'cp314'] } } },
    },
  }),
  'pyproject.toml':
    '[project]\nname = "sail"\nversion = "1.0.0"\n[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n',
  'Cargo.toml':
    '[package]\nname = "sail"\nversion = "1.0.0"\nedition = "2021"\npublish = false\n[dependencies]\npyo3 = "0.25"\n',
  '.gitignore': 'dist\n',
  'src/lib.rs': '',
  Dockerfile: 'FROM scratch\nLABEL org.opencontainers.image.version="1.0.0"\n',
};

const folder = commitAll(write(tempFolder(), workspace));
const plan = join(tempFolder(), 'plan.json');
const whole = join(tempFolder(), 'bundles');
const out = (name: string): string => join(folder, 'dist/release', name);

const wheelsFor = (target: string): Handed => {
  const [tag = '', binary] = tags[target] ?? [];
  const files = Object.fromEntries(['cp310-cp310', 'cp314-cp314'].map((python) => wheel(`${python}-${tag}`, binary)));
  return { job: `python-sail.${target}`, files };
};

let made: Parameters<typeof handOver>[2] & { readonly id: string };
beforeAll(async () => {
  const told = await planned(folder, plan);
  made = { folder, plan: told.id, ...told };
  const commit = git(folder, 'rev-parse', 'HEAD').trim();
  const image = (arch: string): Handed => ({
    job: `docker-acme+api.linux-${arch}`,
    files: layout('api-1.0.0.oci', arch, { version: '1.0.0', commit }),
  });
  const [name, source] = sdist();
  const all = [
    ...targets.map(wheelsFor),
    { job: 'python-sail.any', files: { [name]: source } },
    image('amd64'),
    image('arm64'),
  ];
  for (const one of all) handOver(join(whole, one.job), one, made);
});

/** A copy of all bundles, changed. */
function bundlesWith(change: (at: (job: string) => string, top: string) => void): string {
  const copy = join(tempFolder(), 'bundles');
  cpSync(whole, copy, { recursive: true });
  change((job) => join(copy, job), copy);
  return copy;
}

it('has a job for each platform and one for the source distribution', () =>
  expect(made.matrix.build.include.map(({ id }) => id)).toEqual([
    'docker-acme+api.linux-amd64',
    'docker-acme+api.linux-arm64',
    'python-sail.aarch64-unknown-linux-musl',
    'python-sail.any',
    'python-sail.universal2-apple-darwin',
    'python-sail.x86_64-pc-windows-msvc',
    'python-sail.x86_64-unknown-linux-gnu',
  ]));

const windows = 'python-sail.x86_64-pc-windows-msvc';
const linux = 'python-sail.x86_64-unknown-linux-gnu';
const image = 'docker-acme+api.linux-arm64';
const again = (job: string, more: Partial<Handed>, at: (job: string) => string): void => {
  rmSync(at(job), { recursive: true });
  handOver(at(job), { ...wheelsFor(job.replace('python-sail.', '')), ...more, job }, made);
};
const only = (...wheels: readonly (readonly [string, Uint8Array])[]) => ({ files: Object.fromEntries(wheels) });
const [win310, win314] = ['cp310-cp310-win_amd64', 'cp314-cp314-win_amd64'].map((tag) => wheel(tag, pe(0x8664)));
const blob = (folderOf: string): string => {
  const [first = ''] = Object.keys(filesOf(join(folderOf, 'files'))).filter((name) => name.includes('/sha256/'));
  return join(folderOf, 'files', first);
};

it.each<[string, (at: (job: string) => string, top: string) => void, readonly string[], RegExp]>([
  [
    'one that is missing',
    (at) => rmSync(at(windows), { recursive: true }),
    ['BUNDLE_MISSING'],
    /no bundle of python-sail\.x86_64-pc/,
  ],
  [
    'one of a job that is none',
    (at) => handOver(at('more'), { job: 'cargo-x.any', ...only(sdist()) }, made),
    ['BUNDLE_EXTRA'],
    /more is a bundle of cargo-x\.any/,
  ],
  [
    'a folder that is none',
    (at) => put(at('more'), { a: Buffer.from('') }),
    ['BUNDLE_UNREADABLE'],
    /more has no bundle\.json/,
  ],
  [
    'a file beside them',
    (_, top) => put(top, { 'notes.txt': Buffer.from('') }),
    ['BUNDLE_EXTRA'],
    /notes\.txt lies beside/,
  ],
  ['a file more', (at) => put(at(windows), { 'files/extra.whl': Buffer.from('') }), ['BUNDLE_EXTRA'], /extra\.whl/],
  [
    'two of one job',
    (at) => cpSync(at(windows), at('copy'), { recursive: true }),
    ['BUNDLE_TWICE'],
    /copy and .*windows/,
  ],
  [
    'another plan',
    (at) => again(windows, { bundle: { plan: 'f'.repeat(64) } }, at),
    ['BUNDLE_OTHER_PLAN'],
    /ffffffffffff/,
  ],
  [
    'another commit',
    (at) => again(windows, { bundle: { commit: '0'.repeat(40) } }, at),
    ['BUNDLE_OTHER_COMMIT'],
    /from 0000000000, and HEAD/,
  ],
  ['another unit', (at) => again(windows, { bundle: { unit: 'cargo:x' } }, at), ['BUNDLE_OTHER_UNIT'], /holds cargo:x/],
  ['another version', (at) => again(windows, { bundle: { version: '2.0.0' } }, at), ['BUNDLE_OTHER_UNIT'], /2\.0\.0/],
  ['another platform', (at) => again(windows, { bundle: { platform: 'any' } }, at), ['BUNDLE_OTHER_UNIT'], /for any/],
  [
    'a manifest of another commit',
    (at) => again(windows, { manifest: { source: { commit: '0'.repeat(40), date: '' } } }, at),
    ['BUNDLE_OTHER_UNIT'],
    /0000000000/,
  ],
  [
    'a manifest that is none',
    (at) => again(windows, { manifest: { schema: 2 } as object }, at),
    ['BUNDLE_UNREADABLE'],
    /manifest\.json/,
  ],
  [
    'a manifest that tells less',
    (at) => again(windows, { manifest: { files: [] } }, at),
    ['BUNDLE_ALTERED', 'BUNDLE_ALTERED'],
    /not what its manifest\.json tells/,
  ],
  [
    'other bytes of one size',
    (at) => flip(join(at(windows), 'files', 'sail-1.0.0-cp310-cp310-win_amd64.whl')),
    ['BUNDLE_ALTERED'],
    /other bytes/,
  ],
  [
    'a file that is longer',
    (at) => put(at(windows), { 'files/sail-1.0.0-cp310-cp310-win_amd64.whl': Buffer.from('x') }),
    ['BUNDLE_ALTERED'],
    /has 1 bytes/,
  ],
  [
    'a file that is gone',
    (at) => rmSync(join(at(windows), 'files/sail-1.0.0-cp310-cp310-win_amd64.whl')),
    ['BUNDLE_ALTERED'],
    /is gone/,
  ],
  ['a blob of an image with other bytes', (at) => flip(blob(at(image))), ['BUNDLE_ALTERED'], /blobs\/sha256/],
  [
    'a list that leads elsewhere',
    (at) =>
      again(windows, { bundle: { files: [{ name: '../../../plan.json', size: 1, sha256: '0'.repeat(64) }] } }, at),
    ['BUNDLE_PATH'],
    /\.\.\/plan\.json/,
  ],
  [
    'an absolute name',
    (at) => again(windows, { bundle: { files: [{ name: '/etc/passwd', size: 1, sha256: '0'.repeat(64) }] } }, at),
    ['BUNDLE_PATH'],
    /etc/,
  ],
  ['a name of a device', (at) => put(at(windows), { 'files/aux.whl': Buffer.from('') }), ['BUNDLE_PATH'], /aux/],
  [
    'two names that differ in case',
    (at) => put(at(windows), { 'files/Manifest.json': Buffer.from('') }),
    ['BUNDLE_PATH'],
    /one file on some systems/,
  ],
  ['a link', (at) => symlinkSync(plan, join(at(windows), 'files/link.whl')), ['BUNDLE_LINK'], /link\.whl/],
  [
    'a link in place of a file',
    (at) => replaced(join(at(windows), 'files/sail-1.0.0-cp310-cp310-win_amd64.whl')),
    ['BUNDLE_LINK'],
    /a link/,
  ],
  [
    'a link in place of a bundle',
    (at, top) => {
      rmSync(at(windows), { recursive: true });
      symlinkSync(whole, join(top, windows));
    },
    ['BUNDLE_EXTRA', 'BUNDLE_MISSING'],
    /lies beside/,
  ],
  [
    'no JSON',
    (at) => put(at(windows), { 'bundle.json': Buffer.from('{') }),
    ['BUNDLE_UNREADABLE', 'BUNDLE_MISSING'],
    /cannot|can be read/,
  ],
  [
    'a later schema',
    (at) => put(at(windows), { 'bundle.json': Buffer.from('{"schema":2}') }),
    ['BUNDLE_NEWER', 'BUNDLE_MISSING'],
    /schema 2/,
  ],
  [
    'a wheel for another system',
    (at) => again(windows, only(wheel('cp310-cp310-macosx_11_0_arm64', machO(macArm64)), win314 ?? ['', amd64]), at),
    ['WHEEL_PLATFORM'],
    /builds for x86_64-pc-windows-msvc/,
  ],
  [
    'a wheel for half of a fat platform',
    (at) =>
      again(
        'python-sail.universal2-apple-darwin',
        only(...['cp310', 'cp314'].map((py) => wheel(`${py}-${py}-macosx_11_0_arm64`, machO(macArm64)))),
        at,
      ),
    ['WHEEL_PLATFORM', 'WHEEL_PLATFORM'],
    /universal2/,
  ],
  [
    'a fat tag on a thin file',
    (at) =>
      again(
        'python-sail.universal2-apple-darwin',
        only(...['cp310', 'cp314'].map((py) => wheel(`${py}-${py}-macosx_11_0_universal2`, machO(macArm64)))),
        at,
      ),
    ['WHEEL_MACHINE', 'WHEEL_MACHINE'],
    /promises macos on amd64/,
  ],
  [
    'a library of musl where the other is promised',
    (at) => again(linux, only(...['cp310', 'cp314'].map((py) => wheel(`${py}-${py}-musllinux_1_2_x86_64`, amd64))), at),
    ['WHEEL_PLATFORM', 'WHEEL_PLATFORM'],
    /musllinux/,
  ],
  [
    'a file for another processor',
    (at) =>
      again(linux, only(...['cp310', 'cp314'].map((py) => wheel(`${py}-${py}-manylinux_2_28_x86_64`, arm64))), at),
    ['WHEEL_MACHINE', 'WHEEL_MACHINE'],
    /ELF for arm64/,
  ],
  [
    'a Python too many',
    (at) =>
      again(
        windows,
        only(win310 ?? ['', amd64], win314 ?? ['', amd64], wheel('cp312-cp312-win_amd64', pe(0x8664))),
        at,
      ),
    ['WHEEL_PYTHON'],
    /cp312/,
  ],
  ['a Python too few', (at) => again(windows, only(win310 ?? ['', amd64]), at), ['WHEEL_MISSING'], /cp314-cp314/],
  [
    'abi3 that nobody asked for',
    (at) =>
      again(windows, only(wheel('cp310-abi3-win_amd64', pe(0x8664)), win310 ?? ['', amd64], win314 ?? ['', amd64]), at),
    ['WHEEL_PYTHON'],
    /abi3/,
  ],
  [
    'nothing compiled',
    (at) => again(windows, only(wheel('cp310-cp310-win_amd64', undefined), win314 ?? ['', amd64]), at),
    ['WHEEL_NOT_COMPILED'],
    /no compiled module/,
  ],
  [
    'one file of two machines',
    (at) => again(linux, only(win310 ?? ['', amd64]), at),
    ['BUNDLE_FILE_TWICE'],
    /and python-sail\.x86_64/,
  ],
  [
    'an image for another processor',
    (at) => {
      rmSync(at(image), { recursive: true });
      cpSync(at('docker-acme+api.linux-amd64'), at(image), { recursive: true });
      rename(at(image));
    },
    ['IMAGE_PLATFORM'],
    /linux\/arm64 says that it is for linux\/amd64/,
  ],
])('%s is refused, and nothing has changed', async (_, change, codes, words) => {
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  mkdirSync(out('python/sail'), { recursive: true });
  writeFileSync(join(out('python/sail'), 'before'), '');
  const merged = await mergedIn(folder, bundlesWith(change), plan);
  expect(codesOf(merged)).toEqual(codes);
  expect(merged.problems.map(({ what }) => what).join('\n')).toMatch(words);
  expect(merged.problems.every(({ fix }) => fix.length > 20)).toBe(true);
  expect(merged.units).toEqual([]);
  expect(existsSync(join(out('python/sail'), 'before'))).toBe(true);
  expect(existsSync(out('docker'))).toBe(false);
});

it('more than is taken is refused before anything is read', async () => {
  const merged = await mergedIn(folder, whole, plan, { most: 0.000001 });
  expect(merged.problems.map(({ code, fix }) => `${code} ${fix}`)[0]).toMatch(/^BUNDLE_TOO_LARGE .*--most=1;/);
});

it('tells of all that is wrong at once', async () => {
  const bundles = bundlesWith((at) => {
    rmSync(at(windows), { recursive: true });
    flip(blob(at(image)));
    put(at('more'), { a: Buffer.from('') });
  });
  expect(codesOf(await mergedIn(folder, bundles, plan))).toEqual([
    'BUNDLE_ALTERED',
    'BUNDLE_UNREADABLE',
    'BUNDLE_MISSING',
  ]);
});

it('wheels of all platforms and an image of two become what one machine would have made', async () => {
  const merged = await mergedIn(folder, whole, plan);
  expect(merged.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(merged.units.map(({ unit, jobs }) => [unit, jobs.length])).toEqual([
    ['docker:acme/api', 2],
    ['python:sail', 5],
  ]);
  const wheels = jsonOf(join(out('python/sail'), 'manifest.json'));
  expect(wheels).toMatchObject({ unit: 'python:sail', version: '1.0.0', tools: { rustc: '1.90.0' } });
  expect(wheels.parts).toHaveLength(5);
  expect(wheels.files).toHaveLength(9);
  expect(readFileSync(join(out('python/sail'), 'SHA256SUMS'), 'utf8').split('\n')).toHaveLength(10);
  const { image: index } = jsonOf(join(out('docker/acme+api'), 'manifest.json'));
  expect(index).toMatchObject({
    name: 'api-1.0.0.oci',
    mediaType: 'application/vnd.oci.image.index.v1+json',
    // In the order of the settings, not of the jobs.
    platforms: [{ platform: 'linux/arm64' }, { platform: 'linux/amd64' }],
  });
  const first = filesOf(join(folder, 'dist/release'));
  await mergedIn(folder, whole, plan);
  expect(filesOf(join(folder, 'dist/release'))).toEqual(first);
});

it('no plan, an altered one, and one of another commit are refused', async () => {
  expect(codesOf(await mergedIn(folder, whole, 'none.json'))).toEqual(['PLAN_MISSING']);
  const other = join(tempFolder(), 'plan.json');
  writeFileSync(other, readFileSync(plan, 'utf8').replace('"1.0.0"', '"1.0.1"'));
  expect(codesOf(await mergedIn(folder, whole, other))).toEqual(['PLAN_ALTERED']);
  const later = tempFolder();
  cpSync(folder, later, { recursive: true });
  commitAll(write(later, { more: '' }));
  expect(codesOf(await mergedIn(later, whole, plan))).toEqual(['JOB_OTHER_COMMIT']);
});

function flip(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

function replaced(file: string): void {
  rmSync(file);
  symlinkSync(plan, file);
}

/** A bundle of one job that says it is of another. */
function rename(at: string): void {
  const file = join(at, 'bundle.json');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replaceAll('linux-amd64', 'linux-arm64').replaceAll('linux/amd64', 'linux/arm64'),
  );
}
