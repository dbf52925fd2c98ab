import type { Entry, Opened } from '../model/packaging.ts';
import { isSameCrate } from './cargo/same.ts';
import { isSameChart } from './helm/same.ts';
import { isSamePackage } from './npm/same.ts';
import { isSameDistribution } from './python/same.ts';

type Files = Readonly<Record<string, string>>;

const opened = (name: string, files: Files, kinds: Readonly<Record<string, Entry['kind']>> = {}): Opened => ({
  ...{ name, size: 1, sha256: '', sha512: '' },
  entries: [
    ...Object.entries(files).map(([path, { length }]) => ({ path, size: length, kind: 'file' as const })),
    ...Object.entries(kinds).map(([path, kind]) => ({ path, size: 0, kind })),
  ],
  bytes: (path) => (files[path] === undefined ? undefined : Buffer.from(files[path])),
});

type Row = readonly [is: string, change: Files | ((files: Files) => Files), same: boolean | undefined];
const changed = (files: Files, change: Row[1]): Files =>
  typeof change === 'function' ? change(files) : { ...files, ...change };
const without =
  (path: string) =>
  (files: Files): Files =>
    Object.fromEntries(Object.entries(files).filter(([one]) => one !== path));

const vcs = (sha1: string, more: object = {}): string =>
  JSON.stringify({ git: { sha1, ...more }, path_in_vcs: 'core' });
const crate: Files = {
  'core-1.0.0/.cargo_vcs_info.json': vcs('a'),
  'core-1.0.0/Cargo.toml': '# by cargo\n[package]\nname = "core"\nversion = "1.0.0"\n',
  'core-1.0.0/Cargo.toml.orig': '[package]\nname = "core"\n',
  'core-1.0.0/Cargo.lock': 'version = 4\n',
  'core-1.0.0/src/lib.rs': 'pub fn one() {}\n',
};

describe('a crate', () => {
  it.each<Row>([
    ['of the same files', {}, true],
    ['of another file', { 'core-1.0.0/src/lib.rs': 'pub fn two() {}\n' }, false],
    ['of one file more', { 'core-1.0.0/build.rs': '' }, false],
    ['of one file less', without('core-1.0.0/src/lib.rs'), false],
    ['of another commit', { 'core-1.0.0/.cargo_vcs_info.json': vcs('b') }, false],
    [
      'of that commit, changed and yet the same',
      { 'core-1.0.0/.cargo_vcs_info.json': vcs('a', { dirty: true }) },
      true,
    ],
    ['of no commit that is told', without('core-1.0.0/.cargo_vcs_info.json'), true],
    [
      'whose manifest is written otherwise',
      { 'core-1.0.0/Cargo.toml': '[package]\nversion = "1.0.0"\nname = "core"\n' },
      true,
    ],
    [
      'whose manifest says more',
      { 'core-1.0.0/Cargo.toml': '[package]\nname = "core"\nversion = "1.0.0"\nbuild = false\n' },
      false,
    ],
    ['locked on another day', { 'core-1.0.0/Cargo.lock': 'version = 4\n[[package]]\n' }, true],
    ['without a lock', without('core-1.0.0/Cargo.lock'), false],
    [
      'locked on another day, by nobody knows which commit',
      (files) => ({ ...without('core-1.0.0/.cargo_vcs_info.json')(files), 'core-1.0.0/Cargo.lock': '' }),
      false,
    ],
  ])('%s', (_, change, same) =>
    expect(isSameCrate(opened('core-1.0.0.crate', crate), opened('core-1.0.0.crate', changed(crate, change)))).toBe(
      same,
    ),
  );
});

const info = 'a-1.0.dist-info';
const bill = (serialNumber: string, timestamp: string, more: object = {}): string =>
  JSON.stringify({ bomFormat: 'CycloneDX', serialNumber, metadata: { timestamp, tools: [] }, components: [], ...more });
const wheel: Files = {
  'a/__init__.py': 'one = 1\n',
  [`${info}/METADATA`]: 'Name: a\n',
  [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: hatchling 1.27\nTag: py3-none-any\n',
  [`${info}/RECORD`]: 'a/__init__.py,sha256=x,8\n',
  [`${info}/sboms/a.json`]: bill('urn:uuid:1', '2026-01-01'),
};

describe('a wheel', () => {
  it.each<Row>([
    ['of the same files', {}, true],
    ['whose RECORD is in another order', { [`${info}/RECORD`]: 'other' }, true],
    ['that is signed', { [`${info}/RECORD.jws`]: '{}' }, true],
    ['of another file', { 'a/__init__.py': 'one = 2\n' }, false],
    ['of another RECORD elsewhere', { 'a/RECORD': '' }, false],
    [
      'built by a newer backend',
      { [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: hatchling 1.32\nTag: py3-none-any\n' },
      true,
    ],
    [
      'for another Python',
      { [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: hatchling 1.27\nTag: py2-none-any\n' },
      false,
    ],
    ['that says otherwise of itself', { [`${info}/METADATA`]: 'Name: a\nRequires-Dist: b\n' }, false],
    ['whose bill has another number', { [`${info}/sboms/a.json`]: bill('urn:uuid:2', '2026-02-01') }, true],
    [
      'whose bill has other parts',
      { [`${info}/sboms/a.json`]: bill('urn:uuid:1', '2026-01-01', { components: [1] }) },
      false,
    ],
  ])('%s', (_, change, same) => {
    const name = 'a-1.0-py3-none-any.whl';
    expect(isSameDistribution(opened(name, wheel), opened(name, changed(wheel, change)))).toBe(same);
  });
});

describe('a source distribution', () => {
  const files: Files = { 'a-1.0/PKG-INFO': 'Name: a\n', 'a-1.0/a.py': '' };
  it.each<Row>([
    ['of the same files', {}, true],
    [
      'in a folder of another name',
      (all) => Object.fromEntries(Object.entries(all).map(([path, text]) => [path.replace('a-1.0', 'A-1.0'), text])),
      true,
    ],
    ['of another file', { 'a-1.0/a.py': 'x' }, false],
    ['that says otherwise of itself', { 'a-1.0/PKG-INFO': 'Name: a\nGenerator: x\n' }, false],
  ])('%s', (_, change, same) =>
    expect(isSameDistribution(opened('a-1.0.tar.gz', files), opened('a-1.0.tar.gz', changed(files, change)))).toBe(
      same,
    ),
  );
  it('with a link, of which nobody tells where it leads', () => {
    const one = opened('a-1.0.tar.gz', files, { 'a-1.0/b.py': 'link' });
    expect(isSameDistribution(one, one)).toBeUndefined();
  });
  it('that nobody can look into', () =>
    expect(isSameDistribution(opened('a-1.0.tar.gz', files), opened('a-1.0.tar.gz', {}))).toBeUndefined());
});

describe('an npm package', () => {
  const files: Files = {
    'package/package.json': '{"name":"a","exports":{"import":"./a.js","default":"./b.js"}}',
    'package/a.js': '',
  };
  it.each<Row>([
    ['of the same files', {}, true],
    [
      'whose manifest has other spaces',
      { 'package/package.json': '{\n  "name": "a",\n  "exports": { "import": "./a.js", "default": "./b.js" }\n}\n' },
      true,
    ],
    [
      'whose manifest has another order',
      { 'package/package.json': '{"name":"a","exports":{"default":"./b.js","import":"./a.js"}}' },
      false,
    ],
    ['of another file', { 'package/a.js': '1' }, false],
  ])('%s', (_, change, same) =>
    expect(isSamePackage(opened('a-1.0.0.tgz', files), opened('a-1.0.0.tgz', changed(files, change)))).toBe(same),
  );
});

describe('a chart', () => {
  const files: Files = {
    'buoy/Chart.yaml': 'apiVersion: v2\nname: buoy\nversion: 1.0.0\n',
    'buoy/values.yaml': 'a: 1\nb: 2\n',
    'buoy/charts/rope/Chart.yaml': 'name: rope\nkeywords: [a, b]\n',
  };
  const packed = (all: Files): Opened => opened('buoy-1.0.0.tgz', all);
  it.each<Row>([
    ['of the same files', {}, true],
    [
      'whose Chart.yaml is laid out anew',
      { 'buoy/Chart.yaml': 'version: "1.0.0"\nname: buoy\napiVersion: v2\n' },
      true,
    ],
    ['whose Chart.yaml says something else', { 'buoy/Chart.yaml': 'name: buoy\nversion: 1.0.1\n' }, false],
    [
      'whose part lists the same in another order',
      { 'buoy/charts/rope/Chart.yaml': 'keywords: [b, a]\nname: rope\n' },
      false,
    ],
    ['whose values are laid out anew', { 'buoy/values.yaml': 'b: 2\na: 1\n' }, false],
    ['of one file more', { 'buoy/templates/a.yaml': '' }, false],
    ['that is no archive', () => ({}), undefined],
  ])('%s', (_, change, same) => expect(isSameChart(packed(files), packed(changed(files, change)))).toBe(same));

  const locked: Opened = { ...packed(files), bytes: (path) => (path.endsWith('.yaml') ? undefined : Buffer.from('')) };
  it('with a file that cannot be read', () => expect(isSameChart(packed(files), locked)).toBeUndefined());
});
