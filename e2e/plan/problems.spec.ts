import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { write } from '../world/folder.ts';
import { git, history } from './history.ts';
import { planIn } from './in-process.ts';

type Files = Readonly<Record<string, string>>;
interface Row {
  readonly is: string;
  readonly files: Files;
  readonly tags?: string;
  readonly options?: readonly string[];
  /** `severity CODE file:line`, each that is told. */
  readonly told: readonly string[];
  /** What can be pasted. */
  readonly fix: string;
}

const crate = (name: string, needs = '', rest = ''): string =>
  `[package]\nname = "${name}"\nversion = "1.0.0"\n${rest}${needs === '' ? '' : `[dependencies]\n${needs}\n`}`;
const wheel = (name: string, rest = ''): string =>
  `[build-system]\nrequires = []\n[project]\nname = "${name}"\nversion = "1.0.0"\n${rest}`;
const chart = (name: string): string => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`;
const packageJson = (name: string): string => JSON.stringify({ name, version: '1.0.0' });
const twoInAGroup = {
  'nx.json': JSON.stringify({ release: { groups: { all: { projects: ['a', 'b'] } } } }),
  'a/Cargo.toml': crate('a'),
  'b/pyproject.toml': wheel('b'),
};

const devRing = (version: string): Files => ({
  'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
  'a/Cargo.toml': `${crate('a')}[dev-dependencies]\nb = { path = "../b", version = "1.0.0" }\n`.replaceAll(
    '1.0.0',
    version,
  ),
  'b/Cargo.toml': crate('b', 'a = { path = "../a", version = "1.0.0" }').replaceAll('1.0.0', version),
});
const apiDiff = (base: string): string =>
  JSON.stringify({ kind: 'api-diff', unit: 'cargo:a', tool: 't 1', base, requires: 'major', summary: 'A lost b.' });

const rows: readonly Row[] = [
  {
    is: 'a cycle',
    files: {
      'a/Cargo.toml': crate('a', 'b = { path = "../b", version = "1" }'),
      'b/Cargo.toml': crate('b', 'a = { path = "../a", version = "1" }'),
    },
    told: ['error GRAPH_CYCLE a/Cargo.toml:5'],
    fix: 'Move what they share into a unit of its own',
  },
  {
    is: 'a dependency that no registry takes',
    files: {
      'a/Cargo.toml': crate('a', 'b = { path = "../b", version = "1" }'),
      'b/Cargo.toml': crate('b', '', 'publish = false\n'),
    },
    told: ['error PRIVATE_DEPENDENCY a/Cargo.toml:5'],
    fix: 'Publish cargo:b too, or make cargo:a private.',
  },
  {
    is: 'a path without version',
    files: { 'a/Cargo.toml': crate('a', 'b = { path = "../b" }'), 'b/Cargo.toml': crate('b') },
    told: ['error CARGO_PATH_WITHOUT_VERSION a/Cargo.toml:5'],
    fix: 'b = { path = "../b", version = "1.0.0" }',
  },
  {
    is: 'a cycle that a versioned dev-dependency closes',
    files: {
      'a/Cargo.toml': `${crate('a')}[dev-dependencies]\nb = { path = "../b", version = "1.0.0" }\n`,
      'b/Cargo.toml': crate('b', 'a = { path = "../a", version = "1.0.0" }'),
    },
    told: ['error VERSIONED_DEV_CYCLE a/Cargo.toml:5'],
    fix: 'Require it by path alone',
  },
  {
    is: 'the same where what is out already meets it',
    files: devRing('1.0.0'),
    tags: 'tag v1.0.0 \n commit fix: x @ a b',
    told: [],
    fix: '',
  },
  {
    is: 'the same where the next version is none that it admits',
    files: devRing('0.1.0'),
    tags: 'tag v0.1.0 \n commit feat!: x @ a b',
    told: ['error VERSIONED_DEV_CYCLE a/Cargo.toml:5'],
    fix: 'Require it by path alone',
  },
  {
    is: 'the same by path alone, which cargo leaves out',
    files: {
      ...devRing('1.0.0'),
      'a/Cargo.toml': `${crate('a')}[dev-dependencies]\nb = { path = "../b" }\n`,
    },
    told: [],
    fix: '',
  },
  {
    is: 'a wheel with a name of Python',
    files: { 'a/pyproject.toml': wheel('json') },
    told: ['error NAME_REFUSED a/pyproject.toml'],
    fix: 'Rename it',
  },
  {
    is: 'a wheel with a version for one machine',
    files: { 'a/pyproject.toml': wheel('a') },
    options: ['--specifier=1.1.0+local.1'],
    told: ['error VERSION_REFUSED a/pyproject.toml'],
    fix: '--specifier=python:a=1.1.0',
  },
  {
    is: 'a registry that the options describe',
    files: {
      'a/Cargo.toml': crate('a', '', 'publish = ["inner"]\n'),
      'convoy.json': '{ "convoy": { "registries": { "inner": "sparse+https://example.com/" } } }',
    },
    told: [],
    fix: '',
  },
  {
    is: 'evidence that cannot be read',
    files: { 'a/Cargo.toml': crate('a'), '.convoy/evidence/api.json': '{\n "kind": "api-diff",\n "unit": 3\n}' },
    told: [
      'error EVIDENCE_INVALID .convoy/evidence/api.json:3',
      ...Array.from({ length: 4 }, () => 'error EVIDENCE_INVALID .convoy/evidence/api.json:1'),
    ],
    fix: '"requires" (none, patch, minor or major)',
  },
  {
    is: 'evidence of an older release',
    files: { 'a/Cargo.toml': crate('a'), '.convoy/evidence/api.json': apiDiff('0.9.0') },
    tags: 'tag v1.0.0 \n commit fix: x @ a',
    told: ['warning EVIDENCE_STALE .convoy/evidence/api.json:1'],
    fix: 'Record it again, or delete .convoy/evidence/api.json.',
  },
  {
    is: 'a version that is taken',
    files: { 'a/Cargo.toml': crate('a') },
    tags: 'tag v1.0.0 \n on line \n commit fix: x @ a \n tag v1.0.1 \n to main \n commit fix: y @ a',
    told: ['error VERSION_TAKEN'],
    fix: '--specifier=cargo:a=1.0.2',
  },
  {
    is: 'units of one folder that drift apart',
    files: { 'a/Cargo.toml': crate('a'), 'a/pyproject.toml': wheel('a').replace('1.0.0', '1.1.0') },
    told: ['warning VERSION_SKEW a/pyproject.toml:5'],
    fix: 'Give both the same version',
  },
  {
    is: 'a requirement that the repository does not meet, and the plan does not mend',
    files: {
      'a/Cargo.toml': crate('a', 'b = { path = "../b", version = "2" }'),
      'b/Cargo.toml': crate('b'),
    },
    options: ['--projects=a'],
    told: ['warning UPSTREAM_UNRELEASED a/Cargo.toml:5', 'warning REQUIREMENT_SKEW a/Cargo.toml:5'],
    fix: '--projects=a,cargo:b',
  },
  {
    is: 'a chart that goes nowhere',
    files: { 'a/Chart.yaml': chart('a') },
    told: ['warning REGISTRY_MISSING a/Chart.yaml'],
    fix: '"units": { "helm:a": { "registries": ["oci://registry.example.com/charts"] } }',
  },
  {
    is: 'a registry that nobody describes',
    files: { 'a/Cargo.toml': crate('a', '', 'publish = ["inner"]\n') },
    told: ['warning REGISTRY_UNDESCRIBED a/Cargo.toml'],
    fix: '[registries.inner]',
  },
  {
    is: 'a registry that the settings describe',
    files: {
      'a/Cargo.toml': crate('a', '', 'publish = ["inner", "crates-io"]\n'),
      '.cargo/config.toml': '[registries.inner]\nindex = "sparse+https://example.com/"\n',
    },
    told: [],
    fix: '',
  },
  {
    is: 'a crate with a name of Rust',
    files: { 'a/Cargo.toml': crate('std') },
    told: ['error NAME_REFUSED a/Cargo.toml'],
    fix: '"units": { "cargo:std": { "private": true } }',
  },
  {
    is: 'a crate with a name of Windows',
    files: { 'a/Cargo.toml': crate('nul') },
    told: ['error NAME_REFUSED a/Cargo.toml'],
    fix: 'Rename it in a/Cargo.toml',
  },
  {
    is: 'a crate that begins with a digit',
    files: { 'a/Cargo.toml': crate('3d') },
    told: ['error NAME_REFUSED a/Cargo.toml'],
    fix: 'Rename it',
  },
  {
    is: 'a wheel that ends with a dash',
    files: { 'a/pyproject.toml': wheel('a-') },
    told: ['error NAME_REFUSED a/pyproject.toml'],
    fix: 'Rename it',
  },
  {
    is: 'a package with a large letter',
    files: { 'package.json': packageJson('Large') },
    told: ['error NAME_REFUSED package.json'],
    fix: 'Rename it',
  },
  {
    is: 'a package that was published when large letters were allowed',
    files: { 'package.json': packageJson('Large') },
    tags: 'tag v1.0.0 \n commit fix: x @ src/x.js',
    told: [],
    fix: '',
  },
  {
    is: 'a chart with a large letter',
    files: { 'a/Chart.yaml': chart('Large') },
    told: ['error NAME_REFUSED a/Chart.yaml', 'warning REGISTRY_MISSING a/Chart.yaml'],
    fix: 'Rename it',
  },
  {
    is: 'a word that Python does not have',
    files: { 'a/pyproject.toml': wheel('a') },
    options: ['--preid=next'],
    told: ['error VERSION_NOT_SPELLABLE a/pyproject.toml'],
    fix: '1.2.0-rc.1',
  },
  {
    is: 'a group that cannot share a spelling',
    files: twoInAGroup,
    options: ['--preid=next'],
    told: ['error GROUP_SPELLING b/pyproject.toml'],
    fix: '--preid=rc',
  },
  { is: 'a group that can', files: twoInAGroup, options: ['--preid=rc'], told: [], fix: '' },
  {
    is: 'a unit whose tags are not found among those of others',
    files: { 'a/Cargo.toml': crate('a'), 'b/Cargo.toml': crate('b') },
    tags: 'tag a-v1.0.0 \n commit fix: x @ a',
    told: ['warning NO_TAG'],
    fix: '"units": { "cargo:b": { "tag": "…{version}" } }',
  },
  {
    is: 'the same, said to be a first release',
    files: { 'a/Cargo.toml': crate('a'), 'b/Cargo.toml': crate('b') },
    tags: 'tag a-v1.0.0 \n commit fix: x @ a',
    options: ['--first-release'],
    told: [],
    fix: '',
  },
];

it.each(rows.map((row) => [row.is, row] as const))('%s', async (_, { files, tags = '', options, told, fix }) => {
  const [first = '', ...rest] = Object.keys(files);
  const writing = [first, ...rest].map((path) => `write ${path} ${(files[path] ?? '').replaceAll('\n', '\\n')}`);
  const folder = history(`${writing.join('\n')} \n commit feat: begin \n ${tags}`);
  const { problems } = await planIn(folder, options);
  const lines = problems.map(({ severity, code, file, line }) =>
    [severity, code, ...(file === undefined ? [] : [[file, line].filter((part) => part !== undefined).join(':')])].join(
      ' ',
    ),
  );
  expect(lines).toEqual(told);
  expect(problems[0]?.fix ?? '').toContain(fix);
});

it('a dirty tree has no id, and says what differs', async () => {
  const folder = history('crate a 1.0.0 \n commit feat: begin');
  write(folder, { 'a/new.rs': '' });
  const { id, problems } = await planIn(folder);
  expect(id).toBeNull();
  expect(problems).toMatchObject([
    { code: 'DIRTY_TREE', severity: 'warning', what: expect.stringContaining('a/new.rs') },
  ]);
});

it.each<[string, string, readonly string[]]>([
  ['a branch without upstream', '', ['NO_UPSTREAM']],
  ['a branch with one', 'clone', []],
  ['no branch at all', 'git checkout --quiet --detach', []],
])('%s', async (_, more, codes) => {
  const { checks } = await planIn(history(`crate a 1.0.0 \n commit feat: begin \n ${more}`));
  expect((checks?.clone ?? []).map(({ code }) => code)).toEqual(codes);
});

it('the fix for a missing upstream names the branch', async () => {
  const { checks } = await planIn(history('crate a 1.0.0 \n commit feat: begin \n on release/1.x'));
  expect(checks?.clone?.[0]?.fix).toBe('git push --set-upstream origin release/1.x');
});

it('what an edit of the plan mends is not told', async () => {
  const folder = history('crate a 1.0.0 \n crate b 1.0.0 \n commit feat: begin \n tag a-v1.0.0 b-v1.0.0');
  write(folder, {
    'b/Cargo.toml': `${readFileSync(join(folder, 'b/Cargo.toml'), 'utf8')}[dependencies]\na = { path = "../a", version = "2" }\n`,
  });
  git(folder, ['commit', '--quiet', '--all', '--message=feat!: ask for the next a']);
  const before = await planIn(folder);
  expect(before.problems.map(({ code }) => code)).toEqual(['REQUIREMENT_SKEW']);
  const after = await planIn(folder, ['--specifier=a=3.0.0']);
  expect(after.problems).toEqual([]);
});

it('docs/plan.md tells of every problem', () => {
  const page = readFileSync(join(root, 'docs/plan.md'), 'utf8');
  const codes = new Set(rows.flatMap(({ told }) => told.map((line) => line.split(' ')[1] ?? '')));
  for (const code of [...codes, 'DIRTY_TREE', 'NO_UPSTREAM', 'SHALLOW_CLONE', 'SPARSE_CHECKOUT'])
    expect(page).toContain(code);
});

it('evidence moves a version further than its commits, and says so', async () => {
  const folder = history(
    `crate a 1.0.0 \n commit feat: begin \n tag v1.0.0 \n write .convoy/evidence/api.json ${apiDiff('1.0.0')} \n commit fix: x @ a`,
  );
  const { units, problems } = await planIn(folder);
  expect(problems).toEqual([]);
  expect(units).toMatchObject([{ version: { from: '1.0.0', to: '2.0.0', bump: 'major' } }]);
  expect(units[0]?.because[0]).toEqual({
    evidence: '.convoy/evidence/api.json',
    text: 'A lost b. (t 1, against 1.0.0)',
  });
});

it('gates and assets of this release are in the plan, and the id stands for them', async () => {
  const settings = (says: string): string =>
    JSON.stringify({
      convoy: {
        gates: {
          bench: { says, bumps: ['minor'], evidence: ['bench'] },
          audit: { says: 'is safe', types: ['security'] },
        },
        assets: { 'cargo:a': [{ name: '{name}-{tag}-{os}.zip', files: ['dist/a'] }] },
      },
    });
  const script = (says: string): string =>
    `crate a 1.0.0 \n write convoy.json ${settings(says)} \n commit feat: begin \n tag v1.0.0 \n commit feat: x @ a`;
  const folder = history(script('is quick'));
  const { gates, assets, id } = await planIn(folder);
  expect(gates).toEqual([{ name: 'bench', says: 'is quick', units: ['cargo:a'], evidence: ['bench'] }]);
  expect(assets).toEqual([{ unit: 'cargo:a', name: 'a-v1.1.0-{os}.zip', files: ['dist/a'] }]);
  expect((await planIn(folder, ['--type=security', '--specifier=patch'])).gates.map(({ name }) => name)).toEqual([
    'audit',
  ]);
  expect((await planIn(history(script('is very quick')))).id).not.toBe(id);
});
