import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convoy, type Ran } from '../world/bin.ts';
import { tempFolder, write } from '../world/folder.ts';
import { commit, git, released, stateOf, textOf } from './repository.ts';

const master = tempFolder();
beforeAll(() => released(master));

/** A copy with a configuration of its own. */
function configured(config: object): string {
  const folder = join(tempFolder(), 'work');
  cpSync(master, folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  write(folder, { 'convoy.json': JSON.stringify(config) });
  commit(folder, 'chore: settings');
  return folder;
}

const apply = (folder: string, ...args: readonly string[]): Ran =>
  convoy(folder, ['apply', '--yes', '--no-prove', ...args]);
const node = (code: string): readonly string[] => [process.execPath, '-e', code];
const writes = (file: string, text: string): readonly string[] =>
  node(`require('fs').writeFileSync('${file}', ${text})`);
const hooks = (table: object): object => ({ convoy: { hooks: table } });

it('hooks are told what is released, before a byte is written, before the commit, and after it', () => {
  const told = join(tempFolder(), 'told');
  const tell = node(
    `const { env } = process; const plan = JSON.parse(require('fs').readFileSync(env.CONVOY_PLAN, 'utf8'));
     require('fs').appendFileSync(${JSON.stringify(told)}, [env.CONVOY_HOOK, env.CONVOY_VERSIONS, plan.id === env.CONVOY_PLAN_ID, env.CONVOY_UNITS.split('\\n'), require('fs').readFileSync('b/Cargo.toml', 'utf8').includes("'0.1.1'"), require('child_process').execFileSync('git', ['log', '-1', '--format=%s']).toString().trim()].join(' ') + '\\n')`,
  );
  const folder = configured(hooks({ 'before:apply': [tell], 'before:commit': [tell], 'after:apply': [tell] }));
  const dry = apply(folder, '--dry-run');
  expect(dry.stdout).toMatch(/Runs before anything is written[\s\S]*Runs before the commit/);
  expect(existsSync(told)).toBe(false);
  expect(convoy(folder, ['plan'])).toMatchObject({ code: 0 });
  expect(existsSync(told)).toBe(false);
  expect(apply(folder)).toMatchObject({ code: 0 });
  const versions = '{"cargo:a":"1.1.0","cargo:b":"0.1.1"} true cargo:a,cargo:b';
  expect(readFileSync(told, 'utf8').split('\n')).toEqual([
    `before:apply ${versions} false chore: settings`,
    `before:commit ${versions} true chore: settings`,
    `after:apply ${versions} true chore(release): a 1.1.0, b 0.1.1`,
    '',
  ]);
});

it.each<[string, object, string, RegExp]>([
  [
    'fails before anything is written',
    { 'before:apply': [node('console.error("no tide"); process.exit(3)')] },
    'HOOK_FAILED',
    /ended with 3: no tide/,
  ],
  ['fails before the commit', { 'before:commit': [node('process.exit(1)')] }, 'HOOK_FAILED', /before:commit/],
  ['is not there', { 'before:apply': [['no-such-program']] }, 'HOOK_FAILED', /no-such-program/],
  ['writes what it does not declare', { 'before:commit': [writes('new.txt', '"x"')] }, 'HOOK_WROTE', /new\.txt/],
  [
    'changes what it does not declare, early',
    { 'before:apply': [writes('.gitignore', '""')] },
    'HOOK_WROTE',
    /\.gitignore/,
  ],
  [
    'changes a planned file',
    { 'before:apply': [writes('b/Cargo.toml', '"[package]"')] },
    'FILE_CHANGED',
    /b\/Cargo\.toml/,
  ],
  [
    'writes something, and the next one fails',
    { 'before:apply': [writes('a/new.txt', '"x"'), node('process.exit(1)')] },
    'HOOK_FAILED',
    /ended with 1/,
  ],
])('a hook that %s stops it, and the tree is as it was', (_, table, code, says) => {
  const folder = configured(hooks(table));
  const before = stateOf(folder);
  const ran = apply(folder);
  expect(ran.stdout).toContain(`error ${code}`);
  expect(ran.stdout).toMatch(says);
  expect(ran.code).toBe(1);
  expect(stateOf(folder)).toBe(before);
});

it('what a hook declares is in the commit, is no difference to verify-commit, and goes with --undo', () => {
  const folder = configured(
    hooks({
      'before:apply': [{ run: writes('docs/early.txt', 'String(Date.now())'), writes: ['docs/*.txt'] }],
      'before:commit': [{ run: writes('.gitignore', '"ignored/\\nmore/\\n"'), writes: ['.gitignore'] }],
    }),
  );
  const before = stateOf(folder);
  expect(apply(folder)).toMatchObject({ code: 0 });
  expect(git(folder, 'show', '--format=', '--name-status').split('\n')).toEqual(
    expect.arrayContaining(['M\t.gitignore', 'A\tdocs/early.txt', 'M\ta/Cargo.toml']),
  );
  expect(git(folder, 'status', '--porcelain')).toBe('');
  expect(convoy(folder, ['verify-commit'])).toMatchObject({ code: 0 });
  expect(convoy(folder, ['apply', '--undo'])).toMatchObject({ code: 0 });
  expect(stateOf(folder)).toBe(before);
});

it('a hook that fails after the release is told, and the release stays', () => {
  const folder = configured(hooks({ 'after:apply': [node('process.exit(7)')] }));
  const ran = apply(folder);
  expect(ran.stdout).toMatch(/HOOK_FAILED[\s\S]*ended with 7[\s\S]*is done/);
  expect(ran.code).toBe(1);
  expect(git(folder, 'tag', '--list', 'a-v1.1.0')).toBe('a-v1.1.0\n');
});

it("Nx's preVersionCommand is cut into words, and one that needs a shell is refused", () => {
  const folder = configured({
    release: { version: { preVersionCommand: `"${process.execPath}" -e "require('fs').mkdirSync('ignored')"` } },
  });
  expect(apply(folder)).toMatchObject({ code: 0 });
  expect(existsSync(join(folder, 'ignored'))).toBe(true);
  const other = configured({ release: { version: { preVersionCommand: 'npm run build && touch pwned' } } });
  const ran = apply(other);
  expect(ran.stdout).toMatch(/HOOK_NEEDS_SHELL[\s\S]*\["sh","-c","npm run build && touch pwned"\]/);
  expect(ran.code).toBe(1);
  expect(existsSync(join(other, 'pwned'))).toBe(false);
});

it('--no-commit tells the command that makes the commit, and what it makes is tagged and verified', () => {
  const folder = configured({});
  const ran = apply(folder, '--no-commit');
  const command = /To commit it[^:]*: (.*)/.exec(ran.stdout)?.[1] ?? '';
  write(folder, { 'mine.txt': 'not of the release' });
  for (const part of command.split(' && ')) git(folder, ...part.split(' ').slice(1));
  expect(git(folder, 'status', '--porcelain')).toBe('?? mine.txt\n');
  expect(convoy(folder, ['verify-commit', '--format=json'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('"ok": true'),
  });
  expect(convoy(folder, ['tag'])).toMatchObject({ code: 0 });
  expect(git(folder, 'rev-parse', 'a-v1.1.0^{commit}')).toBe(git(folder, 'rev-parse', 'HEAD'));
});

it('verify-commit leaves out what .nxignore names, and takes drafts and evidence as given', () => {
  const folder = configured({});
  write(folder, {
    '.nxignore': '# not ours\nlegacy/\n',
    'legacy/pyproject.toml':
      '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\nname = "acme-old"\nversion = "7.0.0"\n',
  });
  commit(folder, 'feat: keep the old one');
  expect(apply(folder)).toMatchObject({ code: 0 });
  write(folder, { '.convoy/evidence/bench.json': '{}', 'docs/releases/a-v1.1.0.md': '# Fast\n' });
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--amend', '--no-edit');
  expect(convoy(folder, ['verify-commit'])).toMatchObject({ code: 0 });
  write(folder, { 'docs/other.md': '# Sly\n' });
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--amend', '--no-edit');
  const ran = convoy(folder, ['verify-commit', '--format=json']);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    ok: false,
    problems: [{ code: 'COMMIT_TOUCHED', where: { file: 'docs/other.md' } }],
  });
  expect(ran.code).toBe(1);
  expect(textOf(folder, 'legacy/pyproject.toml')).toContain('7.0.0');
});
