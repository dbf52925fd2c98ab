import { spawnSync } from 'node:child_process';
import { cpSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { convoy } from '../world/bin.ts';
import { tempFolder, write } from '../world/folder.ts';
import { installNx, nx } from '../world/nx.ts';
import { commit, git, released, stateOf, textOf } from './repository.ts';

const master = tempFolder();
const saved = join(tempFolder(), 'plan.json');
beforeAll(() => {
  released(master);
  expect(convoy(master, ['plan', '--format=json', `--out=${saved}`])).toMatchObject({ code: 0 });
});

const copy = (): string => {
  const folder = join(tempFolder(), 'work');
  cpSync(master, folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  return folder;
};

it('writes versions and changelogs and not a byte more', () => {
  const folder = copy();
  const ran = convoy(folder, ['apply', `--plan=${saved}`, '--yes']);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toContain('tagged a-v1.1.0 b-v0.1.1.');
  expect(textOf(folder, 'a/Cargo.toml')).toBe('\uFEFF[package]\nname = "a"\nversion = "1.1.0"');
  expect(textOf(folder, 'b/Cargo.toml')).toBe(
    '# own\r\n[package]\r\nname = "b" \r\nversion = \'0.1.1\'  # here\r\n[dependencies]\r\na = { path = "../a", version = "1.1.0" }\r\n',
  );
  const [day = ''] = /\d{4}-\d\d-\d\d/.exec(readFileSync(saved, 'utf8')) ?? [];
  expect(textOf(folder, 'docs/a.md')).toMatch(
    new RegExp(`^# Changelog\\n\\n## \\[Unreleased\\]\\n\\n## \\[1\\.1\\.0\\] - ${day}\\n\\n- Said by hand\\.\\n`),
  );
  expect(textOf(folder, 'b/CHANGELOG.md')).toContain(`## [0.1.1] - ${day}`);
  // The link is still a link, and the program is still one.
  expect(lstatSync(join(folder, 'a/CHANGELOG.md')).isSymbolicLink()).toBe(true);
  expect(lstatSync(join(folder, 'b/Cargo.toml')).mode & 0o777).toBe(0o755);
  expect(git(folder, 'status', '--porcelain')).toBe('');
  expect(git(folder, 'diff', '--stat', 'HEAD~1', '--', 'a/Cargo.toml', 'b/Cargo.toml')).toMatch(
    /2 files changed, 3 insertions\(\+\), 3 deletions\(-\)/,
  );
  const again = convoy(folder, ['apply', '--yes']);
  expect(again).toMatchObject({ code: 0 });
  expect(again.stdout).toContain('Nothing to release');
});

it('--undo gives the tree of before', () => {
  const folder = copy();
  const before = stateOf(folder);
  expect(convoy(folder, ['apply', `--plan=${saved}`, '--yes'])).toMatchObject({ code: 0 });
  expect(stateOf(folder)).not.toBe(before);
  expect(convoy(folder, ['apply', '--undo'])).toMatchObject({
    code: 0,
    stdout: 'Taken back: the tree is as it was.\n',
  });
  expect(stateOf(folder)).toBe(before);
});

it('a dry run shows every file, the message and the tags, and changes nothing', () => {
  const folder = copy();
  const before = stateOf(folder);
  const { code, stdout } = convoy(folder, ['apply', '--dry-run']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/b\/Cargo\.toml:6 +1\.0\.0 → 1\.1\.0/);
  expect(stdout).toMatch(/b\/CHANGELOG\.md +a new changelog/);
  expect(stdout).toMatch(/Convoy-Unit: cargo:a 1\.1\.0/);
  expect(stdout).toMatch(/2 tags: a-v1\.1\.0 b-v0\.1\.1/);
  expect(stateOf(folder)).toBe(before);
});

it('without a terminal it needs --yes, and shows what it would do', () => {
  const folder = copy();
  const before = stateOf(folder);
  const { code, stdout } = convoy(folder, ['apply']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/cargo:b +0\.1\.0 +0\.1\.1[\s\S]*CONFIRM_NEEDED[\s\S]*--yes/);
  expect(stateOf(folder)).toBe(before);
});

it.each([
  ['y', 0, /Applied on/],
  ['n', 1, /Nothing has changed/],
])('on a terminal it asks, and takes %s for an answer', (answer, code, says) => {
  const folder = copy();
  const bin = join(root, 'packages/nx-convoy/dist/bin.js');
  // `script` gives a real terminal.
  const ran = spawnSync('script', ['-qec', `"${process.execPath}" "${bin}" apply`, '/dev/null'], {
    cwd: folder,
    input: `${answer}\n`,
    encoding: 'utf8',
    env: { ...process.env, CI: '' },
  });
  expect(ran.stdout).toMatch(/Apply this to 4 files\? \[y\/N\]/);
  expect(ran.stdout).toMatch(says);
  expect(ran.status).toBe(code);
  expect(git(folder, 'tag', '--list', 'a-v1.1.0') !== '').toBe(code === 0);
});

it('a plan that is saved in the workspace itself makes it no other workspace', () => {
  const folder = copy();
  writeFileSync(join(folder, 'plan.json'), readFileSync(saved));
  expect(convoy(folder, ['apply', '--plan=./plan.json', '--yes'])).toMatchObject({ code: 0 });
  expect(git(folder, 'show', '--stat', '--format=')).not.toContain('plan.json');
});

it('a workspace below the top of the checkout, in a worktree of its own', () => {
  const top = tempFolder();
  released(join(top, 'inner'));
  git(top, 'clone', '--quiet', 'inner', 'outer');
  const outer = join(top, 'outer');
  write(outer, { 'deep/convoy.json': '{}', 'deep/z/Cargo.toml': '[package]\nname = "z"\nversion = "0.3.0"\n' });
  commit(outer, 'feat: deep');
  git(outer, 'worktree', 'add', '--quiet', '-b', 'side', join(top, 'side'));
  const deep = join(top, 'side/deep');
  expect(convoy(deep, ['apply', '--yes'])).toMatchObject({ code: 0 });
  expect(git(deep, 'show', '--name-only', '--format=').split('\n')).toContain('deep/z/CHANGELOG.md');
  expect(git(deep, 'status', '--porcelain')).toBe('');
  expect(convoy(deep, ['verify-commit'])).toMatchObject({ code: 0 });
  expect(convoy(deep, ['apply', '--undo'])).toMatchObject({ code: 0 });
  expect(git(deep, 'log', '-1', '--format=%s')).toBe('feat: deep\n');
});

it('what is staged elsewhere in the checkout would be committed along, and stops it', () => {
  const top = tempFolder();
  released(top);
  write(top, { 'deep/convoy.json': '{}', 'deep/z/Cargo.toml': '[package]\nname = "z"\nversion = "0.3.0"\n' });
  commit(top, 'feat: deep');
  write(top, { 'a/src/lib.rs': '// not staged\n' });
  expect(convoy(join(top, 'deep'), ['apply', '--dry-run'])).toMatchObject({ code: 0 });
  git(top, 'add', 'a/src/lib.rs');
  const ran = convoy(join(top, 'deep'), ['apply', '--yes']);
  expect(ran.stdout).toMatch(/DIRTY_TREE[\s\S]*a\/src\/lib\.rs/);
  expect(git(top, 'log', '-1', '--format=%s')).toBe('feat: deep\n');
});

it('a version plan that is used up goes with the release, and comes back with --undo', () => {
  const folder = copy();
  write(folder, {
    'nx.json': '{ "release": { "versionPlans": true } }',
    '.nx/version-plans/one.md': '---\na: major\n---\n\nAll new.\n',
  });
  commit(folder, 'chore: a version plan');
  const before = stateOf(folder);
  const ran = convoy(folder, ['apply', '--yes']);
  expect(ran).toMatchObject({ code: 0 });
  expect(git(folder, 'show', '--format=', '--name-status')).toMatch(/^D\t\.nx\/version-plans\/one\.md$/m);
  expect(convoy(folder, ['verify-commit'])).toMatchObject({ code: 0 });
  expect(convoy(folder, ['apply', '--undo'])).toMatchObject({ code: 0 });
  expect(stateOf(folder)).toBe(before);
});

it('nx release-apply, release-tag and release-verify-commit do the same', () => {
  const folder = installNx(copy());
  write(folder, {
    '.gitignore': 'ignored/\nnode_modules\n.nx/\n',
    'package.json': '{ "name": "w", "private": true }\n',
    'nx.json': '{ "plugins": ["nx-convoy"], "release": { "git": { "commitMessage": "chore: ship" } } }\n',
  });
  commit(folder, 'chore: nx');
  expect(nx(folder, ['release-apply', '--dry-run']).stdout).toContain('This was a dry run');
  const ran = nx(folder, ['release-apply', '--yes', '--no-tag']);
  expect(ran.stdout).toContain('Applied on');
  expect(ran.code).toBe(0);
  expect(git(folder, 'log', '-1', '--format=%s')).toBe('chore: ship\n');
  expect(nx(folder, ['release-verify-commit']).stdout).toContain('the same to the byte');
  expect(nx(folder, ['release-tag']).stdout).toMatch(/Tagged [0-9a-f]{10}: .*a-v1\.1\.0/);
  const undone = nx(folder, ['release-apply', '--undo']);
  expect(undone.stdout).toContain('Taken back');
});
