import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { convoy, type Ran } from '../world/bin.ts';
import { tempFolder, write } from '../world/folder.ts';
import { commit, git, released, stateOf, textOf } from './repository.ts';

const after = {
  develop: { 'cargo:a': 'minor-alpha.0', '*': 'patch.dev0' },
  unreleased: true,
  matrices: [{ file: 'docs/matrix.md', row: '| {cargo:a} | {cargo:b} |' }],
};

function repository(): string {
  const folder = released(tempFolder());
  write(folder, {
    'convoy.json': JSON.stringify({ convoy: { after } }),
    'docs/matrix.md': '# Which go together\n\n| a | b |\n|---|---|\n| 1.0.0 | 0.1.0 |\n',
  });
  commit(folder, 'chore: settings');
  return folder;
}

const apply = (folder: string, ...args: readonly string[]): Ran =>
  convoy(folder, ['apply', '--yes', '--no-prove', ...args]);

it('makes one commit after the release, which the next plan does not see, and --undo takes both back', () => {
  const folder = repository();
  const before = stateOf(folder);
  const ran = apply(folder, '--after');
  expect(ran).toMatchObject({ code: 0 });
  expect(git(folder, 'log', '-2', '--format=%s').split('\n').slice(0, 2)).toEqual([
    'chore: prepare the next development version',
    'chore(release): a 1.1.0, b 0.1.1',
  ]);
  expect(git(folder, 'rev-parse', 'a-v1.1.0^{commit}')).toBe(git(folder, 'rev-parse', 'HEAD~1'));
  expect(textOf(folder, 'a/Cargo.toml')).toContain('version = "1.2.0-alpha.0"');
  expect(textOf(folder, 'b/Cargo.toml')).toContain("version = '0.1.2-dev.0'  # here\r\n");
  expect(textOf(folder, 'b/Cargo.toml')).toContain('version = "1.2.0-alpha.0" }');
  expect(textOf(folder, 'b/CHANGELOG.md')).toMatch(/## \[Unreleased\]\n\n## \[0\.1\.1\]/);
  expect(textOf(folder, 'docs/matrix.md')).toContain('|---|---|\n| 1.1.0 | 0.1.1 |\n| 1.0.0 | 0.1.0 |\n');
  expect(git(folder, 'status', '--porcelain')).toBe('');
  // Nothing is due, nothing is planned, and asking again makes no second one.
  const plan = JSON.parse(convoy(folder, ['plan', '--format=json']).stdout) as { units: unknown[] };
  expect(plan.units).toEqual([]);
  expect(apply(folder, '--after').stdout).toContain('there already');
  expect(convoy(folder, ['verify-commit', 'HEAD~1'])).toMatchObject({ code: 0 });
  expect(convoy(folder, ['verify-commit'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/is what comes after plan [0-9a-f]{12} and nothing else: 4 files/),
  });
  const made = git(folder, 'rev-parse', 'HEAD').trim();
  write(folder, { 'docs/matrix.md': textOf(folder, 'docs/matrix.md').replace('| 1.1.0 |', '| 1.1.9 |') });
  git(folder, 'commit', '--quiet', '--all', '--amend', '--no-edit');
  expect(convoy(folder, ['verify-commit'])).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/COMMIT_TOUCHED[\s\S]*docs\/matrix\.md:5/),
  });
  git(folder, 'reset', '--quiet', '--hard', made);
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'chore: x');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', git(folder, 'log', '-1', '--format=%B', made));
  expect(convoy(folder, ['verify-commit'])).toMatchObject({ code: 1, stdout: expect.stringContaining('COMMIT_MOVED') });
  git(folder, 'reset', '--quiet', '--hard', made);
  expect(apply(folder, '--undo')).toMatchObject({ code: 0 });
  expect(stateOf(folder)).toBe(before);
});

it('the next release goes on from the tags, not from the development version', () => {
  const folder = repository();
  expect(apply(folder, '--after')).toMatchObject({ code: 0 });
  writeFileSync(join(folder, 'b/src.rs'), '// mended\n');
  commit(folder, 'fix: mend b');
  const { stdout } = convoy(folder, ['plan', '--format=json']);
  const { units } = JSON.parse(stdout) as { units: { id: string; version: { to: string; bump: string } }[] };
  expect(units).toMatchObject([{ id: 'cargo:b', version: { to: '0.1.2', bump: 'patch' } }]);
  expect(apply(folder)).toMatchObject({ code: 0 });
  expect(textOf(folder, 'b/Cargo.toml')).toContain("version = '0.1.2'");
});

it('a release that was made without it gets it later; a row of an unknown unit is told, and the release stays', () => {
  const folder = repository();
  expect(apply(folder)).toMatchObject({ code: 0 });
  write(folder, { 'new.txt': 'x' });
  expect(apply(folder, '--after').stdout).toContain('DIRTY_TREE');
  git(folder, 'clean', '--quiet', '--force');
  expect(apply(folder, '--after').stdout).toMatch(/After it: [0-9a-f]{10}/);
  const other = released(tempFolder());
  const matrices = [{ file: 'README.md', row: '| {cargo:zzz} |' }];
  write(other, { 'convoy.json': JSON.stringify({ convoy: { after: { matrices } } }) });
  commit(other, 'chore: settings');
  const ran = apply(other, '--after');
  expect(ran.stdout).toContain('MATRIX_UNIT_UNKNOWN');
  expect(ran.code).toBe(1);
  expect(git(other, 'tag', '--list', 'a-v1.1.0')).toBe('a-v1.1.0\n');
});

it('nx-convoy tag tags the release below it, between its own hooks', () => {
  const folder = repository();
  const tell = (what: string): readonly string[] => [
    process.execPath,
    '-e',
    `require('fs').appendFileSync('ignored', '${what} ' + require('child_process').execFileSync('git', ['tag', '--list', 'a-v1.1.0']))`,
  ];
  const hooks = { 'before:tag': [tell('before')], 'after:tag': [tell('after')] };
  write(folder, {
    '.gitignore': 'ignored\n',
    'convoy.json': JSON.stringify({ convoy: { after, hooks } }),
  });
  commit(folder, 'chore: hooks');
  expect(apply(folder, '--no-tag', '--after')).toMatchObject({ code: 0 });
  expect(convoy(folder, ['tag'])).toMatchObject({ code: 0 });
  expect(git(folder, 'rev-parse', 'a-v1.1.0^{commit}')).toBe(git(folder, 'rev-parse', 'HEAD~1'));
  expect(textOf(folder, 'ignored')).toBe('before after a-v1.1.0\n');
});
