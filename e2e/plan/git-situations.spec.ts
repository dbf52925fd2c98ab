import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { convoy } from '../world/bin.ts';
import { tempFolder, write } from '../world/folder.ts';
import { git, history, planOf, told } from './history.ts';
import { planIn } from './in-process.ts';

/** A crate that was released once, with nothing since. */
const released = `
  crate a 1.0.0
  commit feat: begin
  tag v1.0.0`;

it.each<[string, string, string]>([
  ['no tag: a first release, from the manifest', 'crate a 0.3.0 \n commit feat: begin', 'a > 0.3.0'],
  ['nothing since the tag', released, ''],
  ['a fix', `${released} \n commit fix: x @ a`, 'a 1.0.0 > 1.0.1'],
  ['an annotated tag', 'crate a 1.0.0 \n commit feat: begin \n note v1.0.0 \n commit feat: x @ a', 'a 1.0.0 > 1.1.0'],
  [
    'a tag that points to a tag',
    'crate a 1.0.0 \n commit feat: begin \n note inner \n git tag v1.0.0 inner \n commit feat: x @ a',
    'a 1.0.0 > 1.1.0',
  ],
  [
    'a tag that points to a tree, or to a file, is no release',
    `${released} \n commit fix: x @ a \n git tag v2.0.0 HEAD^{tree} \n git tag v3.0.0 HEAD:a/Cargo.toml`,
    'a 1.0.0 > 1.0.1',
  ],
  ['a detached HEAD', `${released} \n commit fix: x @ a \n git checkout --quiet --detach`, 'a 1.0.0 > 1.0.1'],
  [
    'a merge commit carries nothing of its own, its branch does',
    `${released} \n on topic \n commit feat: x @ a \n to main \n commit docs: y @ y.md \n merge topic`,
    'a 1.0.0 > 1.1.0',
  ],
  [
    'a merge that is called breaking',
    `${released} \n on topic \n commit fix: x @ a \n to main \n git merge --quiet --no-ff -m feat!:all topic`,
    'a 1.0.0 > 1.0.1',
  ],
  [
    'a branch that was merged after the tag, though its commits are older',
    `crate a 1.0.0 \n commit feat: begin \n on topic \n commit feat: old @ a \n to main \n commit fix: x @ b.md \n tag v1.0.0 \n merge topic`,
    'a 1.0.0 > 1.1.0',
  ],
  [
    'a squash commit is one change',
    `${released} \n on topic \n commit feat: x @ a \n commit fix: y @ a \n to main \n squash topic: fix: all of it (#1)`,
    'a 1.0.0 > 1.0.1',
  ],
  ['a revert cancels', `${released} \n commit feat: x @ a \n git revert --no-edit HEAD`, ''],
  [
    'a revert of what was released is a fix',
    `crate a 1.0.0 \n commit feat: begin \n commit feat: x @ a \n tag v1.0.0 \n git revert --no-edit HEAD`,
    'a 1.0.0 > 1.0.1',
  ],
  [
    'a revert of a revert counts again',
    `${released} \n commit feat: x @ a \n git revert --no-edit HEAD \n git revert --no-edit HEAD`,
    'a 1.0.0 > 1.1.0',
  ],
  [
    "a renamed folder keeps the unit's changes",
    `crate old 1.0.0 \n commit feat: begin @ old \n tag v1.0.0 \n commit feat: x @ old \n git mv old new \n commit chore: move`,
    'old 1.0.0 > 1.1.0',
  ],
  [
    'a tag on another branch is no base, but its version is taken',
    `${released} \n on line \n commit fix: x @ a \n tag v1.0.1 \n to main \n commit fix: y @ a`,
    'a 1.0.0 > 1.0.1 ! VERSION_TAKEN',
  ],
  [
    'a release branch that was never merged is the base where the manifest here has passed it',
    `${released} \n commit feat!: out already @ a \n on line \n commit fix: x @ a \n commit fix: y @ a \n tag v2.0.0 \n to main \n crate a 2.1.0-dev \n commit fix: z @ a`,
    'a 2.0.0 > 2.1.0',
  ],
  [
    'and none where it has not',
    `${released} \n on line \n commit feat!: x @ a \n tag v2.0.0 \n to main \n commit fix: y @ a`,
    'a 1.0.0 > 1.0.1',
  ],
  [
    'nor is one that was cut before the last release here',
    `crate a 1.0.0 \n commit feat: begin \n on line \n commit fix: x @ a \n tag v1.9.0 \n to main \n commit fix: y @ a \n tag v1.0.0 \n crate a 2.0.0-dev \n commit fix: z @ a`,
    'a 1.0.0 > 2.0.0',
  ],
  [
    'nor another history',
    `${released} \n git checkout --quiet --orphan other \n commit fix: x @ a \n tag v1.9.0 \n to main \n crate a 2.0.0-dev \n commit fix: z @ a`,
    'a 1.0.0 > 2.0.0',
  ],
  [
    'a number that the line has left behind is no base where the manifest stands at a later release below it',
    `crate a 1.0.0 \n commit feat: begin \n tag v11.0.0 \n crate a 1.1.0 \n commit feat: x \n tag v1.1.0 \n commit fix: y @ a`,
    'a 1.1.0 > 1.1.1',
  ],
  [
    'it is one where the manifest was only forgotten',
    `crate a 1.1.0 \n commit feat: begin \n tag v1.1.0 \n commit feat: x @ a \n tag v2.0.0 \n commit fix: y @ a`,
    'a 2.0.0 > 2.0.1',
  ],
  [
    'a name that was given up, and releases on branches since',
    `crate a 0.4.0 \n commit feat: begin \n tag a-v0.4.0 \n commit fix: x @ a \n tag v0.5.0 \n on line \n commit fix: y @ a \n tag v0.14.0 \n to main \n crate a 0.15.0-dev \n commit fix: z @ a`,
    'a 0.14.0 > 0.15.0',
  ],
  [
    'an abandoned version is not used again',
    `${released} \n commit fix: x @ a \n tag abandoned/v1.0.1`,
    'a 1.0.0 > 1.0.2',
  ],
  [
    'a shallow clone says so',
    `${released} \n commit fix: x @ a \n commit fix: y @ a \n clone --depth=1`,
    'a > 1.0.0 ! SHALLOW_CLONE',
  ],
  ['a clone without tags', `${released} \n commit fix: x @ a \n clone --no-tags`, 'a > 1.0.0'],
  ['a worktree', `${released} \n commit fix: x @ a \n worktree HEAD`, 'a 1.0.0 > 1.0.1'],
  ['a worktree of an older commit', `${released} \n commit fix: x @ a \n worktree v1.0.0`, ''],
  [
    'a workspace in a subfolder does not see what lies beside it',
    'in ws \n crate a 1.0.0 \n write ws/nx.json {} \n commit feat: begin \n tag v1.0.0 \n commit feat: x @ other/a \n commit fix: y @ ws/a',
    'a 1.0.0 > 1.0.1',
  ],
  ['messages with CRLF', `${released} \n commit fix: x\\r\\n\\r\\nBREAKING CHANGE: gone\\r\\n @ a`, 'a 1.0.0 > 2.0.0'],
  ['messages that are no UTF-8', `${released} \n commit feat: caf\\xe9 \\xff\\xfe @ a`, 'a 1.0.0 > 1.1.0'],
  ['a message of a megabyte', `${released} \n commit feat: x\\n\\n${'words '.repeat(200_000)} @ a`, 'a 1.0.0 > 1.1.0'],
  ['a subject of 100,000 letters', `${released} \n commit feat: ${'x'.repeat(100_000)} @ a`, 'a 1.0.0 > 1.1.0'],
  ['an empty message', `${released} \n git commit --quiet --allow-empty --allow-empty-message --message=`, ''],
  [
    'paths with spaces, line ends, quotes and letters of all kinds',
    `crate a 1.0.0 \n commit feat: begin \n tag v1.0.0 \n commit fix: x @ a/\\n"ä"\\n日本.rs`,
    'a 1.0.0 > 1.0.1',
  ],
])('%s', async (_, script, expected) => {
  expect(told(await planIn(history(script)))).toBe(expected);
});

it.each<[string, string, string]>([
  [
    'a sparse checkout hides units: that is an error',
    `${released} \n crate b 1.0.0 \n commit feat: b \n git sparse-checkout set a`,
    'SPARSE_CHECKOUT',
  ],
  [
    'a sparse checkout that hides no unit',
    `${released} \n commit fix: x @ a docs/x.md \n git sparse-checkout set a`,
    'a 1.0.0 > 1.0.1',
  ],
])('%s', (_, script, expected) => expect(told(planOf(history(script)))).toBe(expected));

it('finds its base among a thousand tags on one commit', async () => {
  const folder = history(`${released} \n commit fix: x @ a \n commit feat: y @ a`);
  const commit = git(folder, ['rev-parse', 'HEAD~1']).trim();
  const tags = Array.from({ length: 1000 }, (_, at) => `create refs/tags/v1.0.${at + 1} ${commit}\n`);
  git(folder, ['update-ref', '--stdin'], tags.join(''));
  expect(told(await planIn(folder))).toBe('a 1.0.1000 > 1.1.0');
});

it('leaves submodules to themselves, checked out or not', async () => {
  const inner = history('crate inner 1.0.0 \n commit feat: begin');
  const outer = history(`${released} \n git submodule --quiet add ${inner} sub \n commit feat: take it in`);
  write(join(outer, 'sub'), { 'inner/src/lib.rs': '// dirty\n' });
  expect(told(await planIn(outer))).toBe('');
  const second = join(tempFolder(), 'clone');
  git(outer, ['clone', '--quiet', outer, second]);
  expect(told(await planIn(second))).toBe('');
});

it('plans from the manifests in an empty repository, and says that nothing can be applied', async () => {
  const plan = await planIn(history('crate a 0.3.0'));
  expect(told(plan)).toBe('a > 0.3.0 ! NO_COMMIT ! DIRTY_TREE');
  expect(plan).toMatchObject({ id: null, base: { commit: null } });
});

it('plans from the manifests where there is no git checkout', async () => {
  const folder = write(tempFolder(), { 'a/Cargo.toml': '[package]\nname = "a"\nversion = "0.3.0"\n' });
  expect(told(await planIn(folder))).toBe('a > 0.3.0 ! NO_CHECKOUT');
});

it('says so where git is not installed', () => {
  const folder = history('crate a 0.3.0 \n commit feat: begin');
  const empty = join(tempFolder(), 'bin');
  mkdirSync(empty);
  const plan = planOf(folder, [], { env: { ...process.env, PATH: empty } });
  expect(told(plan)).toBe('a > 0.3.0 ! NO_GIT');
  expect(plan.id).toBeNull();
});

it('says so where git does not trust the folder', () => {
  const folder = history('crate a 0.3.0 \n commit feat: begin');
  const env = { ...process.env, GIT_TEST_ASSUME_DIFFERENT_OWNER: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  const [problem] = planOf(folder, [], { env }).problems;
  expect(problem?.code).toBe('NO_CHECKOUT');
  expect(problem?.fix).toContain('safe.directory');
});

it('exits 1 in a shallow clone', () => {
  expect(convoy(history(`${released} \n commit fix: x @ a \n clone --depth=1`), ['plan']).code).toBe(1);
});
