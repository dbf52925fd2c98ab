import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { root } from '../../../../../tools/root.ts';
import { troubles } from '../../scaffolding/runbook/troubles.ts';
import { afterwards, scaffolded, type Files } from './imagined.ts';

const source = join(root, 'packages/nx-convoy/src');
const golden = join(source, 'verbs/release-config/__fixtures__/harbor/RELEASE.md');

function filesIn(folder: string): Files {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

const runbookOf = async (files: Files): Promise<string> =>
  afterwards(files, await scaffolded(files))['RELEASE.md'] ?? '';

it('tells the team of the sample workspace all of it', async () => {
  const made = await runbookOf(filesIn(join(root, 'e2e/workspaces/harbor')));
  if (process.env.CONVOY_UPDATE === '1') writeFileSync(golden, made);
  expect(made).toBe(readFileSync(golden, 'utf8'));
});

it('is laid out as formatters lay it out', async () => {
  const made = readFileSync(golden, 'utf8');
  expect(await format(made, { parser: 'markdown', printWidth: 80 })).toBe(made);
});

const crate = {
  'Cargo.toml':
    '[package]\nname = "parser"\nversion = "1.2.0"\nrust-version = "1.80"\nrepository = "https://github.com/acme/parser"\n',
};
const workflow = (job: string): string =>
  `on:\n  push:\n    tags: ["v*"]\n  workflow_dispatch:\njobs:\n  publish:\n    environment: crates\n    steps:\n      - run: ${job}\n`;

it.each<readonly [string, Files, readonly string[], readonly string[]]>([
  [
    'crates alone',
    crate,
    ['`cargo` `>=1.80`', 'nx-convoy plan', '`v{version}` for `cargo:parser`'],
    ['npx', 'PyPI', 'docker login', '### npm'],
  ],
  ['with packages', { ...crate, 'package.json': '{ "private": true }' }, ['npx nx-convoy plan'], []],
  [
    'with a wrapper of Nx',
    { ...crate, 'nx.json': '{ "installation": { "version": "22.0.0" }, "defaultBase": "trunk" }' },
    ['./nx release-plan', 'git switch trunk'],
    ['npx'],
  ],
  [
    'a workflow that publishes',
    { ...crate, '.github/workflows/ship.yml': workflow('npx nx-convoy publish --plan=x') },
    [
      'repository `acme/parser`, workflow `ship.yml` and environment `crates`',
      'started by `push` and `workflow_dispatch`',
      'TRUST_REFUSED',
    ],
    ['nx-convoy package-test\n', 'make the workflow first'],
  ],
  [
    'a workflow that calls a version of its own',
    { ...crate, '.github/workflows/ship.yml': workflow("npx --yes nx-convoy@1.0.0 publish '--yes'") },
    ['workflow `ship.yml` and environment `crates`'],
    ['make the workflow first'],
  ],
  [
    'a workflow that only looks',
    { ...crate, '.github/workflows/ship.yml': workflow('npx nx-convoy publish --dry-run') },
    ['make the workflow first'],
    ['ship.yml'],
  ],
  [
    'gates',
    {
      ...crate,
      'convoy.json':
        '{ "convoy": { "gates": { "load": { "says": "Load tests passed.", "bumps": ["major"], "evidence": ["k6"] } }, "publish": { "requireTest": true } } }',
    },
    ['- [ ] Load tests passed (`load`, for bumps of `major`; shown by `k6`).', 'NOT_TESTED'],
    [],
  ],
  [
    'a registry of their own',
    {
      ...crate,
      'Cargo.toml': `${crate['Cargo.toml']}publish = ["ours-inner"]\n`,
      '.cargo/config.toml': '[registries.ours-inner]\nindex = "sparse+https://crates.example.com/index/"\n',
    },
    [
      '### crates.example.com',
      'CARGO_REGISTRIES_OURS_INNER_TOKEN',
      'cargo yank --version X.Y.Z parser --registry ours-inner',
    ],
    ['crates.io/crates'],
  ],
  [
    'lines',
    { ...crate, 'convoy.json': '{ "convoy": { "branches": { "maintenance": ["keep/{line}"] } } }' },
    ['git switch --create keep/X.Y.x vX.Y.Z'],
    [],
  ],
])('%s', async (_, files, holds, lacks) => {
  const made = await runbookOf(files);
  expect(holds.filter((text) => !made.includes(text))).toEqual([]);
  expect(lacks.filter((text) => made.includes(text))).toEqual([]);
});

it('is the same where a clone has no tags and no remote, once it is settled', async () => {
  const settled = afterwards(crate, await scaffolded(crate));
  const again = await scaffolded(settled, {}, { 'remote get-url': 'https://github.com/somebody/fork\n' });
  expect(afterwards(settled, again)).toEqual(settled);
});

it('leaves what the team wrote, and goes without what they do not want', async () => {
  const before = await runbookOf(crate);
  const own = before
    .replace('<!-- nx-convoy: begin release -->', 'Call Ada first.\n\n<!-- nx-convoy: without hotfix -->\n\n$&')
    .concat('\nSigned: Ada\n');
  const made = await runbookOf({ ...crate, 'RELEASE.md': own });
  expect(made).toContain('Call Ada first.\n');
  expect(made.endsWith('\nSigned: Ada\n')).toBe(true);
  expect(made).not.toContain('## A hotfix');
});

it('speaks of problems that there are', () => {
  const texts = Object.entries(filesIn(source)).flatMap(([file, text]) => (file.endsWith('troubles.ts') ? [] : [text]));
  const isTold = (code: string): boolean => texts.some((text) => text.includes(`'${code}'`));
  expect(troubles.map(({ code }) => code).filter((code) => !isTold(code))).toEqual([]);
});
