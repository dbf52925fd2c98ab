import { createHash } from 'node:crypto';
import { anonymous, workbench, type Said, type Workbench } from '../workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await workbench();
  await bench.ask('POST releases', { tag_name: 'v1' });
});
afterEach(() => bench.close());

const bytes = { accept: 'application/octet-stream' };
const upload = (query: string, content: string | Buffer = 'content', headers = {}): Promise<Said> =>
  bench.ask(`POST releases/1/assets${query}`, Buffer.from(content), { 'content-type': 'application/gzip', ...headers });

it('is told of as the reference does, and comes back byte for byte', async () => {
  const made = await upload('?name=a.tgz&label=An%20archive');
  const { url } = bench.registries.forge;
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({
    url: `${url}/repos/o/r/releases/assets/1`,
    browser_download_url: `${url}/o/r/releases/download/v1/a.tgz`,
    id: 1,
    name: 'a.tgz',
    label: 'An archive',
    state: 'uploaded',
    content_type: 'application/gzip',
    size: 7,
    digest: `sha256:${createHash('sha256').update('content').digest('hex')}`,
    download_count: 0,
    uploader: { login: 'local' },
  });
  expect((await bench.ask('GET releases/assets/1')).json).toEqual(made.json);
  expect((await bench.ask('GET releases/assets/1', undefined, bytes)).text).toBe('content');
  const page = await bench.ask(`GET ${url}/o/r/releases/download/v1/a.tgz`, undefined, anonymous);
  expect([page.text, page.headers.get('content-type')]).toEqual(['content', 'application/gzip']);
  expect((await bench.ask('GET releases/1/assets')).list).toMatchObject([{ download_count: 2 }]);
  expect((await bench.ask('GET releases/1')).json).toMatchObject({ assets: [{ name: 'a.tgz' }] });
});

it.each([
  ['bytes=0-2', 206, 'con'],
  ['bytes=-3', 206, 'ent'],
  ['bytes=9-', 416, ''],
])('gives the range %s', async (range, status, text) => {
  await upload('?name=a');
  const said = await bench.ask('GET releases/assets/1', undefined, { ...bytes, range });
  expect([said.status, said.text]).toEqual([status, text]);
});

it.each([
  ['a name that is there', '?name=a', '422 ReleaseAsset already_exists name'],
  ['no name', '', '422 ReleaseAsset missing_field name'],
  ['a name of dots', '?name=..', '422 ReleaseAsset missing_field name'],
  ['another release', '/../../9/assets?name=b', '404 Not Found'],
])('refuses %s', async (_, query, expected) => {
  await upload('?name=a');
  expect((await upload(query)).short).toBe(expected);
  expect((await bench.ask('GET releases/1/assets')).list).toHaveLength(1);
});

it('refuses nothing at all, and writes dots for what an address cannot hold', async () => {
  expect((await upload('?name=a', '')).short).toBe('400 Bad Content-Length: 0');
  expect((await upload('?name=a%20b%26c.tgz')).json.name).toBe('a.b.c.tgz');
});

it('renames, relabels, removes', async () => {
  await upload('?name=a');
  await upload('?name=b');
  expect((await bench.ask('PATCH releases/assets/1', { name: 'b' })).short).toBe(
    '422 ReleaseAsset already_exists name',
  );
  expect((await bench.ask('PATCH releases/assets/1', { name: 'c', label: 'C' })).json).toMatchObject({
    name: 'c',
    label: 'C',
  });
  expect((await bench.ask('DELETE releases/assets/1')).status).toBe(204);
  for (const request of ['GET releases/assets/1', 'DELETE releases/assets/1', 'PATCH releases/assets/1'])
    expect((await bench.ask(request, request.startsWith('P') ? {} : undefined)).short).toBe('404 Not Found');
  expect((await bench.ask('GET releases/1/assets')).list.map(({ name }) => name)).toEqual(['b']);
});

it('hides those of a draft from strangers', async () => {
  await upload('?name=a');
  await bench.ask('PATCH releases/1', { draft: true });
  for (const path of [
    'releases/assets/1',
    'releases/1/assets',
    `${bench.registries.forge.url}/o/r/releases/download/v1/a`,
  ])
    expect((await bench.ask(`GET ${path}`, undefined, anonymous)).short).toBe('404 Not Found');
  expect((await bench.ask('GET releases/assets/1')).status).toBe(200);
});

it('loses none of many that come at once, and lets one of a name win', async () => {
  const many = Array.from({ length: 40 }, (_, index) => upload(`?name=${index % 20}`, `content ${index}`));
  const made = (await Promise.all(many)).filter(({ status }) => status === 201);
  expect(made).toHaveLength(20);
  const { list } = await bench.ask('GET releases/1/assets?per_page=100');
  expect(new Set(list.map(({ name }) => name)).size).toBe(20);
  expect(new Set(list.map(({ id }) => id)).size).toBe(20);
  for (const { json } of made) {
    const { text } = await bench.ask(`GET releases/assets/${String(json.id)}`, undefined, bytes);
    expect(`sha256:${createHash('sha256').update(text).digest('hex')}`).toBe(json.digest);
  }
});

it('takes uploads where GitHub Enterprise Server has them', async () => {
  const { json } = await bench.ask('GET /api/v3/repos/o/r/releases/1');
  const url = `${bench.registries.forge.url}/api/uploads/repos/o/r/releases/1/assets`;
  expect(json.upload_url).toBe(`${url}{?name,label}`);
  const made = await bench.ask(`POST ${url}?name=a`, Buffer.from('x'));
  expect(made.json.url).toBe(`${bench.registries.forge.url}/api/v3/repos/o/r/releases/assets/1`);
});

it('is damaged on demand, and has the digest that tells', async () => {
  const { json } = await upload('?name=a', 'x'.repeat(1000));
  bench.registries.fault({ does: 'corrupt', on: 'download' });
  const { text } = await bench.ask('GET releases/assets/1', undefined, bytes);
  expect(`sha256:${createHash('sha256').update(text).digest('hex')}`).not.toBe(json.digest);
  bench.registries.fault({ does: 'reset', when: 'during', on: 'publish' });
  await expect(upload('?name=b', Buffer.alloc(1 << 20))).rejects.toThrow();
  expect((await bench.ask('GET releases/1/assets')).list).toHaveLength(1);
  expect((await upload('?name=b')).status).toBe(201);
});
