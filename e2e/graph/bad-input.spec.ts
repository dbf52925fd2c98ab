import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { convoy, graphOf, packageFolder } from '../world/bin.ts';
import { tempFolder, write } from '../world/folder.ts';

const crate = '[package]\nname = "fine"\nversion = "1.0.0"\n';

/** A repository with one good crate, and something bad beside it. */
const beside = (files: Readonly<Record<string, string>> = {}): string => {
  const folder = write(tempFolder(), { 'fine/Cargo.toml': crate, ...files });
  spawnSync('git', ['init', '-q'], { cwd: folder });
  return folder;
};

const nested = '['.repeat(10_000);

it.each<[string, Record<string, string>, string, string]>([
  ['broken TOML', { 'bad/Cargo.toml': '[package\nname = "bad"' }, 'TOML_INVALID', 'bad/Cargo.toml'],
  ['brackets in TOML', { 'bad/Cargo.toml': `a = ${nested}` }, 'TOML_INVALID', 'bad/Cargo.toml'],
  ['brackets in pyproject.toml', { 'bad/pyproject.toml': `a = ${nested}` }, 'TOML_INVALID', 'bad/pyproject.toml'],
  ['brackets in YAML', { 'bad/Chart.yaml': `name: ${nested}` }, 'YAML_INVALID', 'bad/Chart.yaml'],
  ['brackets in JSON', { 'bad/package.json': nested }, 'JSON_INVALID', 'bad/package.json'],
  ['a broken chart', { 'bad/Chart.yaml': 'name: "bad\nversion: 1' }, 'YAML_INVALID', 'bad/Chart.yaml'],
  ['a broken package', { 'bad/package.json': '{"name": "bad",}' }, 'JSON_INVALID', 'bad/package.json'],
  ['a binary file', { 'bad/Cargo.toml': '\u0000\u0001\u0002' }, 'FILE_UNREADABLE', 'bad/Cargo.toml'],
  ['a large file', { 'bad/Cargo.toml': `# ${'x'.repeat(50 * 1024 * 1024)}` }, 'FILE_UNREADABLE', 'bad/Cargo.toml'],
  [
    'a path that leaves the workspace',
    { 'bad/Cargo.toml': `${crate.replace('fine', 'bad')}[dependencies]\nup = { path = "../../outside" }` },
    'PATH_OUTSIDE',
    'bad/Cargo.toml',
  ],
  [
    'an absolute path',
    { 'bad/Cargo.toml': `${crate.replace('fine', 'bad')}[dependencies]\netc = { path = "/etc" }` },
    'PATH_OUTSIDE',
    'bad/Cargo.toml',
  ],
])('%s is a problem with place and fix, and hides nothing', (_, files, code, file) => {
  const { units, problems } = graphOf(beside(files));
  expect(units.map(({ id }) => id)).toContain('cargo:fine');
  expect(problems).toContainEqual(
    expect.objectContaining({ code, file, what: expect.any(String), fix: expect.any(String) }),
  );
});

it('exits 1 where a manifest cannot be read, and still shows the rest', () => {
  const { code, stdout, stderr } = convoy(beside({ 'bad/Cargo.toml': '[' }), ['graph']);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toContain('cargo:fine');
  expect(stdout).toContain('TOML_INVALID  bad/Cargo.toml:1');
});

it('tells a file that is not written in UTF-8', () => {
  const folder = beside({ 'bad/x': '' });
  writeFileSync(join(folder, 'bad/Cargo.toml'), Buffer.from([0x6e, 0xe4, 0x0a]));
  expect(graphOf(folder).problems).toEqual([
    expect.objectContaining({ code: 'FILE_UNREADABLE', file: 'bad/Cargo.toml' }),
  ]);
});

it('follows links inside the workspace, and no others', () => {
  const folder = beside({ 'real/Cargo.toml': crate.replace('fine', 'linked'), 'a/x': '', 'b/x': '', 'c/x': '' });
  symlinkSync('../real/Cargo.toml', join(folder, 'a/Cargo.toml'));
  symlinkSync('/etc/hostname', join(folder, 'b/Cargo.toml'));
  symlinkSync('Cargo.toml', join(folder, 'c/Cargo.toml'));
  symlinkSync('..', join(folder, 'c/loop'));
  const { units, problems } = graphOf(folder);
  expect(units.map(({ id }) => id)).toEqual(['cargo:fine', 'cargo:linked#a', 'cargo:linked#real']);
  expect(problems.map(({ code, file, what }) => [code, file, what.split(': ')[1]])).toEqual([
    ['FILE_UNREADABLE', 'b/Cargo.toml', 'it is a link that leaves the workspace.'],
    ['FILE_UNREADABLE', 'c/Cargo.toml', 'it is a link that leads to itself.'],
  ]);
});

it('does not hang on a pipe, nor on a folder called Cargo.toml', () => {
  const folder = beside({ 'folder/Cargo.toml/x': '', 'pipe/x': '' });
  spawnSync('mkfifo', [join(folder, 'pipe/Cargo.toml')]);
  expect(graphOf(folder).units.map(({ id }) => id)).toEqual(['cargo:fine']);
});

it('tells a file that this user may not read', () => {
  const folder = beside({ 'bad/Cargo.toml': crate });
  chmodSync(join(folder, 'bad/Cargo.toml'), 0);
  chmodSync(folder, 0o755);
  // Root may read all, so another user asks, with a copy of the bin that it may read.
  const house = tempFolder();
  cpSync(join(packageFolder, 'dist'), join(house, 'dist'), { recursive: true });
  cpSync(join(packageFolder, 'package.json'), join(house, 'package.json'));
  chmodSync(house, 0o755);
  const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534, env: { ...process.env, HOME: folder } } : {};
  const { stdout } = convoy(folder, ['graph', '--format=json'], { ...asNobody, house });
  expect((JSON.parse(stdout) as ReturnType<typeof graphOf>).problems).toContainEqual(
    expect.objectContaining({ code: 'FILE_UNREADABLE', file: 'bad/Cargo.toml' }),
  );
});

it.each([
  [['graph', '--format=xml'], '--format'],
  [['graph', '--no-such'], '--no-such'],
  [['graph', '--units=nobody'], 'No unit is called "nobody"'],
  [['sail'], 'There is no verb "sail"'],
])('%j is told with a way out', (args, words) => {
  const { code, stdout, stderr } = convoy(beside(), args);
  expect(code).toBe(1);
  expect(stdout + stderr).toContain(words);
});

it('reads a folder that is no git checkout as well', () => {
  const folder = write(tempFolder(), {
    'a/Cargo.toml': crate,
    '.gitignore': 'b\n',
    'b/Cargo.toml': crate,
    'node_modules/x/Cargo.toml': crate,
  });
  expect(graphOf(folder).units.map(({ manifest }) => manifest)).toEqual(['a/Cargo.toml']);
});

it('leaves out what .nxignore names, tracked or not', () => {
  const folder = beside({
    '.nxignore': 'attic\n',
    'attic/Cargo.toml': crate,
    'kept/Cargo.toml': crate.replace('fine', 'kept'),
  });
  spawnSync('git', ['add', '.'], { cwd: folder });
  write(folder, { 'attic/later/Cargo.toml': crate });
  expect(graphOf(folder).units.map(({ id }) => id)).toEqual(['cargo:fine', 'cargo:kept']);
});

it('answers from any folder of the repository, and says so where nothing ships', () => {
  const folder = beside({ 'docs/x.md': '' });
  expect(graphOf(join(folder, 'docs')).units).toHaveLength(1);
  expect(convoy(tempFolder(), ['graph'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Nothing here ships'),
  });
});
