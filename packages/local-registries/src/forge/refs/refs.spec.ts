import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workbench, type Workbench } from '../workbench.ts';

const folders: string[] = [];
let bench: Workbench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const who = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'C', GIT_COMMITTER_EMAIL: 'c@d' };
const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-C', folder, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: tmpdir(),
      ...who,
      GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
      GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
    },
  }).trim();

interface History {
  readonly folder: string;
  readonly bare: string;
  readonly first: string;
  readonly second: string;
  readonly side: string;
}

/** Two commits on main, and a branch from the first; and a bare copy. */
function history(): History {
  const folder = mkdtempSync(join(tmpdir(), 'forge-git-'));
  folders.push(folder);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  const commit = (file: string, message: string): string => {
    writeFileSync(join(folder, file), message);
    git(folder, 'add', '.');
    git(folder, 'commit', '--quiet', '-m', message);
    return git(folder, 'rev-parse', 'HEAD');
  };
  const first = commit('a', 'feat: first');
  git(folder, 'checkout', '--quiet', '-b', 'side');
  const side = commit('b', 'fix: side');
  git(folder, 'checkout', '--quiet', 'main');
  const second = commit('c', 'feat: second');
  const bare = join(folder, 'bare.git');
  git(folder, 'clone', '--quiet', '--bare', folder, bare);
  return { folder, bare, first, second, side };
}

const kept = { first: 'a'.repeat(40), second: 'b'.repeat(40) };

describe.each(['kept', 'git'])('refs, %s', (how) => {
  let commits: { readonly first: string; readonly second: string };
  let open: Workbench;
  beforeEach(async () => {
    const real = how === 'git' ? history() : undefined;
    commits = real ?? kept;
    open = bench = await workbench(real === undefined ? {} : { repositories: { 'o/r': { git: real.bare } } });
  });

  it('are made, found, moved and removed', async () => {
    const made = await open.ask('POST git/refs', { ref: 'refs/tags/pkg/v1', sha: commits.first });
    expect([made.status, made.headers.get('location')]).toEqual([
      201,
      `${open.registries.forge.url}/repos/o/r/git/refs/tags/pkg/v1`,
    ]);
    expect(made.json).toMatchObject({ ref: 'refs/tags/pkg/v1', object: { sha: commits.first, type: 'commit' } });
    expect((await open.ask('GET git/ref/tags/pkg/v1')).json).toEqual(made.json);
    await open.ask('POST git/refs', { ref: 'refs/tags/pkg/v2', sha: commits.second });
    const matching = await open.ask('GET git/matching-refs/tags/pkg/');
    expect(matching.list.map(({ ref }) => ref)).toEqual(['refs/tags/pkg/v1', 'refs/tags/pkg/v2']);
    expect((await open.ask('GET git/matching-refs/tags/none')).list).toEqual([]);
    const moved = await open.ask('PATCH git/refs/tags/pkg/v1', { sha: commits.second, force: true });
    expect(moved.json).toMatchObject({ object: { sha: commits.second } });
    expect((await open.ask('GET tags')).list).toMatchObject([
      { name: 'pkg/v2', commit: { sha: commits.second } },
      { name: 'pkg/v1', commit: { sha: commits.second } },
    ]);
    expect((await open.ask('DELETE git/refs/tags/pkg/v1')).status).toBe(204);
    expect((await open.ask('DELETE git/refs/tags/pkg/v1')).short).toBe('422 Reference does not exist');
    expect((await open.ask('GET git/ref/tags/pkg/v1')).short).toBe('404 Not Found');
  });

  it.each([
    ['one that is there', 'refs/heads/main', '', '422 Reference already exists'],
    ['no full name', 'v1', '', '422 v1 is not a valid ref name.'],
    ['an option', 'refs/tags/-x y', '', '422 refs/tags/-x y is not a valid ref name.'],
    ['an expression', 'refs/tags/a@{1}', '', '422 refs/tags/a@{1} is not a valid ref name.'],
    [
      'a short name of an object',
      'refs/tags/a',
      'abc',
      '422 The sha parameter must be exactly 40 characters and contain only [0-9a-f].',
    ],
  ])('are not made of %s', async (_, ref, sha, expected) => {
    expect((await open.ask('POST git/refs', { ref, sha: sha || commits.first })).short).toBe(expected);
  });

  it('are made once by many', async () => {
    const many = Array.from({ length: 8 }, () =>
      open.ask('POST git/refs', { ref: 'refs/tags/v1', sha: commits.first }),
    );
    expect((await Promise.all(many)).map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(422)]);
  });

  it('point at annotated tags, which lead to commits', async () => {
    const tagger = { name: 'T', email: 't@u', date: '2026-01-03T00:00:00Z' };
    const told = { tag: 'v1', message: 'One\n', object: commits.first, type: 'commit', tagger };
    const tag = await open.ask('POST git/tags', told);
    expect(tag.json).toMatchObject({
      tag: 'v1',
      message: 'One\n',
      tagger,
      object: { sha: commits.first, type: 'commit' },
    });
    const sha = String(tag.json.sha);
    const found = (await open.ask(`GET git/tags/${sha}`)).json;
    expect(found).toMatchObject({ tag: 'v1', tagger, object: { sha: commits.first, type: 'commit' } });
    const ref = await open.ask('POST git/refs', { ref: 'refs/tags/v1', sha });
    expect(ref.json).toMatchObject({ object: { sha, type: 'tag', url: expect.stringContaining(`/git/tags/${sha}`) } });
    expect((await open.ask('GET tags')).list).toMatchObject([{ name: 'v1', commit: { sha: commits.first } }]);
    expect((await open.ask('GET commits/v1')).json.sha).toBe(commits.first);
    expect((await open.ask('GET git/tags/' + commits.first)).short).toBe('404 Not Found');
    // A release of a tag that is there leaves it alone.
    await open.ask('POST releases', { tag_name: 'v1' });
    expect((await open.ask('GET git/ref/tags/v1')).json).toMatchObject({ object: { sha } });
  });
});

describe('of a real repository', () => {
  it('are those of git', async () => {
    const { bare, first, second } = history();
    bench = await workbench({ repositories: { 'o/r': { git: bare } } });
    const { ask } = bench;
    expect((await ask('GET branches')).list.map(({ name }) => name)).toEqual(['main', 'side']);
    const release = await ask('POST releases', { tag_name: 'v1', target_commitish: first });
    expect(release.json).toMatchObject({ created_at: '2026-01-01T00:00:00Z' });
    expect(git(bare, 'rev-parse', 'refs/tags/v1')).toBe(first);
    git(bare, 'tag', 'v2', second);
    const notes = await ask('POST releases', { tag_name: 'v2', generate_release_notes: true });
    expect(notes.json.body).toContain(`* feat: second by A in ${bench.registries.forge.url}/o/r/commit/${second}`);
    expect(notes.json.body).not.toContain('first');
    expect((await ask('GET commits?sha=main')).list.map(({ sha }) => sha)).toEqual([second, first]);
    expect((await ask('GET commits/main')).json).toMatchObject({
      commit: {
        message: 'feat: second',
        author: { name: 'A', email: 'a@b', date: '2026-01-01T00:00:00Z' },
        committer: { name: 'C' },
      },
      parents: [{ sha: first }],
    });
    expect((await ask('POST git/refs', { ref: 'refs/tags/x', sha: 'a'.repeat(40) })).short).toBe(
      '422 Object does not exist',
    );
    expect((await ask('PATCH git/refs/heads/side', { sha: second })).short).toBe('422 Update is not a fast forward');
    expect((await ask('PATCH git/refs/heads/side', { sha: second, force: true })).status).toBe(200);
    expect(git(bare, 'rev-parse', 'side')).toBe(second);
    expect((await ask('DELETE git/refs/tags/v1')).status).toBe(204);
    expect(git(bare, 'tag')).toBe('v2');
  });

  it.each([
    ['merge', 2],
    ['squash', 1],
  ])('take a pull request by %s', async (how, parents) => {
    const { bare, second, side } = history();
    bench = await workbench({ repositories: { 'o/r': { git: bare } } });
    const { ask } = bench;
    await ask('POST pulls', { title: 'Side', head: 'o:side', base: 'main', body: 'Why' });
    expect((await ask('GET pulls/1/files')).list).toMatchObject([{ filename: 'b', status: 'added' }]);
    const merged = await ask('PUT pulls/1/merge', { merge_method: how, sha: side });
    expect(merged.json).toMatchObject({ merged: true, sha: git(bare, 'rev-parse', 'main') });
    expect(git(bare, 'log', '-1', '--format=%P', 'main').split(' ')).toHaveLength(parents);
    expect(git(bare, 'log', '-1', '--format=%s%n%b', 'main')).toBe(
      how === 'merge' ? 'Merge pull request #1 from o/side\nSide' : 'Side (#1)\nWhy',
    );
    expect(git(bare, 'ls-tree', '--name-only', 'main').split('\n')).toEqual(['a', 'b', 'c']);
    expect((await ask('GET pulls/1')).json).toMatchObject({
      state: 'closed',
      merged: true,
      head: { sha: side },
      base: { sha: second },
    });
    expect((await ask('GET pulls/1/files')).list).toMatchObject([{ filename: 'b' }]);
  });

  it('refuse a rebase that would need new commits, and one that goes against the other', async () => {
    const { bare, folder, first } = history();
    git(folder, 'checkout', '--quiet', '-b', 'clash', first);
    writeFileSync(join(folder, 'c'), 'otherwise');
    git(folder, 'add', 'c');
    git(folder, 'commit', '--quiet', '-m', 'fix: clash');
    git(folder, 'push', '--quiet', bare, 'clash');
    bench = await workbench({ repositories: { 'o/r': { git: bare } } });
    for (const head of ['side', 'clash']) await bench.ask('POST pulls', { title: head, head, base: 'main' });
    expect((await bench.ask('PUT pulls/1/merge', { merge_method: 'rebase' })).short).toBe(
      "405 This branch can't be rebased",
    );
    expect((await bench.ask('PUT pulls/2/merge', {})).short).toBe('405 Pull Request is not mergeable');
  });
});
