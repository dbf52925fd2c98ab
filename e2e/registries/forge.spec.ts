import { Octokit } from '@octokit/rest';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';

let bare: string;
let head: string;
let registries: Registries<'forge'>;
beforeEach(async () => {
  const work = commitAll(write(tempFolder(), { file: 'content\n' }), 'feat: begin');
  bare = join(tempFolder(), 'r.git');
  git(work, 'clone', '--quiet', '--bare', work, bare);
  head = git(bare, 'rev-parse', 'main').trim();
  registries = await startRegistries({ registries: ['forge'], repositories: { 'o/r': { git: bare } } });
});
afterEach(() => registries.close());

describeWith('gh', (client) => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  beforeEach(async () => {
    folder = write(tempFolder(), { 'a.tgz': 'archive', 'b.txt': 'text' });
    const { env: pointed } = await registries.setUp(join(folder, 'clients'));
    env = { ...callable([client]), HOME: folder, NO_COLOR: '1', ...pointed };
  });
  const gh = async (...args: readonly string[]): Promise<string> => {
    const repository = args[0] === 'api' ? [] : ['--repo', 'o/r'];
    return promisify(execFile)(client.path, [...args, ...repository], { cwd: folder, env }).then(
      ({ stdout }) => stdout.trim(),
      (error: unknown) => {
        throw new Error((error as { readonly stderr: string }).stderr);
      },
    );
  };

  it('creates a release with its files and its tag, reads it, and takes them back', async () => {
    await gh(
      'release',
      'create',
      'v1.0.0',
      'a.tgz#An archive',
      'b.txt',
      '--title',
      'One',
      '--notes',
      'First',
      '--target',
      'main',
    );
    expect(git(bare, 'rev-parse', 'refs/tags/v1.0.0').trim()).toBe(head);
    const { assets, ...seen } = JSON.parse(
      await gh('release', 'view', 'v1.0.0', '--json', 'name,body,isDraft,assets'),
    ) as { readonly assets: readonly { readonly name: string; readonly label: string }[] };
    expect(seen).toEqual({ name: 'One', body: 'First', isDraft: false });
    expect(assets.map(({ name, label }) => `${name} ${label}`).sort()).toEqual(['a.tgz An archive', 'b.txt ']);
    await gh('release', 'download', 'v1.0.0', '--pattern', '*.tgz', '--dir', 'got');
    expect(readFileSync(join(folder, 'got/a.tgz'), 'utf8')).toBe('archive');
    await expect(gh('release', 'upload', 'v1.0.0', 'b.txt')).rejects.toThrow(/already exists/);
    write(folder, { 'b.txt': 'other text' });
    await gh('release', 'upload', 'v1.0.0', 'b.txt', '--clobber');
    await gh('release', 'delete-asset', 'v1.0.0', 'a.tgz', '--yes');
    await gh('release', 'download', 'v1.0.0', '--dir', 'all');
    expect(readFileSync(join(folder, 'all/b.txt'), 'utf8')).toBe('other text');
    await gh('release', 'delete', 'v1.0.0', '--yes', '--cleanup-tag');
    expect(git(bare, 'tag')).toBe('');
    await expect(gh('release', 'view', 'v1.0.0')).rejects.toThrow(/release not found/);
  }, 60_000);

  it('finds drafts, publishes them, and lists all', async () => {
    await gh('release', 'create', 'v1', '--notes', 'First');
    await gh('release', 'create', 'v2', '--draft', '--generate-notes');
    expect(git(bare, 'tag')).toBe('v1\n');
    expect(await gh('release', 'view', 'v2')).toContain('compare/v1...v2');
    await gh('release', 'edit', 'v2', '--draft=false', '--prerelease');
    expect(git(bare, 'tag')).toBe('v1\nv2\n');
    const rows = (await gh('release', 'list')).split('\n').map((line) => line.split('\t').slice(0, 3).join(' '));
    expect(rows).toEqual(['v2 Pre-release v2', 'v1 Latest v1']);
    expect(await gh('release', 'view', '--json', 'tagName')).toBe('{"tagName":"v1"}');
  }, 60_000);

  it('asks by REST for all that is there', async () => {
    for (const number of [1, 2, 3])
      await gh('api', 'repos/o/r/issues', '-f', `title=Issue ${number}`, '-f', 'labels[]=x');
    expect(await gh('api', '--paginate', 'repos/o/r/issues?per_page=1&direction=asc', '--jq', '.[].title')).toBe(
      'Issue 1\nIssue 2\nIssue 3',
    );
    await gh('label', 'create', 'bug', '--color', 'ff0000');
    await gh('api', `repos/o/r/statuses/${head}`, '-f', 'state=success', '-f', 'context=release');
    expect(await gh('api', 'repos/o/r/commits/main/status', '--jq', '.state')).toBe('success');
    await expect(gh('api', 'repos/o/none')).rejects.toThrow(/Not Found \(HTTP 404\)/);
  }, 60_000);
});

describe('octokit', () => {
  const client = (more: object = {}): Octokit =>
    new Octokit({
      auth: registries.forge.token,
      baseUrl: registries.forge.url,
      log: { debug() {}, info() {}, warn() {}, error() {} },
      ...more,
    });
  const where = { owner: 'o', repo: 'r' };

  it.each(['', '/api/v3'])('releases at "%s": a draft, a file, the tag', async (prefix) => {
    const octokit = client({ baseUrl: `${registries.forge.url}${prefix}` });
    const { data: draft } = await octokit.rest.repos.createRelease({ ...where, tag_name: 'v1', draft: true });
    const file = { ...where, release_id: draft.id, name: 'a.tgz', data: 'content', origin: undefined };
    const { data: asset } = await octokit.rest.repos.uploadReleaseAsset({ ...file, url: draft.upload_url });
    await expect(octokit.rest.repos.uploadReleaseAsset({ ...file, url: draft.upload_url })).rejects.toMatchObject({
      status: 422,
      response: { data: { errors: [{ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' }] } },
    });
    const { data: release } = await octokit.rest.repos.updateRelease({ ...where, release_id: draft.id, draft: false });
    expect(release.assets).toMatchObject([{ name: 'a.tgz', size: 7 }]);
    const { data: bytes } = await octokit.rest.repos.getReleaseAsset({
      ...where,
      asset_id: asset.id,
      headers: { accept: 'application/octet-stream' },
    });
    expect(Buffer.from(bytes as unknown as ArrayBuffer).toString()).toBe('content');
    expect((await octokit.rest.git.getRef({ ...where, ref: 'tags/v1' })).data.object.sha).toBe(head);
    expect((await octokit.rest.repos.getLatestRelease(where)).data.id).toBe(release.id);
  });

  it('pages, and takes 304 for what it has', async () => {
    const octokit = client();
    for (let number = 1; number <= 5; number += 1)
      await octokit.rest.issues.create({ ...where, title: String(number) });
    const all = await octokit.paginate(octokit.rest.issues.listForRepo, { ...where, per_page: 2 });
    expect(all.map(({ title }) => title).sort()).toEqual(['1', '2', '3', '4', '5']);
    const { headers } = await octokit.rest.repos.listReleases(where);
    const again = octokit.rest.repos.listReleases({ ...where, headers: { 'if-none-match': headers.etag ?? '' } });
    await expect(again).rejects.toMatchObject({ status: 304 });
  });

  it('opens, reviews and merges a pull request, with a check on its commit', async () => {
    const octokit = client();
    const tree = git(bare, 'rev-parse', 'main^{tree}').trim();
    const sha = git(
      bare,
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@b',
      'commit-tree',
      tree,
      '-p',
      head,
      '-m',
      'chore: release',
    ).trim();
    await octokit.rest.git.createRef({ ...where, ref: 'refs/heads/release', sha });
    const { data: pull } = await octokit.rest.pulls.create({
      ...where,
      title: 'Release',
      head: 'release',
      base: 'main',
    });
    const { data: run } = await octokit.rest.checks.create({
      ...where,
      name: 'build',
      head_sha: sha,
      status: 'in_progress',
    });
    await octokit.rest.checks.update({ ...where, check_run_id: run.id, conclusion: 'success' });
    const { data: checks } = await octokit.rest.checks.listForRef({ ...where, ref: 'release' });
    expect(checks).toMatchObject({ total_count: 1, check_runs: [{ name: 'build', conclusion: 'success' }] });
    await octokit.rest.issues.addLabels({ ...where, issue_number: pull.number, labels: ['release'] });
    await octokit.rest.issues.createComment({ ...where, issue_number: pull.number, body: 'Ready' });
    await octokit.rest.pulls.createReview({ ...where, pull_number: pull.number, event: 'APPROVE' });
    await octokit.rest.pulls.merge({ ...where, pull_number: pull.number, merge_method: 'rebase' });
    expect(git(bare, 'rev-parse', 'main').trim()).toBe(sha);
    expect((await octokit.rest.pulls.get({ ...where, pull_number: pull.number })).data).toMatchObject({
      merged: true,
      labels: [{ name: 'release' }],
    });
  });

  it('finds a release whose reply was lost', async () => {
    registries.fault({ does: 'lose-reply', on: 'publish' });
    const octokit = client({ retry: { enabled: false } });
    const release = { ...where, tag_name: 'v1' };
    await expect(octokit.rest.repos.createRelease(release)).rejects.toMatchObject({ status: 502 });
    await expect(octokit.rest.repos.createRelease(release)).rejects.toMatchObject({ status: 422 });
    expect((await octokit.rest.repos.getReleaseByTag({ ...where, tag: 'v1' })).data.draft).toBe(false);
  });
});
