import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anonymous, workbench, type Workbench } from './workbench.ts';

const folders: string[] = [];
const benches: Workbench[] = [];
afterEach(async () => {
  await Promise.all(benches.splice(0).map((one) => one.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function start(options: Parameters<typeof workbench>[0] = {}): Promise<Workbench> {
  const bench = await workbench(options);
  benches.push(bench);
  return bench;
}

const wrong = { authorization: 'Bearer wrong' };
const repositories = {
  'o/r': {},
  'o/secret': { isPrivate: true },
  'o/old': { isArchived: true },
  'o/theirs': { mayWrite: false, defaultBranch: 'trunk' },
};

it.each([
  ['anybody reads what is public', 'GET /repos/o/r', undefined, anonymous, '200'],
  ['nobody reads with a bad token', 'GET /repos/o/r', undefined, wrong, '401 Bad credentials'],
  ['nobody writes without a token', 'POST /repos/o/r/releases', {}, anonymous, '401 Requires authentication'],
  ['nor with a bad one', 'POST /repos/o/r/releases', {}, wrong, '401 Bad credentials'],
  ['what is private is not there for strangers', 'GET /repos/o/secret', undefined, anonymous, '404 Not Found'],
  ['but for others', 'GET /repos/O/Secret', undefined, {}, '200'],
  ['what was not declared is not there', 'GET /repos/o/none/releases', undefined, {}, '404 Not Found'],
  ['nobody writes into an archive', 'POST /repos/o/old/labels', {}, {}, '403 Repository was archived so is read-only.'],
  [
    'nor where the token may not',
    'POST /repos/o/theirs/labels',
    {},
    {},
    '403 Resource not accessible by personal access token',
  ],
  ['a path of nothing', 'GET /nothing', undefined, {}, '404 Not Found'],
  ['a method of nothing', 'PUT /repos/o/r/releases', {}, {}, '404 Not Found'],
  ['the user needs a token', 'GET /user', undefined, anonymous, '401 Requires authentication'],
  [
    'an API version that is not',
    'GET /repos/o/r',
    undefined,
    { 'x-github-api-version': '1999-01-01' },
    '400 The API version "1999-01-01" is not supported. The following API versions are supported: 2022-11-28, 2026-03-10.',
  ],
  ['one that is', 'GET /repos/o/r', undefined, { 'x-github-api-version': '2022-11-28' }, '200'],
])('%s', async (_, request, body, headers, expected) => {
  const { ask } = await start({ repositories });
  for (const prefix of ['', '/api/v3'])
    expect((await ask(request.replace(' ', ` ${prefix}`), body, headers)).short).toBe(expected);
});

it('takes a token as bearer, as token, and as password', async () => {
  const { ask, registries } = await start();
  const { token } = registries.forge;
  const basic = Buffer.from(`x:${token}`).toString('base64');
  for (const authorization of [`Bearer ${token}`, `token ${token}`, `Basic ${basic}`])
    expect((await ask('GET /user', undefined, { authorization })).json.login).toBe('local');
  expect((await start({ isPrivate: true })).registries.forge.token).toMatch(/^ghp_/);
});

it('makes no difference between a private registry and nothing', async () => {
  const { ask } = await start({ isPrivate: true });
  expect((await ask('GET /repos/o/r', undefined, anonymous)).short).toBe('404 Not Found');
  expect((await ask('GET /repos/o/r')).json).toMatchObject({
    full_name: 'o/r',
    default_branch: 'main',
    permissions: { push: true },
  });
});

it('tells its limits, and what a client has already', async () => {
  const { ask } = await start();
  const first = await ask('GET releases');
  expect(first.headers.get('x-ratelimit-remaining')).toBe('4999');
  expect(first.headers.get('x-github-request-id')).not.toBeNull();
  const etag = first.headers.get('etag') ?? '';
  expect(etag).toMatch(/^W\/"/);
  expect((await ask('GET releases', undefined, { 'if-none-match': etag })).status).toBe(304);
  await ask('POST releases', { tag_name: 'v1' });
  expect((await ask('GET releases', undefined, { 'if-none-match': etag })).status).toBe(200);
  expect((await ask('GET /rate_limit')).json).toMatchObject({ rate: { limit: 5000, used: 4 } });
});

it.each([
  ['a secondary limit', { status: 403, retryAfter: 7 }, 'You have exceeded a secondary rate limit.', '7', null],
  [
    'the same by another status',
    { status: 429, retryAfter: 7 },
    'You have exceeded a secondary rate limit.',
    '7',
    null,
  ],
  ['the hourly limit', { status: 403 }, 'API rate limit exceeded for user ID 1.', null, '0'],
  ['a failure', { status: 500 }, 'This 500 was asked for.', null, null],
])('meets %s on demand', async (_, deed, message, retryAfter, remaining) => {
  const { ask, registries } = await start();
  registries.fault({ does: 'refuse', ...deed });
  const { headers, json, status } = await ask('GET releases');
  expect(status).toBe(deed.status);
  expect(json.message).toContain(message);
  expect([headers.get('retry-after'), headers.get('x-ratelimit-remaining')]).toEqual([retryAfter, remaining]);
  expect((await ask('GET releases')).status).toBe(200);
});

it('keeps all of it where it is told to', async () => {
  const keepIn = mkdtempSync(join(tmpdir(), 'forge-'));
  folders.push(keepIn);
  const before = await start({ keepIn });
  await before.ask('POST releases', { tag_name: 'v1' });
  await before.ask('POST releases/1/assets?name=a', Buffer.from('content'));
  await before.ask('POST issues', { title: 'x', labels: ['y'] });
  await before.close();
  const { ask } = await start({ keepIn });
  expect((await ask('GET releases/assets/1', undefined, { accept: 'application/octet-stream' })).text).toBe('content');
  expect((await ask('GET git/ref/tags/v1')).status).toBe(200);
  expect((await ask('GET issues/1')).json).toMatchObject({ labels: [{ name: 'y' }] });
  expect((await ask('POST releases', { tag_name: 'v2' })).json.id).toBe(2);
});

it('keeps what workflows were called for', async () => {
  const { ask } = await start();
  expect((await ask('POST dispatches', { event_type: 'released', client_payload: { version: '1' } })).status).toBe(204);
  expect((await ask('POST actions/workflows/ci.yml/dispatches', { ref: 'main', inputs: { a: 'b' } })).status).toBe(204);
  expect((await ask('POST actions/workflows/ci.yml/dispatches', { ref: 'none' })).short).toBe(
    '422 No ref found for: none',
  );
  expect((await ask('POST dispatches', {})).short).toBe('422 Invalid request. "event_type" wasn\'t supplied.');
  expect((await ask('GET actions/runs')).json).toMatchObject({
    total_count: 2,
    workflow_runs: [
      { event: 'workflow_dispatch', name: 'ci.yml', head_branch: 'main', inputs: { a: 'b' } },
      { event: 'repository_dispatch', name: 'released', inputs: { version: '1' } },
    ],
  });
});

it('keeps advisories as drafts until they are published', async () => {
  const { ask } = await start();
  const told = {
    summary: 'S',
    description: 'D',
    severity: 'high',
    vulnerabilities: [{ package: { ecosystem: 'npm', name: 'a' } }],
  };
  const { json } = await ask('POST security-advisories', told);
  expect(json).toMatchObject({
    state: 'draft',
    severity: 'high',
    published_at: null,
    ghsa_id: expect.stringMatching(/^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$/),
  });
  expect((await ask('GET security-advisories', undefined, anonymous)).short).toBe('404 Not Found');
  const published = await ask(`PATCH security-advisories/${String(json.ghsa_id)}`, { state: 'published' });
  expect(published.json).toMatchObject({ state: 'published', published_at: expect.any(String) });
  expect((await ask('POST security-advisories', { ...told, severity: 'bad' })).status).toBe(422);
  expect((await ask('POST security-advisories', { summary: 'S' })).status).toBe(422);
});
