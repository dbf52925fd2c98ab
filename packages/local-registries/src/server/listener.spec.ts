import { request as ask } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { faults } from '../faults/armed.ts';
import type { Fault } from '../faults/fault.ts';
import { blobs } from '../storage/blobs.ts';
import { json, text } from './answer.ts';
import { listen, type Listening } from './listen.ts';
import { defaultLimits } from './limits.ts';
import { recorder } from './record.ts';
import { route, type Route } from './route.ts';
import { tokensOf } from './tokens.ts';

const clock: Clock & { waited: number } = {
  waited: 0,
  now: () => 1000,
  wait(ms) {
    this.waited += ms;
    return Promise.resolve();
  },
};
const folder = mkdtempSync(join(tmpdir(), 'listener-'));
const store = blobs(folder, false);
const armed = faults(clock);
const record = recorder();
const tokens = tokensOf(clock, 't_');
const token = tokens.issue({ token: 't_right' });
tokens.issue({ token: 't_old', lifeMs: -1 });
const done: string[] = [];
const sample = 'a'.repeat(1000);

const routes: readonly Route[] = [
  route('GET', '/files/:name', 'download', ({ params }) => text(`${params.name} ${sample}`)),
  route('GET', '/deep/*path/end/:last', 'index', ({ params }) => json(params)),
  route('GET', '/index', 'index', ({ view }) => json(view.since)),
  route('PUT', '/files/:name', 'publish', async (one) => {
    const { size } = await store.take(one.body(100_000));
    done.push(one.params.name);
    return json({ size }, 201);
  }),
  route('POST', '/json', 'open', async (one) => json(await one.json(100))),
  route('GET', '/broken', 'open', () => {
    throw new TypeError('secret detail');
  }),
];

let server: Listening;
beforeAll(async () => {
  const registry = {
    routes,
    refuse: ({ why, status, headers }: { why: string; status: number; headers?: Readonly<Record<string, string>> }) =>
      text(why, status, headers),
    clients: () => ({}),
  };
  const limits = { ...defaultLimits, drainBytes: 200_000 };
  const hosts = new Set(['registry.test']);
  const served = {
    name: 'sample',
    registry,
    tokens,
    isPrivate: false,
    hosts,
    clock,
    faults: armed,
    recorder: record,
    limits,
  };
  server = await listen(served, '127.0.0.1', 0);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  armed.clear();
  record.clear();
  done.length = 0;
});

const get = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${server.url}${path}`, init);
const put = (body: string, authorization = 't_right'): Promise<Response> =>
  get('/files/x', { method: 'PUT', body, headers: { authorization } });
const short = async (answer: Response): Promise<string> => `${answer.status} ${(await answer.text()).slice(0, 40)}`;

/** Sends bytes as they are: `fetch` would tidy them up first. */
const raw = (lines: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let said = '';
    socket
      .on('data', (data) => (said += data.toString()))
      .on('end', () => resolve(said))
      .on('error', reject);
    socket.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`);
  });

describe('paths', () => {
  it.each([
    ['/files/a', '200 a aaaaa'],
    ['/files/a%20b', '200 a b aaaaa'],
    ['/deep/a/b/end/c', '200 {"path":"a/b","last":"c"}'],
    ['/deep/a%2fb/end/c', '200 {"path":"a/b","last":"c"}'],
    ['/deep/end/end/end', '200 {"path":"end","last":"end"}'],
    ['/files/a%252fb', '200 a%2fb aaaaa'],
    ['/deep/end/c', '404 not-found'],
    ['/deep//end/c', '404 not-found'],
    ['/files/', '404 not-found'],
    ['/files/%2e%2e', '400 invalid'],
    ['/files/..%2f..%2fetc', '400 invalid'],
    ['/files/a%00b', '400 invalid'],
    ['/files/a%5cb', '400 invalid'],
    ['/files/%ff', '400 invalid'],
    ['/json', '405 method'],
  ])('%s', async (path, expected) => {
    const said = await raw([`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1']);
    const [, status = ''] = said.split(' ');
    const body = said.slice(said.indexOf('\r\n\r\n') + 4);
    expect(`${status} ${body}`.slice(0, expected.length)).toBe(expected);
  });

  it('answers HEAD like GET, without a body', async () => {
    const answer = await get('/files/a', { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([200, '1002', '']);
  });
});

it.each([
  ['127.0.0.1', 200],
  ['localhost:1234', 200],
  ['[::1]:1234', 200],
  ['forge.localhost', 200],
  ['registry.test', 200],
  ['evil.test', 403],
  ['127.0.0.1.evil.test', 403],
  ['localhost@evil.test', 403],
  ['', 403],
])('a request to the host "%s" gets %d', async (host, status) => {
  expect(await raw(['GET /index HTTP/1.1', `Host: ${host}`])).toContain(` ${status} `);
});

describe('tokens', () => {
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
  it.each([
    ['t_right', 201],
    ['Bearer t_right', 201],
    ['token t_right', 201],
    [basic('__token__:t_right'), 201],
    [basic('t_right:x-oauth-basic'), 201],
    [basic('t_right'), 201],
    ['', '401 no-token'],
    ['t_wrong', '401 unknown-token'],
    ['t_righ', '401 unknown-token'],
    ['t_old', '401 expired-token'],
    [basic(':'), '401 no-token'],
  ])('%s', async (authorization, expected) => {
    expect(await short(await put('x', authorization))).toContain(String(expected));
  });

  it('are never recorded', async () => {
    await get(`/files/${token}?token=abc&q=${token}`);
    expect(record.list().map(({ path }) => path)).toContain('/files/***?token=***&q=***');
    expect(JSON.stringify(record.list())).not.toContain(token);
  });
});

describe('bodies', () => {
  it.each([
    ['one that fits', 100_000, '201 {"size":100000}'],
    ['one byte too many', 100_001, '413 too-large'],
    ['far too many', 190_000, '413 too-large'],
  ])('%s', async (_, size, expected) => expect(await short(await put('x'.repeat(size)))).toBe(expected));

  it('stops at the limit when the length is not announced', async () => {
    const body = new Blob(['x'.repeat(150_000)]).stream();
    const init = { method: 'PUT', body, duplex: 'half', headers: { authorization: token } } as RequestInit;
    expect(await short(await get('/files/x', init))).toBe('413 too-large');
  });

  it.each([
    ['{"a":1}', '200 {"a":1}'],
    ['{', '400 invalid'],
    ['', '400 invalid'],
    [`"${'x'.repeat(100)}"`, '413 too-large'],
  ])('JSON %s', async (body, expected) =>
    expect(await short(await get('/json', { method: 'POST', body }))).toBe(expected),
  );

  it('keeps nothing of a body that breaks off, and lives on', async () => {
    await new Promise<void>((over) => {
      const sending = ask(`${server.url}/files/x`, {
        method: 'PUT',
        headers: { authorization: token, 'content-length': 9 },
      });
      sending.on('error', () => over()).write('half', () => sending.destroy());
    });
    expect(await short(await put('whole'))).toBe('201 {"size":5}');
    expect(done).toEqual(['x']);
  });
});

it('tells its own mistakes to the record, not to the client', async () => {
  expect(await short(await get('/broken'))).toBe('500 failed');
  // What another test broke off may be recorded only now.
  expect(record.list().find(({ path }) => path === '/broken')?.error).toContain('secret detail');
});

describe('faults', () => {
  const outcome = async (work: Promise<Response>): Promise<string> => work.then(short).catch(() => 'broken');
  it.each<[string, Fault, string, readonly string[]]>([
    ['refuse', { does: 'refuse', status: 429, retryAfter: 7 }, '429 too-many-requests', []],
    ['refuse with 500', { does: 'refuse', status: 500 }, '500 failed', []],
    ['lose-reply', { does: 'lose-reply' }, '502 Bad Gateway', ['x']],
    ['reset before', { does: 'reset', when: 'before' }, 'broken', []],
    ['reset during', { does: 'reset', when: 'during' }, 'broken', []],
    ['reset after', { does: 'reset', when: 'after' }, 'broken', ['x']],
    ['read-only', { does: 'read-only' }, '503 read-only', []],
    ['expire-token', { does: 'expire-token' }, '401 expired-token', []],
    ['another role', { does: 'refuse', status: 500, on: 'download' }, '201 {"size":1}', ['x']],
    ['another registry', { does: 'refuse', status: 500, registry: 'other' }, '201 {"size":1}', ['x']],
    ['another path', { does: 'refuse', status: 500, path: '/files/y' }, '201 {"size":1}', ['x']],
    ['its path', { does: 'refuse', status: 500, path: '/*' }, '500 failed', []],
    ['the second', { does: 'refuse', status: 500, nth: 2 }, '201 {"size":1}', ['x']],
  ])('%s', async (_, fault, expected, effects) => {
    armed.set(fault);
    expect(await outcome(put('1'))).toBe(expected);
    expect(done).toEqual(effects);
  });

  it('tells when to come again, if it was told', async () => {
    armed.set({ does: 'refuse', status: 429, retryAfter: 7 });
    armed.set({ does: 'refuse', status: 429, nth: 2 });
    const after = async (): Promise<string | null> => (await get('/index')).headers.get('retry-after');
    expect([await after(), await after()]).toEqual(['7', null]);
  });

  it('hits the nth, as many times as told, and is gone', async () => {
    armed.set({ does: 'refuse', status: 500, nth: 2, times: 2 });
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) statuses.push((await get('/index')).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
    expect(armed.list()).toEqual([]);
  });

  it('truncates a download, which says that it would be longer', async () => {
    armed.set({ does: 'truncate' });
    const answer = await get('/files/a');
    expect(answer.headers.get('content-length')).toBe('1002');
    await expect(answer.text()).rejects.toThrow();
    expect(record.list().find(({ fault }) => fault === 'truncate')?.sent).toBe(501);
  });

  it('breaks off in the middle of an answer', async () => {
    armed.set({ does: 'reset', when: 'during' });
    await expect(get('/files/a').then((answer) => answer.text())).rejects.toThrow();
  });

  it('corrupts one byte', async () => {
    armed.set({ does: 'corrupt' });
    const clean = `a ${sample}`;
    const body = await (await get('/files/a')).text();
    expect(body.split('').filter((char, at) => char !== clean[at])).toHaveLength(1);
  });

  it('sends slowly, by the clock that it was given', async () => {
    clock.waited = 0;
    armed.set({ does: 'slow', bytesPerSecond: 100, on: 'download' });
    expect(await (await get('/files/a')).text()).toBe(`a ${sample}`);
    expect(Math.round(clock.waited / 1000)).toBe(10);
  });

  it('shows an older index, from the moment when it was set', async () => {
    armed.set({ does: 'stale' });
    expect(await short(await get('/index'))).toBe('200 1000');
  });
});

it('records what was asked and answered', async () => {
  armed.set({ does: 'lose-reply' });
  await put('12345');
  await get('/nothing?q=1');
  const own = record.list().filter(({ fault, path }) => fault !== undefined || path.startsWith('/nothing'));
  expect(own).toEqual([
    {
      registry: 'sample',
      at: 1000,
      method: 'PUT',
      path: '/files/x',
      role: 'publish',
      user: 'local',
      status: 502,
      received: 5,
      sent: 11,
      fault: 'lose-reply',
    },
    { registry: 'sample', at: 1000, method: 'GET', path: '/nothing?q=1', status: 404, received: 0, sent: 9 },
  ]);
});
