import { createHash } from 'node:crypto';
import { repoOf } from '../../../../../tools/facts/snapshot.ts';
import type { Made, Opened } from '../../model/packaging.ts';
import type { Unit } from '../../model/unit.ts';
import { inspectDistributions } from './inspect.ts';

const unit: Unit = {
  id: 'python:tug-boat',
  key: 'pyproject.toml',
  name: 'tug-boat',
  root: '.',
  manifest: 'pyproject.toml',
  ecosystem: 'python',
  project: 'tug-boat',
  private: false,
  registries: [],
};
type Files = Readonly<Record<string, string>>;

function archive(name: string, files: Files): Opened {
  return {
    ...{ name, size: 1, sha256: '', sha512: '' },
    entries: Object.entries(files).map(([path, text]) => ({ path, size: text.length, kind: 'file' })),
    bytes: (path) => (files[path] === undefined ? undefined : new TextEncoder().encode(files[path])),
  };
}

const info = 'tug_boat-1.0.0.dist-info';
const digest = (text: string): string => `sha256=${createHash('sha256').update(text).digest('base64url')}`;

interface Wheel {
  readonly tag?: string;
  readonly says?: string;
  readonly version?: string;
  readonly files?: Files;
  /** What becomes of the files once they are recorded. */
  readonly then?: (files: Files) => Files;
}

function wheel({ tag = 'py3-none-any', says = `Tag: ${tag}`, version = '1.0.0', files = {}, then = (x) => x }: Wheel) {
  const all: Files = {
    'tug_boat/__init__.py': 'a = 1\n',
    [`${info}/METADATA`]: `Metadata-Version: 2.4\nName: Tug.Boat\nVersion: ${version}\n\nVersion: 9\n`,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\n${says}\n`,
    ...files,
  };
  const record = Object.entries(all).map(([path, text]) => `${path},${digest(text)},${text.length}\n`);
  return archive(
    `tug_boat-1.0.0-${tag}.whl`,
    then({ ...all, [`${info}/RECORD`]: `${record.join('')}${info}/RECORD,,\n` }),
  );
}
const sdist = archive('tug_boat-1.0.0.tar.gz', { 'tug_boat-1.0.0/PKG-INFO': 'Name: tug-boat\nVersion: 1.0.0\n' });
const made = (files: readonly Opened[], backend = 'hatchling.build'): Made => ({
  unit,
  version: '1.0.0',
  files,
  repo: repoOf({ 'pyproject.toml': `[build-system]\nbuild-backend = "${backend}"\n[project]\nname = "tug-boat"\n` }),
});

const linux = 'cp39-abi3-manylinux_2_17_x86_64';
const without = (files: Files, path: string): Files =>
  Object.fromEntries(Object.entries(files).filter(([each]) => each !== path));

it.each<[string, Made, readonly string[]]>([
  ['a good wheel', made([wheel({}), sdist]), []],
  ['no source distribution', made([wheel({})]), ['PACKAGE_MISSING']],
  ['no wheel', made([sdist]), ['PACKAGE_MISSING']],
  [
    'two tags in one',
    made([wheel({ tag: 'py2.py3-none-any', says: 'Tag: py3-none-any\nTag: py2-none-any' }), sdist]),
    [],
  ],
  ['a renamed wheel', made([wheel({ tag: linux, says: 'Tag: py3-none-any' }), sdist]), ['WHEEL_TAG']],
  ['a compiled file for any platform', made([wheel({ files: { 'tug_boat/_x.so': 'x' } }), sdist]), ['WHEEL_TAG']],
  ['a compiled wheel', made([wheel({ tag: linux, files: { 'tug_boat/_x.abi3.so': 'x' } }), sdist], 'maturin'), []],
  ['a program', made([wheel({ tag: linux, files: { 'tug_boat-1.0.0.data/scripts/tug': 'x' } }), sdist], 'maturin'), []],
  ['a wheel without its module', made([wheel({ tag: linux }), sdist], 'maturin'), ['WHEEL_NOT_COMPILED']],
  ['another version', made([wheel({ version: '0.9' }), sdist]), ['PACKAGE_OTHER']],
  [
    'a file that was changed',
    made([wheel({ then: (files) => ({ ...files, 'tug_boat/__init__.py': 'b' }) }), sdist]),
    ['WHEEL_RECORD'],
  ],
  [
    'a file that was added',
    made([wheel({ then: (files) => ({ ...files, 'tug_boat/b.py': 'b' }) }), sdist]),
    ['WHEEL_RECORD'],
  ],
  [
    'a file that is gone',
    made([wheel({ then: (files) => without(files, 'tug_boat/__init__.py') }), sdist]),
    ['WHEEL_RECORD'],
  ],
  ['tests that are installed', made([wheel({ files: { 'tests/test_a.py': 'x' } }), sdist]), ['WHEEL_TOP_LEVEL']],
  ['no PKG-INFO', made([wheel({}), archive('tug_boat-1.0.0.tar.gz', { 'a/b': '' })]), ['PACKAGE_OTHER']],
  ['no WHEEL', made([wheel({ then: (files) => without(files, `${info}/WHEEL`) }), sdist]), ['PACKAGE_OTHER']],
])('%s', (_, all, codes) => expect(inspectDistributions(all).map(({ code }) => code)).toEqual(codes));

it('reads names with commas and quotes in RECORD', () => {
  const path = 'tug_boat/a,"b".txt';
  const odd = wheel({
    then: (files) => ({
      ...files,
      [path]: 'x',
      [`${info}/RECORD`]: `${files[`${info}/RECORD`] ?? ''}"tug_boat/a,""b"".txt",${digest('x')},1\n`,
    }),
  });
  expect(inspectDistributions(made([odd, sdist]))).toEqual([]);
});
