import { repoOf } from '../../../../tools/facts/snapshot.ts';
import { restOfFile } from '../model/shared.ts';
import type { Found } from '../model/unit.ts';
import { sharing as cargo } from './cargo/sharing.ts';
import { sharing as npm } from './npm/sharing.ts';
import { sharing as python } from './python/sharing.ts';

const lines = (...list: readonly string[]): string => `${list.join('\n')}\n`;

const cargoLock = (version: string, more = ''): string =>
  lines(
    'version = 4',
    '',
    '[[package]]',
    'name = "a"',
    `version = "1.0.0"`,
    'dependencies = [',
    ' "serde",',
    ']',
    '',
    '[[package]]',
    'name = "serde"',
    `version = "${version}"`,
    'source = "registry+x"',
    more,
  );

const uvLock = (version: string): string =>
  lines(
    '[[package]]',
    'name = "a"',
    'version = "1.0.0"',
    'source = { editable = "a" }',
    'dependencies = [',
    '    { name = "httpx" },',
    ']',
    '',
    '[package.dev-dependencies]',
    'dev = [{ name = "pytest" }]',
    '',
    '[[package]]',
    'name = "httpx"',
    `version = "${version}"`,
    'source = { registry = "x" }',
  );

const yarn1 = (version: string): string =>
  lines(
    '# yarn lockfile v1',
    '',
    '"@x/y@^1.0.0", "@x/y@^1.1.0":',
    `  version "${version}"`,
    '  dependencies:',
    '    z "^1"',
  );
const yarn4 = (version: string): string =>
  lines(
    '__metadata:',
    '  version: 8',
    '',
    '"@x/y@npm:^1.0.0":',
    `  version: ${version}`,
    '  resolution: "@x/y@npm:1.0.0"',
    '',
    '"a@workspace:a":',
    '  version: 0.0.0-use.local',
  );
const pnpm = (key: string): string =>
  lines(
    'importers:',
    '  packages/a:',
    '    dependencies:',
    '      y: 1',
    '',
    'packages:',
    '',
    `  ${key}:`,
    '    resolution: {}',
  );
const npmLock = (version: string): string =>
  JSON.stringify({
    packages: {
      '': {},
      a: { version },
      'node_modules/y': { version },
      'node_modules/a': { link: true },
      'node_modules/z/node_modules/@x/y': { version: '1.0.0' },
    },
  });
const bun = (version: string): string =>
  `{ "lockfileVersion": 1, "packages": { "a": ["a@workspace:a"], "y": ["y@${version}", "", {}, "sha"], } }`;

it.each<[string, typeof cargo, string, string, string, readonly string[]]>([
  [
    'a range of the workspace',
    cargo,
    'Cargo.toml',
    '[workspace.dependencies]\nserde = "1"\nlog = "1"\n',
    '[workspace.dependencies]\nserde = { version = "2" }\nlog = { version = "1" }\n',
    ['dependencies.serde'],
  ],
  [
    'the version of a sibling, and the shared one',
    cargo,
    'Cargo.toml',
    '[workspace.package]\nversion = "1.0.0"\n[workspace.dependencies]\nb = { path = "b", version = "1.0" }\n',
    '[workspace.package]\nversion = "1.1.0"\n[workspace.dependencies]\nb = { path = "b", version = "1.1" }\n',
    [],
  ],
  ['what else stands there', cargo, 'Cargo.toml', '[profile.release]\nlto = true\n', '', [restOfFile]],
  ['a comment', cargo, 'Cargo.toml', '[workspace]\n# one\n', '[workspace]\n# two\n', []],
  ['broken on both sides', cargo, 'Cargo.toml', '[', '[[', []],
  ['a pin', cargo, 'Cargo.lock', cargoLock('1.0.0'), cargoLock('1.0.1'), ['serde 1']],
  ['a pin of another line', cargo, 'Cargo.lock', cargoLock('1.0.0'), cargoLock('2.0.0'), ['serde 1', 'serde 2']],
  [
    'the same with other line ends',
    cargo,
    'Cargo.lock',
    cargoLock('1.0.0'),
    cargoLock('1.0.0').replaceAll('\n', '\r\n'),
    [],
  ],
  ['a lock that is new', cargo, 'Cargo.lock', '', cargoLock('1.0.0'), ['serde 1']],
  ['uv', python, 'uv.lock', uvLock('1.0'), uvLock('1.1'), ['httpx']],
  [
    'a constraint of a uv workspace',
    python,
    'pyproject.toml',
    '[tool.uv]\nconstraint-dependencies = ["Httpx>=1", "idna"]\n',
    '[tool.uv]\nconstraint-dependencies = ["Httpx>=2", "idna"]\n',
    ['pin.httpx'],
  ],
  ['settings of a tool', python, 'pyproject.toml', '[tool.ruff]\nx = 1\n', '[tool.ruff]\nx = 2\n', [restOfFile]],
  ['yarn 1', npm, 'yarn.lock', yarn1('1.1.0'), yarn1('1.1.1'), ['@x/y']],
  ['yarn 4', npm, 'yarn.lock', yarn4('1.1.0'), yarn4('1.1.1'), ['@x/y']],
  ['pnpm 6', npm, 'pnpm-lock.yaml', pnpm('/y/1.0.0_z@2'), pnpm('/y/1.0.1_z@2'), ['y']],
  ['pnpm 9', npm, 'pnpm-lock.yaml', pnpm("'@x/y@1.0.0(z@2)'"), pnpm("'@x/y@1.0.1(z@2)'"), ['@x/y']],
  ['the same but for a peer', npm, 'pnpm-lock.yaml', pnpm('y@1.0.0(z@2)'), pnpm('y@1.0.0(z@3)'), []],
  ['npm', npm, 'package-lock.json', npmLock('1.0.0'), npmLock('1.0.1'), ['y']],
  ['bun', npm, 'bun.lock', bun('1.0.0'), bun('1.0.1'), ['y']],
  [
    'a catalog, an override',
    npm,
    'pnpm-workspace.yaml',
    'catalog:\n  y: ^1.0.0\noverrides:\n  "a>@x/y@1": 1.0.0\n',
    'catalog:\n  y: ^1.1.0\noverrides:\n  "a>@x/y@1": 1.0.1\n',
    ['catalog.default.y', 'pin.@x/y'],
  ],
  [
    'a named catalog of bun',
    npm,
    'package.json',
    '{"workspaces":{"packages":["a"],"catalogs":{"old":{"y":"1"}}}}',
    '{"workspaces":{"packages":["a"],"catalogs":{"old":{"y":"2"}}}}',
    ['catalog.old.y'],
  ],
  ['scripts', npm, 'package.json', '{"scripts":{"a":"b"}}', '{}', [restOfFile]],
])('tells what changed: %s', (_, sharing, file, before, after, expected) => {
  expect([...sharing.changed(file, before, after)].sort()).toEqual(expected);
  expect([...sharing.changed(file, after, before)].sort()).toEqual(expected);
  expect(sharing.changed(file, before, before)).toEqual([]);
});

const unit = (manifest: string, name: string, workspace: string, more: Partial<Found> = {}): Found => ({
  key: manifest,
  name,
  root: manifest.slice(0, manifest.lastIndexOf('/')),
  manifest,
  private: false,
  registries: [],
  workspace,
  ...more,
});

const show = (sharing: typeof cargo, files: Readonly<Record<string, string>>, units: readonly Found[]): string[] =>
  sharing
    .takings(repoOf(files), units)
    .map(
      ({ unit: key, file, values, isShipped }) =>
        `${key} ${file} ${[...values].sort().join('+')}${isShipped ? ' shipped' : ''}`,
    )
    .filter((line) => !line.includes('.yarnrc') && !line.includes('pnpm-workspace'));

it.each<[string, typeof cargo, Readonly<Record<string, string>>, readonly Found[], readonly string[]]>([
  [
    'a crate takes what it inherits, a program what it is built with',
    cargo,
    {
      'a/Cargo.toml':
        '[package]\nname = "a"\nedition.workspace = true\n[dependencies]\nserde.workspace = true\nlog = "1"\n[dev-dependencies]\nrand.workspace = true\n',
      'Cargo.lock': cargoLock('1.0.0'),
    },
    [unit('a/Cargo.toml', 'a', 'Cargo.toml', { programs: ['a'] })],
    ['a/Cargo.toml Cargo.toml dependencies.serde+package.edition shipped', 'a/Cargo.toml Cargo.lock serde 1 shipped'],
  ],
  [
    'a library ships no lock, a private tool beside it neither',
    cargo,
    { 'a/Cargo.toml': '[package]\nname = "a"\n', 'Cargo.lock': cargoLock('1.0.0') },
    [
      unit('a/Cargo.toml', 'a', 'Cargo.toml', { private: true, programs: ['a'] }),
      unit('b/Cargo.toml', 'b', 'Cargo.toml'),
    ],
    ['a/Cargo.toml Cargo.lock serde 1'],
  ],
  [
    'a package takes the catalog’s range, and is built with what its siblings need',
    npm,
    {
      'package.json': '{}',
      'yarn.lock': yarn1('1.1.0'),
      'a/package.json': '{"dependencies":{"b":"1","r":"catalog:"},"devDependencies":{"d":"catalog:"}}',
      'b/package.json': '{"dependencies":{"@x/y":"1"}}',
    },
    [unit('a/package.json', 'a', 'package.json'), unit('b/package.json', 'b', 'package.json')],
    [
      'a/package.json package.json catalog.default.r shipped',
      'a/package.json yarn.lock @x/y+b+r+z',
      'a/package.json package.json pin.@x/y+pin.b+pin.r+pin.z',
      'b/package.json yarn.lock @x/y+z',
      'b/package.json package.json pin.@x/y+pin.z',
    ],
  ],
  [
    'where nothing goes to a registry, what is there ships as it was built',
    python,
    { 'uv.lock': uvLock('1.0') },
    [unit('a/pyproject.toml', 'A', 'pyproject.toml', { private: true })],
    ['a/pyproject.toml uv.lock httpx shipped', 'a/pyproject.toml pyproject.toml pin.httpx shipped'],
  ],
])('tells who takes what: %s', (_, sharing, files, units, expected) => {
  expect(show(sharing, files, units)).toEqual(expected);
});

it.each([
  ['Cargo.lock', cargo],
  ['Cargo.toml', cargo],
  ['uv.lock', python],
  ['pyproject.toml', python],
  ['yarn.lock', npm],
  ['pnpm-lock.yaml', npm],
  ['package-lock.json', npm],
  ['bun.lock', npm],
  ['pnpm-workspace.yaml', npm],
  ['package.json', npm],
])('survives a %s that is none', (file, sharing) => {
  for (const text of ['', '\uFEFF', '[[package]]\n', '{"packages":[1]}', 'a: [', '__proto__:\n  x: 1\n', '\u0000'])
    expect(() => [sharing.changed(file, text, 'x'), sharing.changed(file, undefined, text)]).not.toThrow();
});
