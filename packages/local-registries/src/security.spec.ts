import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { packed } from './archive/write-tar.ts';
import { registryNames, type RegistryName } from './protocols.ts';
import { startRegistries, type Registries } from './start.ts';

/** What strangers try, over real sockets and as it is (`fetch` would tidy it up first), at every registry that there is. */
const secret = 'what no client may ever see';
const limits = { memoryBytes: 4096, fileBytes: 4096, headerBytes: 4096, parts: 3 };
type Name = RegistryName | 'admin';
const names: readonly Name[] = [...registryNames, 'admin'];
const each = names.map((name) => [name] as const);

/** Where each takes a body; a form where that is what its clients send. */
const uploads: Readonly<Partial<Record<Name, readonly [request: string, isForm?: true]>>> = {
  crates: ['PUT /api/v1/crates/new'],
  npm: ['PUT /foo'],
  oci: ['PUT /v2/foo/manifests/latest'],
  charts: ['POST /api/charts', true],
  python: ['POST /legacy/', true],
  forge: ['POST /repos/me/foo/releases'],
  admin: ['POST /faults'],
};
const uploading = Object.entries(uploads).map(([name, [request, isForm]]) => [name as Name, request, isForm] as const);

let folder: string;
let registries: Registries;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'security-'));
  writeFileSync(join(folder, 'secret.txt'), secret);
  registries = await startRegistries({ keepIn: join(folder, 'kept'), limits });
});
afterAll(async () => {
  await registries.close();
  rmSync(folder, { recursive: true, force: true });
});

const portOf = (name: Name, of: Registries = registries): number =>
  Number(new URL((name === 'admin' ? of.admin : of[name]).url).port);
const tokenOf = (name: Name): string => (name === 'admin' ? registries.admin : registries[name]).token;
const basic = (token: string): string => `Authorization: Basic ${Buffer.from(`__token__:${token}`).toString('base64')}`;

interface Answered {
  readonly status: number;
  readonly text: string;
}

/** Sends the bytes as they are, and reads until the server has said all that it says. */
function raw(port: number, text: string, host = '127.0.0.1'): Promise<Answered> {
  return new Promise((done, failed) => {
    let said = '';
    const socket = connect(port, host, () => socket.write(text));
    socket.setTimeout(5000, () => socket.destroy(new Error(`no end: ${said}`)));
    socket.on('data', (chunk) => (said += chunk.toString('latin1')));
    socket.on('error', (error) => (said === '' ? failed(error) : undefined));
    socket.on('close', () => done({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 0), text: said }));
  });
}

const http = (line: string, ...headers: readonly string[]): string => {
  const host = headers.some((header) => /^host:/i.test(header)) ? [] : ['Host: localhost'];
  return [`${line} HTTP/1.1`, ...host, 'Connection: close', ...headers, '', ''].join('\r\n');
};

it('is asked about every registry that takes a body', () => {
  const without = names.filter((name) => uploads[name] === undefined);
  expect(without).toEqual(['oidc']);
});

describe.each(each)('%s', (name) => {
  it('is reached from this machine only, unless it was told to listen elsewhere', async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
    const others = addresses.filter(({ internal, family }) => !internal && family === 'IPv4');
    // All of 127.0.0.0/8 is this machine, and only the first address of it was asked for.
    const away = [...others.map(({ address }) => address), ...(process.platform === 'linux' ? ['127.0.0.2'] : [])];
    for (const address of away) {
      await expect(raw(portOf(name), http('GET /'), address)).rejects.toThrow('ECONNREFUSED');
    }
  });

  it.each([
    ['Host: evil.test'],
    ['Host: localhost.evil.test'],
    ['Host: 127.0.0.1.evil.test'],
    ['Host: evil.test:80'],
    ['Host: localhost@evil.test'],
    ['Host: evil.test#localhost'],
    ['Host:'],
    ['Host: [::2]'],
    ['Host: 0.0.0.0'],
  ])('answers nobody who asks for another host: %s', async (host) => {
    const { status, text } = await raw(portOf(name), http('GET /', host, basic(tokenOf(name))));
    expect([status, text.includes('evil')]).toEqual([403, false]);
  });

  it('does not guess where a request has no host, or ends in two ways', async () => {
    expect((await raw(portOf(name), 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).status).toBe(400);
    const twice = http('POST /', 'Content-Length: 4', 'Transfer-Encoding: chunked');
    expect((await raw(portOf(name), `${twice}0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n`)).status).toBe(400);
  });

  it.each([
    ['/../../secret.txt', 400],
    ['/../lock', 400],
    ['/a/../../../secret.txt', 400],
    ['/%2e%2e/%2e%2e/secret.txt', 400],
    ['/..%2f..%2fsecret.txt', 400],
    ['/%2e%2e%5c%2e%2e%5csecret.txt', 400],
    ['/a\\..\\secret.txt', 400],
    ['/%c0%ae%c0%ae/secret.txt', 400],
    ['/v2/../../secret.txt/manifests/x', 400],
    ['/secret.txt%00.tgz', 400],
    ['/a%0d%0aX-Split:%20b', 400],
    ['/%252e%252e/secret.txt', 404],
    ['//secret.txt', 404],
    ['file:///etc/passwd', 404],
  ])('serves no file of the disk: %s', async (path, expected) => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const { status, text } = await raw(portOf(name), http(`${method} ${path}`, basic(tokenOf(name))));
      // Whatever nothing is known of may be wrong in more than one way.
      expect(expected === 400 ? [400] : [400, 404, 405]).toContain(status);
      expect(text).not.toMatch(new RegExp(`${secret}|root:|^X-Split`, 'm'));
    }
  });

  it('takes no header beyond the limit', async () => {
    const { status } = await raw(portOf(name), http('GET /', `X-Long: ${'x'.repeat(limits.headerBytes)}`));
    expect(status).toBe(431);
  });
});

describe.each(uploading)('%s: %s', (name, request, isForm) => {
  const type = isForm === true ? 'multipart/form-data; boundary=b' : 'application/json';
  const sent = (token: string, body: string, ...headers: readonly string[]): Promise<Answered> =>
    raw(portOf(name), `${http(request, basic(token), `Content-Type: ${type}`, ...headers)}${body}`);
  const part = (at: number): string => `--b\r\nContent-Disposition: form-data; name="n${at}"\r\n\r\nx\r\n`;

  it('takes no body beyond the limit, announced or not', async () => {
    const long = (isForm === true ? part(0).replace('\r\nx\r\n', '\r\n') : '') + 'x'.repeat(3 * limits.fileBytes);
    expect((await sent(tokenOf(name), long, `Content-Length: ${long.length}`)).status).toBe(413);
    const chunked = `${long.length.toString(16)}\r\n${long}\r\n0\r\n\r\n`;
    expect((await sent(tokenOf(name), chunked, 'Transfer-Encoding: chunked')).status).toBe(413);
  });

  if (isForm === true) {
    it('takes no more parts than the limit', async () => {
      const body = `${[0, 1, 2, 3, 4].map(part).join('')}--b--\r\n`;
      const { status, text } = await sent(tokenOf(name), body, `Content-Length: ${body.length}`);
      expect([status, text]).toEqual([413, expect.stringContaining('parts')]);
    });
  }

  it('believes no token but the right one, and records none', async () => {
    const token = tokenOf(name);
    const last = token.endsWith('0') ? '1' : '0';
    const near = [token.slice(0, -1), token.slice(0, -1) + last, `${token}x`, ` ${token}x`, token.toUpperCase()];
    for (const wrong of [...near, '*', 'undefined', '__proto__']) {
      expect([401, 403]).toContain((await sent(wrong, '', 'Content-Length: 0')).status);
    }
    expect([401, 403]).toContain((await raw(portOf(name), http(request, 'Content-Length: 0'))).status);
    await raw(portOf(name), http(`GET /x/${token}?token=${token}`, basic(token)));
    expect(registries.requests().at(-1)?.path).toMatch(/^\/x\//);
    expect(JSON.stringify(registries.requests())).not.toContain(token);
  });
});

it('listens elsewhere where it was told to, and still asks for its own name', async () => {
  const hostNames = ['quay.test'];
  const wide = await startRegistries({ registries: ['npm'], host: '0.0.0.0', hostNames });
  try {
    const port = Number(new URL(wide.npm.url).port);
    const address = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1';
    const status = async (host: string) => (await raw(port, http('GET /-/ping', host), address)).status;
    expect([await status('Host: quay.test'), await status('Host: evil.test')]).toEqual([200, 403]);
  } finally {
    await wide.close();
  }
});

describe('links', () => {
  it.each(registryNames.map((name) => [name] as const))('%s is not kept where a link leads', async (name) => {
    const kept = mkdtempSync(join(folder, 'links-'));
    const start = async () => (await startRegistries({ registries: [name], keepIn: kept })).close();
    await start();
    const inside = readdirSync(join(kept, name)).map((entry) => join(kept, name, entry));
    for (const path of [join(kept, name), ...inside]) {
      const elsewhere = mkdtempSync(join(folder, 'elsewhere-'));
      renameSync(path, join(elsewhere, 'moved'));
      symlinkSync(join(elsewhere, 'moved'), path);
      await expect(start()).rejects.toThrow('link');
      rmSync(path);
      renameSync(join(elsewhere, 'moved'), path);
    }
    await start();
  });

  it('are not followed among the packages that somebody fetched', async () => {
    const packages = mkdtempSync(join(folder, 'packages-'));
    const outside = mkdtempSync(join(folder, 'outside-'));
    const tgz = (name: string) =>
      packed([{ path: 'package/package.json', content: `{"name":"${name}","version":"1.0.0"}` }]);
    mkdirSync(join(outside, 'more'));
    for (const name of ['linked', 'more/below', 'plain'])
      writeFileSync(join(outside, `${name}-1.0.0.tgz`), tgz(name.replace('more/', '')));
    symlinkSync(join(outside, 'linked-1.0.0.tgz'), join(packages, 'linked-1.0.0.tgz'));
    symlinkSync(join(outside, 'more'), join(packages, 'more'));
    renameSync(join(outside, 'plain-1.0.0.tgz'), join(packages, 'plain-1.0.0.tgz'));
    const { npm, close } = await startRegistries({ registries: ['npm'], packages });
    try {
      const status = async (name: string) => (await fetch(`${npm.url}/${name}`)).status;
      expect([await status('plain'), await status('linked'), await status('below')]).toEqual([200, 404, 404]);
    } finally {
      await close();
    }
  });
});
