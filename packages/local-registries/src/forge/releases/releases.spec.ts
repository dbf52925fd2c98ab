import { anonymous, workbench, type Json, type Workbench } from '../workbench.ts';

const time = { now: Date.UTC(2026, 0, 2) };
const clock = { now: () => time.now, wait: () => Promise.resolve() };
let bench: Workbench;
beforeEach(async () => {
  time.now = Date.UTC(2026, 0, 2);
  bench = await workbench({ clock });
});
afterEach(() => bench.close());

const create = async (tag: string, more: Json = {}): Promise<Json> =>
  (await bench.ask('POST releases', { tag_name: tag, ...more })).json;
const tags = async (): Promise<readonly unknown[]> => (await bench.ask('GET tags')).list.map(({ name }) => name);

describe('a release', () => {
  it('is made with its tag, and has the form that the reference tells', async () => {
    const made = await bench.ask('POST releases', { tag_name: 'v1.0.0', name: 'One', body: 'First' });
    const url = `${bench.registries.forge.url}/repos/o/r/releases/1`;
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(url);
    expect(made.json).toMatchObject({
      url,
      assets_url: `${url}/assets`,
      upload_url: `${url}/assets{?name,label}`,
      html_url: `${bench.registries.forge.url}/o/r/releases/tag/v1.0.0`,
      id: 1,
      tag_name: 'v1.0.0',
      target_commitish: 'main',
      name: 'One',
      body: 'First',
      draft: false,
      prerelease: false,
      created_at: '2026-01-02T00:00:00Z',
      published_at: '2026-01-02T00:00:00Z',
      author: { login: 'local', type: 'User' },
      assets: [],
    });
    expect((await bench.ask('GET git/ref/tags/v1.0.0')).json).toMatchObject({
      ref: 'refs/tags/v1.0.0',
      object: { type: 'commit', sha: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
    for (const path of ['releases/1', 'releases/latest', 'releases/tags/v1.0.0'])
      expect((await bench.ask(`GET ${path}`)).json).toEqual(made.json);
  });

  it('has no tag while it is a draft, which only those who may write see', async () => {
    const { id } = await create('v1', { draft: true });
    expect(await tags()).toEqual([]);
    for (const path of ['releases/tags/v1', 'releases/latest'])
      expect((await bench.ask(`GET ${path}`)).short).toBe('404 Not Found');
    expect((await bench.ask(`GET releases/${String(id)}`, undefined, anonymous)).short).toBe('404 Not Found');
    expect((await bench.ask('GET releases', undefined, anonymous)).list).toEqual([]);
    expect((await bench.ask('GET releases')).list).toMatchObject([{ draft: true, published_at: null }]);
    time.now += 1000;
    const published = await bench.ask(`PATCH releases/${String(id)}`, { draft: false });
    expect(published.json).toMatchObject({ draft: false, published_at: '2026-01-02T00:00:01Z', tag_name: 'v1' });
    expect(await tags()).toEqual(['v1']);
  });

  it('keeps its tag when it goes, and is a draft again when its tag goes', async () => {
    const { id } = await create('v1');
    expect((await bench.ask(`DELETE releases/${String(id)}`)).status).toBe(204);
    expect((await bench.ask(`DELETE releases/${String(id)}`)).short).toBe('404 Not Found');
    expect(await tags()).toEqual(['v1']);
    await create('v1');
    expect((await bench.ask('DELETE git/refs/tags/v1')).status).toBe(204);
    expect((await bench.ask('GET releases')).list).toMatchObject([{ id: 2, draft: true }]);
  });

  it.each<[string, Json | string, string]>([
    ['without a tag', { name: 'x' }, '422 Invalid request. "tag_name" wasn\'t supplied.'],
    [
      'two wrong fields',
      { tag_name: 1, draft: 'x' },
      "422 Invalid request. For 'properties/tag_name', 1 is not a string. For 'properties/draft', \"x\" is not a boolean.",
    ],
    ['no JSON', '{', '400 Problems parsing JSON'],
    ['a list', '[]', '400 Body should be a JSON object'],
    ['a tag that is released', { tag_name: 'old' }, '422 Release already_exists tag_name'],
    ['a draft beside it', { tag_name: 'old', draft: true }, '201'],
    [
      'a target that is not there',
      { tag_name: 'new', target_commitish: 'nowhere' },
      '422 Release invalid target_commitish',
    ],
    ['such a target of a draft', { tag_name: 'new', target_commitish: 'nowhere', draft: true }, '201'],
    ['a commit as target', { tag_name: 'new', target_commitish: 'a'.repeat(40) }, '201'],
    ['no name of git', { tag_name: 'a..b' }, '422 Release custom tag_name tag_name is not well-formed'],
    ['an option as tag', { tag_name: '-d x' }, '422 Release custom tag_name tag_name is not well-formed'],
    [
      'a latest draft',
      { tag_name: 'new', draft: true, make_latest: 'true' },
      '422 Release custom make_latest Latest release cannot be draft or prerelease.',
    ],
    [
      'another word',
      { tag_name: 'new', make_latest: 'yes' },
      '422 Invalid request. For \'properties/make_latest\', yes is not a member of ["true", "false", "legacy"].',
    ],
  ])('%s', async (_, body, expected) => {
    await create('old');
    const said = await bench.ask('POST releases', body);
    expect(said.short).toBe(expected);
    if (said.status !== 201)
      expect(said.json).toMatchObject({
        documentation_url: expect.stringContaining('https://docs.github.com/'),
        status: String(said.status),
      });
  });

  it('is found by a tag with slashes, and by one that is a word of another path', async () => {
    for (const tag of ['crates/a@1.0.0', 'assets', 'latest']) {
      await create(tag);
      expect((await bench.ask(`GET releases/tags/${encodeURIComponent(tag)}`)).json.tag_name).toBe(tag);
      expect((await bench.ask(`GET releases/tags/${tag}`)).json.tag_name).toBe(tag);
    }
  });
});

describe('the latest', () => {
  it.each<[string, readonly (readonly [string, Json])[], string]>([
    [
      'is the last that was published',
      [
        ['v1', {}],
        ['v2', {}],
      ],
      'v2',
    ],
    [
      'is no prerelease',
      [
        ['v1', {}],
        ['v2', { prerelease: true }],
      ],
      'v1',
    ],
    [
      'is not one that says so',
      [
        ['v1', {}],
        ['v2', { make_latest: 'false' }],
      ],
      'v1',
    ],
    [
      'is the one that was asked for',
      [
        ['v1.0.0', {}],
        ['v2.0.0', {}],
        ['v1.0.1', { make_latest: 'true' }],
      ],
      'v1.0.1',
    ],
    [
      'goes by version among those of one time',
      [
        ['v1.9.0', {}],
        ['v1.10.0', {}],
        ['v1.9.1', { make_latest: 'legacy' }],
      ],
      'v1.10.0',
    ],
    [
      'is the newer one by legacy',
      [
        ['v1.0.0', {}],
        ['v1.0.1', { make_latest: 'legacy' }],
      ],
      'v1.0.1',
    ],
  ])('%s', async (_, made, expected) => {
    for (const [tag, more] of made) await create(tag, more);
    expect((await bench.ask('GET releases/latest')).json.tag_name).toBe(expected);
  });

  it('is another one when it becomes a prerelease or goes', async () => {
    for (const tag of ['v1', 'v2', 'v3']) await create(tag);
    await bench.ask('PATCH releases/3', { prerelease: true });
    expect((await bench.ask('GET releases/latest')).json.tag_name).toBe('v2');
    await bench.ask('DELETE releases/2');
    expect((await bench.ask('GET releases/latest')).json.tag_name).toBe('v1');
    await bench.ask('DELETE releases/1');
    expect((await bench.ask('GET releases/latest')).short).toBe('404 Not Found');
  });
});

describe('a list', () => {
  beforeEach(async () => {
    for (let number = 1; number <= 5; number += 1) {
      time.now += 1000;
      await create(`v${number}`);
    }
  });
  const names = async (query: string) => {
    const { list, headers } = await bench.ask(`GET releases${query}`);
    const links = [...(headers.get('link') ?? '').matchAll(/[?&]page=(\d+)[^>]*>; rel="(\w+)"/g)];
    return `${list.map(({ tag_name: tag }) => String(tag)).join(' ')} | ${links.map(([, page, rel]) => `${rel ?? ''} ${page ?? ''}`).join(', ')}`;
  };
  it.each([
    ['', 'v5 v4 v3 v2 v1 | '],
    ['?per_page=2', 'v5 v4 | next 2, last 3'],
    ['?per_page=2&page=2', 'v3 v2 | prev 1, next 3, last 3, first 1'],
    ['?per_page=2&page=3', 'v1 | prev 2, first 1'],
    ['?per_page=2&page=9', ' | prev 3, first 1'],
    ['?per_page=0&page=0', 'v5 v4 v3 v2 v1 | '],
    ['?per_page=x&page=-1', 'v5 v4 v3 v2 v1 | '],
    ['?per_page=1000', 'v5 v4 v3 v2 v1 | '],
  ])('%s', async (query, expected) => expect(await names(query)).toBe(expected));

  it('has links that lead on', async () => {
    const { headers } = await bench.ask('GET /api/v3/repos/o/r/releases?per_page=3');
    const [, next = ''] = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '') ?? [];
    expect(new URL(next).pathname).toBe('/api/v3/repos/o/r/releases');
    expect((await bench.ask(`GET ${next}`)).list.map(({ tag_name: tag }) => tag)).toEqual(['v2', 'v1']);
  });
});

it('writes notes: what was said, and a link from the release before', async () => {
  await create('v1');
  const web = `${bench.registries.forge.url}/o/r`;
  expect(await create('v2', { generate_release_notes: true, body: 'Said' })).toMatchObject({
    name: 'v2',
    body: `Said\n\n**Full Changelog**: ${web}/compare/v1...v2`,
  });
  expect((await bench.ask('POST releases/generate-notes', { tag_name: 'v9', previous_tag_name: 'v1' })).json).toEqual({
    name: 'v9',
    body: `**Full Changelog**: ${web}/compare/v1...v9`,
  });
});

it('loses no release of many that are made at once, and makes one tag once', async () => {
  const many = Array.from({ length: 40 }, (_, index) => create(`v${index % 20}`));
  const made = await Promise.all(many);
  expect(made.filter(({ id }) => id !== undefined)).toHaveLength(20);
  expect((await bench.ask('GET releases?per_page=100')).list).toHaveLength(20);
  expect(await tags()).toHaveLength(20);
});

it('has made the release whose reply was lost: a second try is told so, and a look finds it', async () => {
  bench.registries.fault({ does: 'lose-reply', on: 'publish' });
  expect((await bench.ask('POST releases', { tag_name: 'v1' })).status).toBe(502);
  expect((await bench.ask('POST releases', { tag_name: 'v1' })).short).toBe('422 Release already_exists tag_name');
  expect((await bench.ask('GET releases/tags/v1')).json).toMatchObject({ id: 1 });
});

it('shows what is new later where it lags', async () => {
  await create('v1');
  bench.registries.fault({ does: 'lag', ms: 5000 });
  time.now += 1;
  await create('v2');
  expect((await bench.ask('GET releases/tags/v2')).short).toBe('404 Not Found');
  time.now += 5000;
  expect((await bench.ask('GET releases/tags/v2')).status).toBe(200);
});
