import { builtinModules } from 'node:module';
import { repoOf } from '../../../../tools/facts/snapshot.ts';
import type { Ecosystem } from '../model/ecosystem.ts';
import { ecosystems } from './index.ts';

const ecosystemOf = (id: string): Ecosystem => {
  const found = ecosystems.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

/** What is said against a name at a place; empty where it is taken. */
function refusal(id: string, name: string, word = ''): string {
  const ecosystem = ecosystemOf(id);
  const { registry } = ecosystem;
  const located = word === '' ? undefined : ecosystem.locate?.(word, { name, root: '.' }, repoOf({}));
  const own = (registry?.names ?? []).find(({ holds }) => !holds.test(name));
  if (own !== undefined || located?.ok !== true) return own?.says ?? '';
  const there = located.value;
  return registry?.namesAt?.(there.registry).find(({ holds }) => !holds.test(there.name))?.says ?? '';
}

const names: readonly (readonly [string, string, RegExp | '', string?])[] = [
  ['cargo', 'tug', ''],
  ['cargo', 'async', ''],
  ['cargo', 'Tug_2-x', ''],
  ['cargo', 'a'.repeat(64), ''],
  ['cargo', 'a'.repeat(65), /64 letters/],
  ['cargo', '_tug', /begins with a letter/],
  ['cargo', '3d', /begins with a letter/],
  ['cargo', 'tüg', /letters, digits/],
  ['cargo', 'std', /kept for Rust/],
  ['cargo', 'Proc-Macro', /kept for Rust/],
  ['cargo', 'rustc-resolve', /kept for Rust/],
  ['cargo', 'COM1', /Windows/],
  ['cargo', 'com10', ''],

  ['python', 'tug', ''],
  ['python', 'Tug.Py_2', ''],
  ['python', 'x', ''],
  ['python', '-tug', /begins and ends/],
  ['python', 'tug.', /begins and ends/],
  ['python', 'tug tug', /has letters/],
  ['python', 'requirements.txt', /file of requirements/],
  ['python', 'rrequirements-txt', /file of requirements/],
  ['python', 'JSON', /standard library/],
  ['python', 'xml.dom', /standard library/],
  ['python', 'Async-IO', ''],
  ['python', 'asyncio', /standard library/],
  ['python', '__future__', /begins and ends/],
  ['python', 'future', /standard library/],
  ['python', 'tomllib', /standard library/],
  ['python', 'tomli', ''],

  ['npm', 'tug', ''],
  ['npm', '@acme/tug', ''],
  ['npm', '@acme/_tug', ''],
  ['npm', '@acme/http', ''],
  ['npm', 'tug.js', ''],
  ['npm', 'a'.repeat(214), ''],
  ['npm', 'a'.repeat(215), /214/],
  ['npm', '.tug', /begins with neither/],
  ['npm', '_tug', /begins with neither/],
  ['npm', '-tug', /begins with neither/],
  ['npm', '@acme/.tug', /begins with neither/],
  ['npm', 'Tug', /large letters/],
  ['npm', '@Acme/tug', /large letters/],
  ['npm', 'tug~2', /none of/],
  ['npm', "tug('x')", /none of/],
  ['npm', 'tug:2', /no escape/],
  ['npm', 'tüg', /no escape/],
  ['npm', 'a/b', /one word/],
  ['npm', 'tug tug', /one word/],
  ['npm', 'http', /module of Node/],
  ['npm', 'node_modules', /kept for npm/],
  ['npm', 'favicon.ico', /kept for npm/],

  ['docker', 'acme/tug', ''],
  ['docker', 'acme/tug-2__x.y', ''],
  ['docker', 'acme/tug___x', /joined by/],
  ['docker', 'acme/tug..x', /joined by/],
  ['docker', 'Acme/tug', /lower-case/],
  ['docker', '/tug', /lower-case/],
  ['docker', 'a'.repeat(256), /255/],
  ['docker', 'abcdef0123456789'.repeat(4), /id of an image/],
  ['docker', 'acme/tug', '', 'docker.io'],
  ['docker', 'acme/tug/api', /an account/, 'docker.io'],
  ['docker', 'acme/tug/api', '', 'ghcr.io'],
  ['docker', 'acme/x', /2 letters/, 'docker.io'],
  ['docker', 'tug', '', 'docker.io/acme'],

  ['helm', 'tug', ''],
  ['helm', 'tug-2.x', ''],
  ['helm', 'Tug', /lower-case/],
  ['helm', '-tug', /lower-case/],
  ['helm', 'a'.repeat(251), /250/],
  ['helm', 'tug..x', '', 'https://charts.example.com'],
  ['helm', 'tug..x', /small letters/, 'oci://ghcr.io/acme'],
];

it.each(names.map(([id, name, expected, word = '']) => [id, name, word, expected] as const))(
  '%s and the name %j at %j',
  (id, name, word, expected) => {
    if (expected === '') expect(refusal(id, name, word)).toBe('');
    else expect(refusal(id, name, word)).toMatch(expected);
  },
);

it('keeps the names of modules of the Node that runs this', () => {
  const names = builtinModules.filter((name) => /^[a-z][a-z0-9_]*$/.test(name));
  expect(names.filter((name) => refusal('npm', name) === '')).toEqual([]);
  expect(names.length).toBeGreaterThan(40);
});

it.each<[string, string, boolean]>([
  ['python', '1.0.0', true],
  ['python', '1.0.0rc1', true],
  ['python', '1.0.0+ubuntu.1', false],
  ['docker', '1.0.0_b.1', true],
  ['docker', '1'.repeat(129), false],
  ['docker', '-1', false],
  ['helm', '1.0.0+b.1', true],
])('%s and the version %s', (id, version, isTaken) =>
  expect((ecosystemOf(id).registry?.versions ?? []).every(({ holds }) => holds.test(version))).toBe(isTaken),
);

const crates = 'https://index.crates.io';
it.each<[string, string | undefined, Readonly<Record<string, string>>, string]>([
  ['cargo', undefined, {}, crates],
  ['cargo', 'crates-io', {}, crates],
  [
    'cargo',
    'inner',
    { '.cargo/config.toml': '[registries]\ninner = { index = "sparse+https://a.example.com/x/" }' },
    'https://a.example.com/x',
  ],
  [
    'cargo',
    'inner',
    {
      'a/.cargo/config.toml': '[registries.inner]\nindex = "sparse+https://near.example.com/"',
      '.cargo/config.toml': '[registries.inner]\nindex = "sparse+https://far.example.com/"',
    },
    'https://near.example.com',
  ],
  [
    'cargo',
    'inner',
    { '.cargo/config.toml': '[registries.inner]\nindex = "https://a.example.com/git"' },
    'REGISTRY_UNASKABLE',
  ],
  ['cargo', 'inner', {}, 'REGISTRY_UNDESCRIBED'],
  ['cargo', 'sparse+https://me:secret@a.example.com/', {}, 'https://a.example.com'],
  ['python', undefined, {}, 'https://pypi.org/simple'],
  ['python', 'testpypi', {}, 'https://test.pypi.org/simple'],
  ['python', 'https://upload.pypi.org/legacy/', {}, 'https://pypi.org/simple'],
  [
    'python',
    'inner',
    { 'pyproject.toml': '[[tool.uv.index]]\nname = "inner"\nurl = "https://a.example.com/simple/"' },
    'https://a.example.com/simple',
  ],
  [
    'python',
    'https://a.example.com/up',
    {
      'pyproject.toml':
        '[[tool.uv.index]]\nurl = "https://a.example.com/simple/"\npublish-url = "https://a.example.com/up"',
    },
    'https://a.example.com/simple',
  ],
  [
    'python',
    'inner',
    { 'a/pyproject.toml': '[[tool.poetry.source]]\nname = "inner"\nurl = "https://a.example.com/simple/"' },
    'https://a.example.com/simple',
  ],
  ['python', 'https://a.example.com/simple/', {}, 'https://a.example.com/simple'],
  ['python', 'inner', {}, 'REGISTRY_UNDESCRIBED'],
  ['npm', undefined, {}, 'https://registry.npmjs.org'],
  ['npm', 'https://npm.example.com/', {}, 'https://npm.example.com'],
  [
    'npm',
    undefined,
    { '.npmrc': '; x\nregistry = "https://npm.example.com/"\r\n//npm.example.com/:_authToken=secret\n' },
    'https://npm.example.com',
  ],
  [
    'npm',
    undefined,
    { '.npmrc': 'registry=https://all.example.com\n@acme:registry=https://ours.example.com' },
    'https://ours.example.com',
  ],
  [
    'npm',
    undefined,
    { 'a/.npmrc': 'registry=https://near.example.com', '.npmrc': 'registry=https://far.example.com' },
    'https://near.example.com',
  ],
  [
    'npm',
    undefined,
    { '.yarnrc.yml': 'npmPublishRegistry: https://up.example.com\nnpmRegistryServer: https://down.example.com\n' },
    'https://up.example.com',
  ],
  ['npm', undefined, { '.npmrc': 'registry=${WHERE}' }, 'REGISTRY_UNDESCRIBED'],
  ['docker', 'docker.io', {}, 'https://registry-1.docker.io @acme/tug'],
  ['docker', 'ghcr.io', {}, 'https://ghcr.io @acme/tug'],
  ['docker', 'oci://ghcr.io/deep/down/', {}, 'https://ghcr.io deep/down/@acme/tug'],
  ['docker', 'localhost:5000', {}, 'http://localhost:5000 @acme/tug'],
  ['docker', 'https://127.0.0.1:5000', {}, 'https://127.0.0.1:5000 @acme/tug'],
  ['docker', 'http://me:secret@ghcr.io', {}, 'http://ghcr.io @acme/tug'],
  ['docker', 'ftp://ghcr.io', {}, 'REGISTRY_UNDESCRIBED'],
  ['docker', undefined, {}, 'REGISTRY_UNDESCRIBED'],
  ['helm', 'oci://ghcr.io/acme/charts', {}, 'https://ghcr.io acme/charts/@acme/tug'],
  ['helm', 'https://me:secret@charts.example.com/stable/', {}, 'https://charts.example.com/stable'],
  ['helm', 'ours', {}, 'REGISTRY_UNDESCRIBED'],
])('%s finds %j', (id, word, files, expected) => {
  const located = ecosystemOf(id).locate?.(word, { name: '@acme/tug', root: 'a' }, repoOf(files));
  const shown =
    located?.ok === true ? `${located.value.registry.url} ${located.value.name}` : located?.problems[0]?.code;
  expect(shown).toBe(/^https?:\S+$/.test(expected) ? `${expected} @acme/tug` : expected);
});
