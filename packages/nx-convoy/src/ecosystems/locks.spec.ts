import type { Change } from '../model/edit.ts';
import { ok } from '../model/problem.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { editedTexts } from '../text/splice/edited.ts';
import { lockEdits } from './locks.ts';

/** What locks become when some texts of manifests are replaced and units move. */
function lock(
  files: Readonly<Record<string, string>>,
  texts: readonly (readonly [file: string, before: string, after: string])[],
  changes: readonly Change[],
): Readonly<Record<string, string>> {
  const repo: Snapshot = {
    files: Object.keys(files),
    text: (path) => (files[path] === undefined ? undefined : ok(files[path])),
  };
  const edits = texts.map(([file, before, after]) => {
    const start = files[file]?.indexOf(before) ?? -1;
    return { file, start, end: start + before.length, before, after, why: 'a row' };
  });
  const found = lockEdits(repo, edits, changes);
  const result = found.ok ? editedTexts(repo, found.value) : found;
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return Object.fromEntries(result.value);
}

const change = (ecosystem: string, name: string, root: string, from: string, to: string): Change => ({
  ecosystem,
  name,
  root,
  manifest: `${root === '.' ? '' : `${root}/`}${{ cargo: 'Cargo.toml', python: 'pyproject.toml', npm: 'package.json' }[ecosystem] ?? 'Chart.yaml'}`,
  from,
  to,
});

const pdm = `[project]
name = "a"
version = "1.0.0"
requires-python = ">=3.11"
dependencies = ["b>=1.0", "requests; python_version < \\"3.12\\""]
[project.optional-dependencies]
x = ["b[ü]==1.0.0"]
[dependency-groups]
Dev_Group = ["b~=1.0", { include-group = "x" }]
[tool.pdm.dev-dependencies]
dev-group = ["-e file:///\${PROJECT_ROOT}/b"]
[tool.pdm.resolution]
allow-prereleases = true
`;
const poetry = `[tool.poetry]
name = "a"
version = "1.0.0"
[tool.poetry.dependencies]
python = "^3.11"
b = { version = "^1.0", optional = true }
[tool.poetry.extras]
x = ["b"]
[tool.poetry.group.dev.dependencies]
"c é" = "*"
`;

describe('hashes that poetry and pdm themselves give for these manifests', () => {
  it('of pdm', () => {
    const before = 'c69d6203d8fdf92075a1d8e6f5e1cd14b2cbd95fc28d66e9db771380ffe4917b';
    const after = '578650a9e35c9dabaed9302e5ccd8f17265e041825986a80d91f8c6b69790296';
    const text = `[metadata]\r\ncontent_hash = "sha256:${before}"\r\n\r\n[[package]]\r\nname = "b"\r\nversion = "1.0.0"\r\npath = "./b"\r\n`;
    const told = lock(
      { 'pyproject.toml': pdm, 'pdm.lock': text, 'b/pyproject.toml': '' },
      [
        ['pyproject.toml', 'b>=1.0', 'b>=1.1'],
        ['pyproject.toml', '==1.0.0', '==1.1.0'],
        ['pyproject.toml', '~=1.0', '~=1.1'],
      ],
      [change('python', 'B', 'b', '1.0.0', '1.1.0')],
    );
    expect(told).toEqual({ 'pdm.lock': text.replace(before, after).replace('1.0.0', '1.1.0') });
  });

  const before = 'fc83f199b1f9eae81112dee580e64f9382c984056e6ad55c347f9b08a84c0cab';
  const poetryLock = (hash: string): string =>
    `[[package]]\nname = "b"\nversion = "1.0.0"\nfiles = []\n\n[package.dependencies]\nd = {version = "^1.0", extras = ["x"]}\nother = "^1.0"\n\n[package.source]\ntype = "directory"\nurl = "../b"\n\n[[package]]\nname = "d"\nversion = "1.0.0"\n\n[metadata]\ncontent-hash = "${hash}"\n`;
  const files = { 'a/pyproject.toml': poetry, 'b/pyproject.toml': 'd = "^1.0"\nother = "^1.0"' };
  const edits = [
    ['a/pyproject.toml', '^1.0', '^1.1'],
    ['b/pyproject.toml', '^1.0', '^2.0'],
  ] as const;
  const changes = [change('python', 'b', 'b', '1.0.0', '1.1.0'), change('python', 'd', 'd', '1.0.0', '2.0.0')];

  it('of poetry, with what local packages require', () => {
    const after = '3c542b7e624dc526c9a59ca1a8f9fe6d1f97fb6c86a898af888537b6c369adb2';
    const told = lock({ ...files, 'a/poetry.lock': poetryLock(before) }, edits, changes);
    expect(told).toEqual({
      'a/poetry.lock': poetryLock(after)
        .replace('name = "b"\nversion = "1.0.0"', 'name = "b"\nversion = "1.1.0"')
        .replace('d = {version = "^1.0"', 'd = {version = "^2.0"'),
    });
  });

  it('but leaves a hash that was stale before', () =>
    expect(lock({ ...files, 'a/poetry.lock': poetryLock('0'.repeat(64)) }, edits, changes)['a/poetry.lock']).toContain(
      '0'.repeat(64),
    ));
});

const crate = (name: string, version: string, more = ''): string =>
  `[[package]]\nname = "${name}"\nversion = "${version}"\n${more}`;
const registry = 'source = "registry+https://github.com/rust-lang/crates.io-index"\n';

describe('Cargo.lock', () => {
  const manifests = {
    'Cargo.toml': '[workspace]\nmembers = ["a", "b"]',
    'a/Cargo.toml': '[package]\nname = "a"\n[dependencies]\nb.path = "../b"',
    'b/Cargo.toml': '[package]\nname = "b"',
  };
  const moves = [change('cargo', 'b', 'b', '0.1.0', '0.2.0')];
  it.each([
    [
      'names of old locks, in full',
      `${crate('a', '1.0.0', 'dependencies = [\n "b 0.1.0",\n "b-c 0.1.0",\n]\n')}\n${crate('b', '0.1.0')}`,
      `${crate('a', '1.0.0', 'dependencies = [\n "b 0.2.0",\n "b-c 0.1.0",\n]\n')}\n${crate('b', '0.2.0')}`,
    ],
    ['CRLF', crate('b', '0.1.0').replaceAll('\n', '\r\n'), crate('b', '0.2.0').replaceAll('\n', '\r\n')],
    [
      'patches that nothing uses',
      `[[patch.unused]]\nname = "b"\nversion = "0.1.0"\n`,
      `[[patch.unused]]\nname = "b"\nversion = "0.2.0"\n`,
    ],
  ])('follows: %s', (_, text, after) =>
    expect(lock({ ...manifests, 'Cargo.lock': text }, [], moves)).toEqual({ 'Cargo.lock': after }),
  );

  it.each([
    ['of a registry', 'Cargo.lock', crate('b', '0.1.0', registry)],
    ['of a workspace that has a b of its own', 'x/Cargo.lock', crate('b', '0.1.0')],
    ['that stands at that version', 'Cargo.lock', crate('b', '0.2.0')],
  ])('leaves a package %s', (_, file, text) =>
    expect(
      lock({ ...manifests, 'x/Cargo.toml': '[package]\nname = "b"\n[workspace]', [file]: text }, [], moves),
    ).toEqual({}),
  );
});

it('uv.lock: takes a package for local by its folder, also where another one of its name is locked', () => {
  const text =
    'version = 1\n\n[[package]]\nname = "a"\nversion = "1.0.0"\nsource = { virtual = "." }\ndependencies = [\n    { name = "b", version = "1.0.0", source = { editable = "libs/b" }, marker = "x" },\n    { name = "b", version = "1.0.0", source = { registry = "https://pypi.org/simple" } },\n]\n\n[[package]]\nname = "b"\nversion = "1.0.0"\nsource = { editable = "libs/b" }\n\n[[package]]\nname = "b"\nversion = "1.0.0"\nsource = { registry = "https://pypi.org/simple" }\n';
  const told = lock({ 'sub/uv.lock': text }, [], [change('python', 'B', 'sub/libs/b', '1.0.0', '2.0.0')]);
  expect(told['sub/uv.lock']).toBe(
    text
      .replace(
        '{ name = "b", version = "1.0.0", source = { editable',
        '{ name = "b", version = "2.0.0", source = { editable',
      )
      .replace(
        'name = "b"\nversion = "1.0.0"\nsource = { editable',
        'name = "b"\nversion = "2.0.0"\nsource = { editable',
      ),
  );
});

it('leaves a lock whose manifest keeps its spelling: 1.0 is 1.0.0', () => {
  const text = '[[package]]\nname = "b"\nversion = "1.0"\nsource = { editable = "b" }\n';
  expect(lock({ 'uv.lock': text }, [], [change('python', 'b', 'b', '1.0', '1.0.0')])).toEqual({});
});

describe('the locks of npm, pnpm, Yarn and bun', () => {
  const manifests = {
    'package.json': '{"name":"root","version":"1.0.0","workspaces":["*"]}',
    'a/package.json':
      '{"name":"@x/a","version":"1.0.0","dependencies":{"b":"^1.0.0","lodash":"^1.0.0"},"peerDependencies":{"b":"1.x"}}',
    'b/package.json': '{"name":"b","version":"1.0.0"}',
  };
  const edits = [
    ['a/package.json', '1.0.0', '1.0.1'],
    ['a/package.json', '"b":"^1.0.0', '"b":"^2.0.0'],
    ['a/package.json', '1.x', '2.x'],
    ['b/package.json', '1.0.0', '2.0.0'],
  ] as const;
  const changes = [change('npm', '@x/a', 'a', '1.0.0', '1.0.1'), change('npm', 'b', 'b', '1.0.0', '2.0.0')];
  it.each([
    [
      'bun.lock',
      '{\n  "workspaces": {\n    "": { "name": "root", },\n    "a": { "name": "@x/a", "version": "1.0.0", "dependencies": { "b": "^1.0.0", "lodash": "^1.0.0", }, },\n    "b": { "name": "b", "version": "1.0.0", },\n  },\n  "packages": { "b": ["b@workspace:b"], }\n}',
      '{\n  "workspaces": {\n    "": { "name": "root", },\n    "a": { "name": "@x/a", "version": "1.0.1", "dependencies": { "b": "^2.0.0", "lodash": "^1.0.0", }, },\n    "b": { "name": "b", "version": "2.0.0", },\n  },\n  "packages": { "b": ["b@workspace:b"], }\n}',
    ],
    [
      'pnpm-lock.yaml',
      "lockfileVersion: '9.0'\n\nimporters:\n\n  a:\n    dependencies:\n      b:\n        specifier: ^1.0.0\n        version: link:../b\n      lodash:\n        specifier: ^1.0.0\n        version: 1.0.0\n    peerDependencies: {}\n\npackages:\n\n  b@1.0.0: {}\n",
      "lockfileVersion: '9.0'\n\nimporters:\n\n  a:\n    dependencies:\n      b:\n        specifier: ^2.0.0\n        version: link:../b\n      lodash:\n        specifier: ^1.0.0\n        version: 1.0.0\n    peerDependencies: {}\n\npackages:\n\n  b@1.0.0: {}\n",
    ],
    [
      'pnpm-lock.yaml',
      'lockfileVersion: 5.4\nimporters:\n  a:\n    specifiers:\n      b: ^1.0.0\n      lodash: ^1.0.0\n',
      'lockfileVersion: 5.4\nimporters:\n  a:\n    specifiers:\n      b: ^2.0.0\n      lodash: ^1.0.0\n',
    ],
    [
      'yarn.lock',
      '__metadata:\n  version: 8\n\n"@x/a@workspace:a":\n  version: 0.0.0-use.local\n  resolution: "@x/a@workspace:a"\n  dependencies:\n    b: "npm:^1.0.0"\n    lodash: "npm:^1.0.0"\n  peerDependencies:\n    b: 1.x\n  linkType: soft\n\n"b@npm:^1.0.0, b@workspace:b":\n  version: 0.0.0-use.local\n  resolution: "b@workspace:b"\n',
      '__metadata:\n  version: 8\n\n"@x/a@workspace:a":\n  version: 0.0.0-use.local\n  resolution: "@x/a@workspace:a"\n  dependencies:\n    b: "npm:^2.0.0"\n    lodash: "npm:^1.0.0"\n  peerDependencies:\n    b: 2.x\n  linkType: soft\n\n"b@npm:^2.0.0, b@workspace:b":\n  version: 0.0.0-use.local\n  resolution: "b@workspace:b"\n',
    ],
  ])('%s says what the manifests say', (file, text, after) =>
    expect(lock({ ...manifests, [file]: text }, edits, changes)).toEqual({ [file]: after }),
  );

  it('leaves the lock of Yarn 1, which says nothing of members', () =>
    expect(
      lock({ ...manifests, 'yarn.lock': '# yarn lockfile v1\n\nb@^1.0.0:\n  version "1.0.0"\n' }, edits, changes),
    ).toEqual({}));
  it('leaves a requirement that the lock has from another manifest', () =>
    expect(
      lock(
        {
          ...manifests,
          'package-lock.json':
            '{"packages":{"a":{"dependencies":{"b":"^0.9.0"}},"node_modules/b":{"version":"1.0.0"}}}',
        },
        edits,
        changes,
      ),
    ).toEqual({}));
});
