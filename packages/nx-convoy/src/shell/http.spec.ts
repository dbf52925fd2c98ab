import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { httpClient } from './http.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ask = httpClient({ pauseMs: 1, timeoutMs: 2000 });

it('says who it is, and gives status, headers and text', async () => {
  let seen: IncomingMessage['headers'] = {};
  const url = await serve((request, response) => {
    seen = request.headers;
    response.writeHead(404, { 'X-Way': 'no' }).end('nobody');
  });
  expect(await ask({ method: 'GET', url, headers: { accept: 'text/plain' } })).toMatchObject({
    is: 'answer',
    status: 404,
    headers: { 'x-way': 'no' },
    text: 'nobody',
    isCut: false,
  });
  expect(seen['user-agent']).toMatch(/^nx-convoy\/\S+ \(https:\/\/\S+\)$/);
  expect(seen.accept).toBe('text/plain');
  expect(seen.authorization).toBeUndefined();
});

it.each([
  ['429', [429, 429, 200], 200, 3],
  ['503 for ever', [503, 503, 503, 503], 503, 3],
  ['404', [404, 200], 404, 1],
])('asks again after %s', async (_, statuses, status, times) => {
  let count = 0;
  const url = await serve((_request, response) =>
    response.writeHead(statuses[count++] ?? 500, { 'retry-after': '0' }).end(),
  );
  expect(await ask({ method: 'GET', url })).toMatchObject({ status });
  expect(count).toBe(times);
});

it('waits as long as it is told, and not for who asks too much', async () => {
  let count = 0;
  const url = await serve((_request, response) => {
    count += 1;
    response.writeHead(429, { 'retry-after': count === 1 ? '1' : '3600' }).end();
  });
  const start = performance.now();
  expect(await ask({ method: 'GET', url })).toMatchObject({ status: 429 });
  expect(performance.now() - start).toBeGreaterThan(990);
  expect(count).toBe(2);
});

it('sends what changes something once', async () => {
  let count = 0;
  const url = await serve((_request, response) => {
    count += 1;
    response.writeHead(503).end();
  });
  await ask({ method: 'PUT', url, body: 'x' });
  expect(count).toBe(1);
});

it('reads no more than it may', async () => {
  const url = await serve((_request, response) => response.end('x'.repeat(1_000_000)));
  const outcome = await ask({ method: 'GET', url, mostBytes: 1000 });
  expect(outcome).toEqual(expect.objectContaining({ text: 'x'.repeat(1000), isCut: true }));
  expect(await ask({ method: 'GET', url, mostBytes: 1_000_000 })).toMatchObject({ isCut: false });
});

it('follows to another place without its credentials, and not in circles', async () => {
  const seen: (string | undefined)[] = [];
  const other = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.end('there');
  });
  const url = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(307, { location: request.url === '/round' ? '/round' : other }).end();
  });
  const headers = { authorization: 'Bearer x' };
  expect(await ask({ method: 'GET', url, headers })).toMatchObject({ status: 200, text: 'there' });
  expect(seen).toEqual(['Bearer x', undefined]);
  expect(await ask({ method: 'GET', url: `${url}/round` })).toMatchObject({
    is: 'silence',
    why: expect.stringContaining('5 times'),
  });
  expect(await ask({ method: 'POST', url })).toMatchObject({ status: 307 });
});

it('goes to no other protocol', async () => {
  const url = await serve((_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end());
  expect(await ask({ method: 'GET', url })).toMatchObject({ is: 'silence', why: expect.stringContaining('not safe') });
});

it('tells why nobody answers', async () => {
  const url = await serve(() => undefined);
  await new Promise((closed) => servers.pop()?.close(closed));
  const refused = { is: 'silence', why: expect.stringContaining('nobody listens there (ECONNREFUSED)') };
  expect(await ask({ method: 'GET', url })).toMatchObject(refused);
  expect(await ask({ method: 'GET', url: url.replace('//', '//user:secret@') })).toMatchObject(refused);
  const mute = await serve(() => undefined);
  const outcome = await httpClient({ timeoutMs: 50, retries: 0 })({ method: 'GET', url: mute });
  expect(outcome).toEqual({ is: 'silence', why: 'no answer within 0.05 s' });
});

it('asks some at a time', async () => {
  let [now, most] = [0, 0];
  const open: (() => void)[] = [];
  const url = await serve((_request, response) => {
    now += 1;
    most = Math.max(most, now);
    open.push(() => {
      now -= 1;
      response.end();
    });
    if (open.length === 3) for (const answer of open.splice(0)) answer();
  });
  const client = httpClient({ turns: 3, retries: 0, timeoutMs: 2000 });
  await Promise.all(Array.from({ length: 9 }, () => client({ method: 'GET', url })));
  expect(most).toBe(3);
});

it('sends pieces of files and texts with their length told, and gives bytes where they are wanted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'convoy-http-'));
  const file = join(folder, 'layer');
  writeFileSync(file, Buffer.from([0, 1, 2, 253, 254, 255]));
  let length: string | undefined;
  const url = await serve((request, response) => {
    length = request.headers['content-length'];
    request.pipe(response);
  });
  const body = ['<', { file, from: 1, to: 3 }, Buffer.from([7]), { file, from: 3 }, { file, from: 2, to: 2 }];
  expect(await ask({ method: 'POST', url, body, wants: 'bytes' })).toMatchObject({
    is: 'answer',
    text: '',
    bytes: Buffer.from([60, 1, 2, 7, 253, 254, 255]),
  });
  expect(length).toBe('7');
  rmSync(folder, { recursive: true });
});

it.each([0, 1, 2, 3, 200_000])('sends a file of %i bytes as text, with the length that this has', async (size) => {
  const folder = mkdtempSync(join(tmpdir(), 'convoy-http-'));
  const file = join(folder, 'package.tgz');
  const bytes = Buffer.from(Array.from({ length: size }, (_, at) => (at * 7) % 251));
  writeFileSync(file, bytes);
  const seen: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    seen.push(request.headers['content-length']);
    request.pipe(response);
  });
  const body = ['{"data":"', { file, as: 'base64' as const }, '"}'];
  const outcome = await ask({ method: 'PUT', url, body, mostBytes: 1_000_000 });
  expect(outcome).toMatchObject({ status: 200, reason: 'OK', text: `{"data":"${bytes.toString('base64')}"}` });
  expect(seen).toEqual([String(11 + 4 * Math.ceil(size / 3))]);
  rmSync(folder, { recursive: true });
});

it('is no answer if a file is not there', async () => {
  const url = await serve((request, response) => request.pipe(response));
  expect(await ask({ method: 'POST', url, body: [{ file: '/nowhere/at/all' }] })).toMatchObject({ is: 'silence' });
});

it('waits for one request as long as it says', async () => {
  const url = await serve(() => undefined);
  expect(await ask({ method: 'PUT', url, timeoutMs: 20 })).toEqual({ is: 'silence', why: 'no answer within 0.02 s' });
});
