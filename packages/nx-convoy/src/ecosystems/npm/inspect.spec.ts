import type { Opened } from '../../model/packaging.ts';
import { ok } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { inspectPackages } from './inspect.ts';

type Files = Readonly<Record<string, string>>;

const unit: Unit = {
  ...{ id: 'npm:tug', ecosystem: 'npm', project: 'tug', key: 'tug/package.json', name: 'tug', root: 'tug' },
  ...{ manifest: 'tug/package.json', version: '1.0.0', private: false, registries: [] },
};

function tarball(files: Files): Opened {
  const texts = new Map(Object.entries(files).map(([path, text]) => [`package/${path}`, text]));
  return {
    ...{ name: 'tug-1.0.0.tgz', size: 1, sha256: '', sha512: '' },
    entries: [...texts].map(([path, text]) => ({ path, size: text.length, kind: 'file' })),
    bytes(path) {
      const text = texts.get(path);
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
  };
}

/** What is found of a tarball with this manifest and these other files, in a repository of these. */
function found(manifest: object, others: readonly string[] = [], repository: Files = {}): readonly string[] {
  const text = JSON.stringify({ name: 'tug', version: '1.0.0', ...manifest });
  const packed = { 'package.json': text, ...Object.fromEntries(others.map((path) => [path, ''])) };
  const repo = {
    files: Object.keys(repository),
    text(file: string) {
      const there = repository[file];
      return there === undefined ? undefined : ok(there);
    },
  };
  return inspectPackages({ unit, version: '1.0.0', files: [tarball(packed)], repo }).map(
    ({ code, severity, what }) => `${severity} ${code} ${/(?:hold|for|matches|says) (\S+)/.exec(what)?.[1] ?? ''}`,
  );
}

it.each<[string, object, readonly string[], readonly string[]]>([
  ['nothing to say', { main: 'lib', types: 'lib/index.d.ts' }, ['lib/index.js', 'lib/index.d.ts'], []],
  ['main without its ending', { main: './lib/a' }, ['lib/a.js'], []],
  ['main that is not there', { main: 'lib/a.js' }, [], ['error NPM_FILE_MISSING lib/a.js,']],
  ['main that is not there, and an index', { main: 'a.js' }, ['index.js'], ['warning NPM_FILE_MISSING a.js,']],
  ['types without a file of it', { types: 'i.d.ts' }, [], ['warning NPM_FILE_MISSING i.d.ts,']],
  ['a program', { bin: './run.js' }, [], ['error NPM_FILE_MISSING ./run.js,']],
  ['one of several programs', { bin: { a: 'a.js', b: 'b.js' } }, ['a.js'], ['error NPM_FILE_MISSING b.js,']],
  [
    'exports by conditions: those of Node, of others, and of the workspace itself',
    { exports: { '.': { '@acme/source': './src/i.ts', types: './i.d.ts', import: './i.mjs', default: './i.js' } } },
    ['i.js'],
    ['warning NPM_FILE_MISSING ./i.d.ts,', 'error NPM_FILE_MISSING ./i.mjs,'],
  ],
  [
    'exports that are closed, lists and patterns',
    { exports: { './a': null, './b': ['./b.js', './c.js'], './d/*': './d/*.js' } },
    ['b.js', 'd/e.js'],
    [],
  ],
  [
    'a pattern that leads to nothing',
    { exports: { './d/*': './d/*.js' } },
    ['d/e.ts'],
    ['error NPM_FILE_MISSING ./d/*.js,'],
  ],
  [
    'files that are not there',
    { files: ['dist', '*.md', '!x', 'lib/'] },
    ['lib/a.js'],
    ['warning NPM_FILES_EMPTY "dist",', 'warning NPM_FILES_EMPTY "*.md",'],
  ],
  [
    'ranges of a workspace',
    {
      dependencies: { a: 'workspace:^', b: '^1.0.0', c: 'npm:d@1' },
      optionalDependencies: { e: 'file:../e' },
      peerDependencies: { f: 'catalog:', g: 'link:../g' },
      devDependencies: { h: 'workspace:*' },
    },
    [],
    ['error NPM_RANGE_LOCAL a', 'error NPM_RANGE_LOCAL e', 'error NPM_RANGE_LOCAL f', 'error NPM_RANGE_LOCAL g'],
  ],
  [
    'what is bundled comes along',
    { dependencies: { a: 'file:../a' }, bundleDependencies: ['a'] },
    ['node_modules/a/package.json'],
    [],
  ],
  ['another name', { name: 'rug' }, [], ['error PACKAGE_OTHER name']],
  ['another version', { version: '1.0.1' }, [], ['error PACKAGE_OTHER version']],
])('%s', (_, manifest, others, expected) => expect(found(manifest, others)).toEqual(expected));

it.each<[string, string, string, readonly string[]]>([
  ['the version of the member', 'workspace:^', '^2.1.0', []],
  ['exactly', 'workspace:*', '2.1.0', []],
  ['under another name', 'workspace:rope@~', 'npm:rope@~2.1.0', []],
  ['one of an old installation', 'workspace:^', '^2.0.0', ['error NPM_RANGE_OTHER rope']],
  ['a range of its own', 'workspace:^2.0.0', '^2.0.0', []],
])('workspace: is %s', (_, written, packed, expected) => {
  const repository = {
    'tug/package.json': JSON.stringify({ dependencies: { rope: written } }),
    'rope/package.json': '{"name":"rope","version":"2.1.0"}',
  };
  expect(found({ dependencies: { rope: packed } }, [], repository)).toEqual(expected);
});

it('takes one tarball', () => {
  const repo = { files: [], text: () => undefined };
  const files = [tarball({ 'package.json': '{}' }), tarball({})];
  expect(inspectPackages({ unit, version: '1.0.0', files, repo }).map(({ code }) => code)).toEqual(['PACKAGE_OTHER']);
  expect(inspectPackages({ unit, version: '1.0.0', files: [tarball({})], repo })[0]?.what).toMatch(/no package.json/);
});
