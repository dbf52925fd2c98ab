import { anonymous, workbench, type Json, type Workbench } from '../workbench.ts';

const sha = 'a'.repeat(40);
let bench: Workbench;
let ask: Workbench['ask'];
beforeEach(async () => {
  bench = await workbench();
  ({ ask } = bench);
});
afterEach(() => bench.close());

const said = ({ status, json }: { readonly status: number; readonly json: Json }): string =>
  `${status} ${typeof json.message === 'string' ? json.message : ''}`.trim();

describe('as GitLab says it', () => {
  const at = '/api/v4/projects/o%2Fr';
  const create = (more: Json = {}) =>
    ask(`POST ${at}/releases`, { tag_name: 'v1', name: 'One', description: 'First', ref: 'main', ...more });

  it('a release with its links is made, found, changed and removed', async () => {
    const links = [{ name: 'a', url: 'https://example.com/a' }];
    const made = await create({ assets: { links } });
    expect(made.json).toMatchObject({
      tag_name: 'v1',
      name: 'One',
      description: 'First',
      author: { username: 'local' },
      assets: { count: 1, links: [{ id: 1, name: 'a', link_type: 'other' }] },
    });
    expect((await ask(`GET ${at}/releases/v1`)).json).toEqual(made.json);
    expect((await ask('GET releases/tags/v1')).json).toMatchObject({ name: 'One', body: 'First' });
    expect((await ask(`PUT ${at}/releases/v1`, { name: 'Two' })).json).toMatchObject({
      name: 'Two',
      description: 'First',
    });
    const link = await ask(`POST ${at}/releases/v1/assets/links`, { name: 'b', url: 'https://example.com/b' });
    expect([link.status, link.json.id]).toEqual([201, 2]);
    await ask(`PUT ${at}/releases/v1/assets/links/2`, { name: 'c' });
    await ask(`DELETE ${at}/releases/v1/assets/links/1`);
    expect((await ask(`GET ${at}/releases/v1/assets/links`)).list).toMatchObject([{ id: 2, name: 'c' }]);
    expect((await ask(`GET ${at}/releases`)).list).toHaveLength(1);
    expect((await ask(`DELETE ${at}/releases/v1`)).json).toMatchObject({ tag_name: 'v1' });
    expect(said(await ask(`GET ${at}/releases/v1`))).toBe('404 404 Not Found');
    expect((await ask(`GET ${at}/repository/tags`)).list).toMatchObject([{ name: 'v1' }]);
  });

  it.each<[string, Json, string]>([
    ['one that is there', {}, '409 Release already exists'],
    ['a tag from nowhere', { tag_name: 'v2', ref: undefined }, '422 Ref is not specified'],
    [
      'a link without an address',
      { tag_name: 'v2', assets: { links: [{ name: 'a' }] } },
      '422 Invalid request.\n\n"url" wasn\'t supplied.',
    ],
  ])('refuses %s', async (_, more, expected) => {
    await create();
    expect(said(await create(more))).toBe(expected);
  });

  it('tags and statuses', async () => {
    expect((await ask(`POST ${at}/repository/tags`, { tag_name: 'x/1', ref: sha })).json).toMatchObject({
      name: 'x/1',
      target: sha,
    });
    expect(said(await ask(`POST ${at}/repository/tags`, { tag_name: 'x/1', ref: sha }))).toBe(
      '400 Tag x/1 already exists',
    );
    expect((await ask(`GET ${at}/repository/tags/x%2F1`)).json).toMatchObject({ commit: { id: sha } });
    expect((await ask(`DELETE ${at}/repository/tags/x%2F1`)).status).toBe(204);
    expect((await ask(`POST ${at}/statuses/${sha}`, { state: 'failed', name: 'build' })).json).toMatchObject({
      status: 'failed',
      name: 'build',
    });
    expect((await ask(`GET commits/${sha}/status`)).json.state).toBe('failure');
    expect((await ask(`GET ${at}/repository/commits/${sha}/statuses`)).list).toMatchObject([{ status: 'failed' }]);
    expect((await ask(`POST ${at}/statuses/${sha}`, { state: 'constructor' })).status).toBe(400);
  });

  it('takes its own header for a token', async () => {
    const own = { authorization: '', 'private-token': bench.registries.forge.token };
    expect((await ask('GET /api/v4/user', undefined, own)).json).toMatchObject({ username: 'local' });
    expect(said(await ask('GET /api/v4/user', undefined, { ...own, 'private-token': 'wrong' }))).toBe(
      '401 401 Unauthorized',
    );
    expect(said(await ask(`POST ${at}/releases`, {}, anonymous))).toBe('401 401 Unauthorized');
  });
});

describe('as Gitea says it', () => {
  const at = '/api/v1/repos/o/r';

  it('a release with a file from a form, or as it is', async () => {
    const { json } = await ask(`POST ${at}/releases`, { tag_name: 'v1', target_commitish: 'main' });
    expect(json).toMatchObject({ id: 1, tag_name: 'v1', assets: [] });
    expect(said(await ask(`POST ${at}/releases`, { tag_name: 'v1' }))).toMatch(/^409 /);
    const form = new FormData();
    form.append('attachment', new Blob(['content']), 'a.tgz');
    const encoded = new Response(form);
    const headers = { 'content-type': encoded.headers.get('content-type') ?? '' };
    const made = await ask(`POST ${at}/releases/1/assets`, Buffer.from(await encoded.arrayBuffer()), headers);
    expect([made.status, made.json]).toMatchObject([201, { id: 1, name: 'a.tgz', size: 7 }]);
    const plain = await ask(`POST ${at}/releases/1/assets?name=b`, Buffer.from('b'));
    expect(plain.json).toMatchObject({ id: 2, name: 'b', size: 1 });
    expect((await ask(`GET ${String(made.json.browser_download_url)}`)).text).toBe('content');
    expect((await ask(`DELETE ${at}/releases/1/assets/2`)).status).toBe(204);
    expect((await ask(`GET ${at}/releases/1/assets`)).list).toMatchObject([
      { name: 'a.tgz', uuid: expect.any(String) },
    ]);
    expect((await ask(`PATCH ${at}/releases/1`, { name: 'One' })).json).toMatchObject({
      name: 'One',
      assets: [{ id: 1 }],
    });
    await ask(`POST ${at}/releases`, { tag_name: 'v2' });
    expect((await ask(`GET ${at}/releases?limit=1`)).list).toHaveLength(1);
    expect((await ask(`GET ${at}/releases/latest`)).json).toMatchObject({ tag_name: 'v2' });
    expect((await ask(`DELETE ${at}/releases/1`)).status).toBe(204);
    expect(said(await ask(`GET ${at}/releases/tags/v1`))).toBe('404 Not Found');
  });

  it('tags and statuses', async () => {
    expect((await ask(`POST ${at}/tags`, { tag_name: 'x', target: sha })).json).toMatchObject({ name: 'x', id: sha });
    expect(said(await ask(`POST ${at}/tags`, { tag_name: 'x', target: sha }))).toBe('409 tag exist');
    expect((await ask(`DELETE ${at}/tags/x`)).status).toBe(204);
    expect((await ask(`POST ${at}/statuses/${sha}`, { state: 'success', context: 'c' })).json).toMatchObject({
      status: 'success',
    });
    expect((await ask(`GET ${at}/commits/${sha}/statuses`)).list).toMatchObject([{ status: 'success', context: 'c' }]);
  });
});
