import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packed } from '../archive/write-tar.ts';
import { startRegistries, type Options, type Registries } from '../start.ts';

const time = { now: Date.UTC(2026, 0, 2) };
const made: Registries<'charts'>[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(made.splice(0).map((one) => one.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const tempFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'charts-'));
  folders.push(folder);
  return folder;
};
async function start(options: Options<'charts'> = {}): Promise<Registries<'charts'>> {
  const clock = { now: () => time.now, wait: () => Promise.resolve() };
  const started = await startRegistries({ clock, ...options, registries: ['charts'] });
  made.push(started);
  return started;
}

const chart = (name: string, version: string, more = ''): Buffer =>
  packed([{ path: `${name}/Chart.yaml`, content: `apiVersion: v2\nname: ${name}\nversion: ${version}\n${more}` }]);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

type At = Registries<'charts'>;
const ask = (
  at: At,
  method: string,
  path: string,
  body?: Uint8Array | FormData,
  headers: Record<string, string> = {},
) =>
  fetch(`${at.charts.url}${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from(`x:${at.charts.token}`).toString('base64')}`, ...headers },
    ...(body === undefined ? {} : { body: body instanceof FormData ? body : Buffer.from(body) }),
  });
const said = async (answer: Response): Promise<string> => `${answer.status} ${await answer.text()}`;
const upload = async (at: At, body: Uint8Array, query = ''): Promise<string> =>
  said(await ask(at, 'POST', `/api/charts${query}`, body));
const index = async (at: At) =>
  parse(await (await ask(at, 'GET', '/index.yaml')).text(), { version: '1.1' }) as {
    readonly generated: string;
    readonly entries: Readonly<Record<string, readonly Record<string, unknown>[]>>;
  };
const versions = async (at: At, name: string) => (await index(at)).entries[name]?.map(({ version }) => version);

it.each([
  ['words of YAML 1.1', { yes: 'no', date: '2026-01-02', octal: '017', empty: '', sexagesimal: '1:20' }],
  ['a key that merges', { '<<': 'merge', yes: 'no' }],
])('lists what was uploaded as helm writes an index, also %s', async (_, words) => {
  const at = await start();
  const archive = chart('app', '1.2.3+b.1', `appVersion: "1.10"\nannotations: ${JSON.stringify(words)}\n`);
  expect(await upload(at, archive)).toBe('201 {"saved":true}');
  const { entries, generated } = await index(at);
  const created = '2026-01-02T00:00:00.000Z';
  const urls = ['charts/app-1.2.3+b.1.tgz'];
  const about = { apiVersion: 'v2', name: 'app', version: '1.2.3+b.1', appVersion: '1.10', annotations: words };
  expect([entries, generated]).toEqual([{ app: [{ ...about, created, digest: sha256(archive), urls }] }, created]);
  const file = await ask(at, 'GET', `/${urls[0] ?? ''}`);
  expect(Buffer.from(await file.arrayBuffer())).toEqual(archive);
});

it('lists the newest version first', async () => {
  const at = await start();
  for (const version of ['1.2.0', '1.10.0', '1.10.0-rc.1', 'v2.0.0', '"1.9"', '1.2.0+a'])
    await upload(at, chart('app', version));
  expect(await versions(at, 'app')).toEqual(['v2.0.0', '1.10.0', '1.10.0-rc.1', '1.9', '1.2.0+a', '1.2.0']);
});

it.each<[string, Buffer, string]>([
  ['no archive', Buffer.from('x'), 'chart archive cannot be read'],
  ['no chart', packed([{ path: 'package/package.json', content: '{}' }]), 'Chart.yaml file is missing'],
  [
    'a chart in a chart only',
    packed([{ path: 'a/charts/b/Chart.yaml', content: 'name: b' }]),
    'Chart.yaml file is missing',
  ],
  ['no YAML', packed([{ path: 'a/Chart.yaml', content: '{' }]), 'Chart.yaml is not the YAML of a chart'],
  ['no version', chart('app', '""'), 'chart.metadata.version \\"\\" is invalid'],
  ['a version that is none', chart('app', 'latest'), 'chart.metadata.version \\"latest\\" is invalid'],
  [
    'a name that is a way',
    packed([{ path: 'a/Chart.yaml', content: 'apiVersion: v2\nname: ../app\nversion: 1.0.0\n' }]),
    'chart.metadata.name \\"../app\\" is invalid',
  ],
  [
    'no apiVersion',
    packed([{ path: 'a/Chart.yaml', content: 'name: a\nversion: 1.0.0\n' }]),
    'chart.metadata.apiVersion',
  ],
])('refuses %s', async (_, archive, why) => {
  const at = await start();
  const answer = await upload(at, archive);
  expect(answer).toMatch(/^400 /);
  expect(answer).toContain(why);
  expect((await index(at)).entries).toEqual({});
});

it('takes a version once, unless it is forced, and forgets it when it is told', async () => {
  const folder = tempFolder();
  const at = await start({ keepIn: folder });
  const files = () => readdirSync(join(folder, 'charts/blobs'));
  const [one, other] = [chart('app', '1.0.0'), chart('app', '1.0.0', 'description: other\n')];
  await upload(at, one);
  expect(await upload(at, other)).toBe('409 {"error":"file already exists"}');
  expect(await upload(at, other, '?force')).toBe('201 {"saved":true}');
  expect(files()).toEqual([sha256(other)]);
  expect(await said(await ask(at, 'DELETE', '/api/charts/app/1.0.0'))).toBe('200 {"deleted":true}');
  expect(await said(await ask(at, 'DELETE', '/api/charts/app/1.0.0'))).toBe('404 {"error":"chart not found"}');
  expect([(await index(at)).entries, files()]).toEqual([{}, []]);
});

it('keeps signatures beside their archives', async () => {
  const at = await start();
  const archive = chart('app', '1.0.0');
  const text =
    '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\napiVersion: v2\nname: app\nversion: 1.0.0\n\n...\nfiles:\n  app-1.0.0.tgz: sha256:x\n';
  const form = new FormData();
  form.set('chart', new Blob([Buffer.from(archive)]), 'app-1.0.0.tgz');
  form.set('prov', new Blob([text]), 'app-1.0.0.tgz.prov');
  expect(await said(await ask(at, 'POST', '/api/charts', form))).toBe('201 {"saved":true}');
  expect(await said(await ask(at, 'GET', '/charts/app-1.0.0.tgz.prov'))).toBe(`200 ${text}`);
  expect(await said(await ask(at, 'POST', '/api/prov', Buffer.from('nothing')))).toMatch(/^400 .*provenance/);
  expect(await said(await ask(at, 'POST', '/api/prov', Buffer.from(text)))).toMatch(/^409 /);
  await ask(at, 'DELETE', '/api/charts/app/1.0.0');
  expect(await said(await ask(at, 'GET', '/charts/app-1.0.0.tgz.prov'))).toMatch(/^404 /);
});

it('does not send what the client has', async () => {
  const at = await start();
  await upload(at, chart('app', '1.0.0'));
  for (const path of ['/index.yaml', '/charts/app-1.0.0.tgz']) {
    const first = await ask(at, 'GET', path);
    await first.arrayBuffer();
    const etag = { 'if-none-match': first.headers.get('etag') ?? '' };
    expect((await ask(at, 'GET', path, undefined, etag)).status).toBe(304);
    expect((await ask(at, 'HEAD', path)).headers.get('content-length')).toBe(first.headers.get('content-length'));
  }
  const before = (await ask(at, 'GET', '/index.yaml')).headers.get('etag') ?? '';
  await upload(at, chart('app', '1.0.1'));
  expect((await ask(at, 'GET', '/index.yaml', undefined, { 'if-none-match': before })).status).toBe(200);
});

it('tells about charts as ChartMuseum does', async () => {
  const at = await start();
  for (const version of ['1.0.0', '1.1.0']) await upload(at, chart('app', version));
  const json = async (path: string): Promise<unknown> => (await ask(at, 'GET', path)).json();
  expect(await json('/api/charts')).toMatchObject({ app: [{ version: '1.1.0' }, { version: '1.0.0' }] });
  expect(await json('/api/charts/app')).toMatchObject([{ version: '1.1.0' }, { version: '1.0.0' }]);
  expect(await json('/api/charts/app/1.0.0')).toMatchObject({ version: '1.0.0' });
  expect((await ask(at, 'GET', '/api/charts/none')).status).toBe(404);
});

it('asks for name and password', async () => {
  const at = await start({ isPrivate: true });
  const answer = await fetch(`${at.charts.url}/index.yaml`);
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="local-registries"']);
  expect(
    (await ask(await start(), 'POST', '/api/charts', chart('a', '1.0.0'), { authorization: 'Bearer wrong' })).status,
  ).toBe(401);
});

it('loses no upload when everybody uploads at once', async () => {
  const at = await start();
  const wanted = Array.from({ length: 30 }, (_, minor) => `1.${minor}.0`);
  await Promise.all(wanted.map((version) => upload(at, chart('busy', version))));
  expect(await versions(at, 'busy')).toEqual(wanted.reverse());
});

it('may lag behind on demand', async () => {
  const at = await start();
  at.fault({ does: 'lag', ms: 1000 });
  await upload(at, chart('app', '1.0.0'));
  expect(await versions(at, 'app')).toBeUndefined();
  time.now += 1000;
  expect(await versions(at, 'app')).toEqual(['1.0.0']);
});

it('survives a restart', async () => {
  const folder = tempFolder();
  const one = await startRegistries({ registries: ['charts'], keepIn: folder });
  await upload(one, chart('app', '1.0.0'));
  await one.close();
  const again = await start({ keepIn: folder });
  expect((await ask(again, 'GET', '/charts/app-1.0.0.tgz')).status).toBe(200);
});

it('serves what a folder holds, and what another repository does, unless it is here', async () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'deep/app.tgz'), chart('app', '0.1.0'));
  writeFileSync(join(folder, 'deep/app.tgz.prov'), 'signed');
  writeFileSync(join(folder, 'left-pad-1.0.0.tgz'), packed([{ path: 'package/package.json', content: '{}' }]));
  const behind = await start({ packages: folder });
  const at = await start({ upstream: { charts: behind.charts.url } });
  await upload(at, chart('app', '0.2.0'));
  await upload(at, chart('own', '1.0.0'));
  for (const one of [behind, at]) {
    expect(await versions(one, 'app')).toEqual(one === at ? ['0.2.0', '0.1.0'] : ['0.1.0']);
    const file = await ask(one, 'GET', '/charts/app-0.1.0.tgz');
    expect(Buffer.from(await file.arrayBuffer())).toEqual(chart('app', '0.1.0'));
    expect(await said(await ask(one, 'GET', '/charts/app-0.1.0.tgz.prov'))).toBe('200 signed');
    expect((await ask(one, 'GET', '/charts/left-pad-1.0.0.tgz')).status).toBe(404);
  }
  expect(await versions(at, 'own')).toEqual(['1.0.0']);
});
