import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packed, type Written } from '../archive/write-tar.ts';
import { startRegistries, type Options, type Registries } from '../start.ts';

const time = { now: Date.UTC(2026, 0, 2) };
const clock = { now: () => time.now, wait: () => Promise.resolve() };
const made: Registries[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(made.splice(0).map((one) => one.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function start(options: Options = {}): Promise<Registries> {
  const started = await startRegistries({ registries: ['crates'], clock, ...options });
  made.push(started);
  return started;
}

interface Upload {
  readonly json?: object | string;
  readonly files?: readonly Written[];
  readonly crate?: Buffer;
  readonly token?: string;
}

const manifest = (name: string, vers: string): string => `[package]\nname = "${name}"\nversion = "${vers}"\n`;

function frame(name: string, vers: string, { json = {}, files, crate }: Upload): Buffer {
  const about = { name, vers, deps: [], features: {}, description: 'd', license: 'MIT' };
  const metadata = Buffer.from(typeof json === 'string' ? json : JSON.stringify({ ...about, ...json }));
  const file = crate ?? packed(files ?? [{ path: `${name}-${vers}/Cargo.toml`, content: manifest(name, vers) }]);
  const length = (size: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(size);
    return bytes;
  };
  return Buffer.concat([length(metadata.length), metadata, length(file.length), file]);
}

const put = (at: Registries, body: Uint8Array, token = at.crates.token): Promise<Response> =>
  fetch(`${at.crates.url}/api/v1/crates/new`, {
    method: 'PUT',
    body: Buffer.from(body),
    headers: { authorization: token },
  });
const publish = (at: Registries, name: string, vers: string, upload: Upload = {}): Promise<Response> =>
  put(at, frame(name, vers, upload), upload.token);
const said = async (answer: Response): Promise<string> => {
  const text = await answer.text();
  const parsed = text.startsWith('{"errors"') ? (JSON.parse(text) as { errors: { detail: string }[] }) : undefined;
  return `${answer.status} ${parsed?.errors[0]?.detail ?? text}`;
};
const get = (at: Registries, path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${at.crates.url}${path}`, { headers });
const index = async (at: Registries, path: string): Promise<readonly Record<string, unknown>[]> => {
  const answer = await get(at, `/index/${path}`);
  if (!answer.ok) return [];
  return (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe('publish', () => {
  const top = 'foo-1.0.0';
  const cargo = { path: `${top}/Cargo.toml`, content: manifest('foo', '1.0.0') };
  const dep = (more: object): object => ({
    deps: [{ name: 'serde', version_req: '^1', registry: 'https://github.com/rust-lang/crates.io-index', ...more }],
  });
  it.each<[string, string, string, Upload, string]>([
    ['all is well', 'foo', '1.0.0', {}, '200 {"warnings":{"invalid_categories":[],"invalid_badges":[],"other":[]}}'],
    ['an empty name', '', '1.0.0', {}, '400 crate name cannot be empty'],
    [
      'a digit first',
      '1foo',
      '1.0.0',
      {},
      '400 the name `1foo` cannot be used as a crate name, the name cannot start with a digit',
    ],
    ['a slash', '../foo', '1.0.0', {}, '400 invalid character `.` in crate name'],
    ['a dot', 'foo.bar', '1.0.0', {}, '400 invalid character `.` in crate name'],
    ['not ASCII', 'füü', '1.0.0', {}, '400 invalid character `ü` in crate name'],
    ['too long', 'a'.repeat(65), '1.0.0', {}, '400 the crate name `aaa'],
    ['reserved', 'std', '1.0.0', {}, '400 cannot upload a crate with a reserved name'],
    ['reserved on Windows', 'COM1', '1.0.0', {}, '400 cannot upload a crate with a reserved name'],
    ['two numbers', 'foo', '1.0', {}, '400 "1.0" is an invalid semver version'],
    ['a leading zero', 'foo', '1.0.01', {}, '400 "1.0.01" is an invalid semver version'],
    ['a v', 'foo', 'v1.0.0', {}, '400 "v1.0.0" is an invalid semver version'],
    [
      'no description, no license',
      'foo',
      '1.0.0',
      { json: { description: '', license: null } },
      '400 missing or empty metadata fields: description, license. ',
    ],
    ['a license file', 'foo', '1.0.0', { json: { license: null, license_file: 'L' } }, '200 '],
    [
      'six keywords',
      'foo',
      '1.0.0',
      { json: { keywords: 'a b c d e f'.split(' ') } },
      '400 expected at most 5 keywords per crate',
    ],
    ['a strange keyword', 'foo', '1.0.0', { json: { keywords: ['a b'] } }, '400 "a b" is an invalid keyword'],
    [
      'a wildcard',
      'foo',
      '1.0.0',
      { json: dep({ version_req: '*' }) },
      '400 wildcard (`*`) dependency constraints are not allowed on crates.io. Crate with this problem: `serde`',
    ],
    ['a dependency on crates.io', 'foo', '1.0.0', { json: dep({}) }, '200 '],
    ['an unknown one here', 'foo', '1.0.0', { json: dep({ registry: null }) }, '400 no known crate named `serde`'],
    ['itself', 'foo', '1.0.0', { json: dep({ name: 'foo', registry: null, kind: 'dev' }) }, '200 '],
    ['no JSON', 'foo', '1.0.0', { json: '{' }, '400 invalid upload request: '],
    ['a list', 'foo', '1.0.0', { json: '[]' }, '400 invalid upload request: expected an object'],
    ['no deps', 'foo', '1.0.0', { json: { deps: null } }, '400 invalid upload request: missing field `deps`'],
    [
      'no archive',
      'foo',
      '1.0.0',
      { crate: Buffer.from('hello') },
      '400 uploaded tarball is malformed or too large when decompressed',
    ],
    [
      'an archive cut off',
      'foo',
      '1.0.0',
      { crate: packed([cargo]).subarray(0, 60) },
      '400 uploaded tarball is malformed',
    ],
    [
      'no manifest',
      'foo',
      '1.0.0',
      { files: [{ path: `${top}/src/lib.rs` }] },
      '400 uploaded tarball is missing a `Cargo.toml` manifest file',
    ],
    [
      'a file elsewhere',
      'foo',
      '1.0.0',
      { files: [cargo, { path: 'bar-1.0.0/x' }] },
      '400 invalid path found: bar-1.0.0/x',
    ],
    [
      'a traversal',
      'foo',
      '1.0.0',
      { files: [cargo, { path: `${top}/../../x` }] },
      `400 invalid path found: ${top}/../../x`,
    ],
    [
      'a link',
      'foo',
      '1.0.0',
      { files: [cargo, { path: `${top}/x`, type: '2' }] },
      `400 unexpected symlink or hard link found: ${top}/x`,
    ],
    [
      'another name inside',
      'foo',
      '1.0.0',
      { files: [{ ...cargo, content: manifest('bar', '1.0.0') }] },
      '400 metadata name `foo` does not match manifest name `bar`',
    ],
    [
      'another version inside',
      'foo',
      '1.0.0',
      { files: [{ ...cargo, content: manifest('foo', '2.0.0') }] },
      '400 metadata version `1.0.0` does not match manifest version `2.0.0`',
    ],
    [
      'broken TOML',
      'foo',
      '1.0.0',
      { files: [{ ...cargo, content: '[' }] },
      '400 failed to parse `Cargo.toml` manifest file',
    ],
    ['no token', 'foo', '1.0.0', { token: '' }, '403 this action requires authentication'],
    ['a wrong token', 'foo', '1.0.0', { token: 'x' }, '403 authentication failed'],
  ])('%s', async (_, name, vers, upload, expected) => {
    expect((await said(await publish(await start(), name, vers, upload))).slice(0, expected.length)).toBe(expected);
  });

  it.each<[string, string, string]>([
    ['the same', 'foo-bar 1.0.0', '400 crate version `1.0.0` is already uploaded'],
    ['the same but for the build', 'foo-bar 1.0.0+1', '400 crate version `1.0.0` is already uploaded'],
    ['an underscore', 'foo_bar 1.1.0', '400 crate was previously named `foo-bar`'],
    ['capitals', 'Foo-Bar 1.1.0', '400 crate was previously named `foo-bar`'],
    ['a prerelease', 'foo-bar 1.0.0-rc.1', '200 {'],
  ])('after foo-bar 1.0.0, %s', async (_, next, expected) => {
    const at = await start();
    await publish(at, 'foo-bar', '1.0.0');
    const [name = '', vers = ''] = next.split(' ');
    expect((await said(await publish(at, name, vers))).slice(0, expected.length)).toBe(expected);
  });

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), '400 invalid metadata length'],
    ['a length that lies', Buffer.from('ffffff7f00', 'hex'), '400 invalid metadata length: 2147483647'],
    ['only metadata', frame('foo', '1.0.0', {}).subarray(0, 80), '400 invalid metadata length'],
    [
      'more than was announced',
      Buffer.concat([frame('foo', '1.0.0', {}), Buffer.from('x')]),
      '400 invalid crate length',
    ],
    ['more than 10 MiB', Buffer.alloc(10 * 1024 * 1024 + 1), '413 max upload size is: 10485760'],
  ])('a body with %s', async (_, body, expected) => {
    expect((await said(await put(await start(), body))).slice(0, expected.length)).toBe(expected);
  });

  it('writes the entry that the Cargo book describes', async () => {
    const at = await start();
    const features = { default: ['std'], std: ['dep:json'], more: ['serde?/std'], old: [] };
    const deps = [
      {
        name: 'serde',
        version_req: '^1.0',
        features: ['derive'],
        optional: true,
        default_features: false,
        target: 'cfg(unix)',
        kind: 'normal',
        registry: 'https://github.com/rust-lang/crates.io-index',
      },
      {
        name: 'serde_json',
        version_req: '1',
        explicit_name_in_toml: 'json',
        kind: 'build',
        registry: 'https://github.com/rust-lang/crates.io-index',
      },
    ];
    await publish(at, 'Foo_Bar', '1.0.0', { json: { features, deps, links: 'z', rust_version: '1.70' } });
    const crate = packed([{ path: 'Foo_Bar-1.0.0/Cargo.toml', content: manifest('Foo_Bar', '1.0.0') }]);
    const external = { registry: 'https://github.com/rust-lang/crates.io-index' };
    expect(await index(at, 'fo/o_/foo_bar')).toEqual([
      {
        name: 'Foo_Bar',
        vers: '1.0.0',
        deps: [
          {
            name: 'serde',
            req: '^1.0',
            features: ['derive'],
            optional: true,
            default_features: false,
            target: 'cfg(unix)',
            kind: 'normal',
            ...external,
          },
          {
            name: 'json',
            package: 'serde_json',
            req: '1',
            features: [],
            optional: false,
            default_features: true,
            target: null,
            kind: 'build',
            ...external,
          },
        ],
        cksum: createHash('sha256').update(crate).digest('hex'),
        features: { default: ['std'], old: [] },
        features2: { std: ['dep:json'], more: ['serde?/std'] },
        v: 2,
        links: 'z',
        rust_version: '1.70',
        pubtime: '2026-01-02T00:00:00Z',
        yanked: false,
      },
    ]);
    const answer = await get(at, '/api/v1/crates/Foo_Bar/1.0.0/download');
    expect(Buffer.from(await answer.arrayBuffer()).equals(crate)).toBe(true);
  });

  it('loses none of many at once', async () => {
    const at = await start();
    const versions = Array.from({ length: 20 }, (_, patch) => `1.0.${patch}`);
    const statuses = await Promise.all(
      [...versions, '1.0.3'].map(async (vers) => (await publish(at, 'foo', vers)).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
    expect((await index(at, '3/f/foo')).map(({ vers }) => vers).sort()).toEqual([...versions].sort());
  });
});

describe('index', () => {
  it.each([
    ['a', '1/a', 200],
    ['ab', '2/ab', 200],
    ['abc', '3/a/abc', 200],
    ['abcd', 'ab/cd/abcd', 200],
    ['aBcD', 'ab/cd/abcd', 200],
    ['aBcD', 'aB/cD/aBcD', 404],
    ['abc', '2/abc', 404],
    ['ab-cd', 'ab/_c/ab_cd', 404],
    ['abcd', 'xx/xx/abcd', 404],
  ])('%s at %s: %d', async (name, path, status) => {
    const at = await start();
    await publish(at, name, '1.0.0');
    expect((await get(at, `/index/${path}`)).status).toBe(status);
  });

  it('answers 304 until something changes', async () => {
    const at = await start();
    await publish(at, 'foo', '1.0.0');
    const etag = (await get(at, '/index/3/f/foo')).headers.get('etag') ?? '';
    const again = async (tag: string): Promise<number> =>
      (await get(at, '/index/3/f/foo', { 'if-none-match': tag })).status;
    expect([await again(etag), await again(`"x", W/${etag}`), await again('"x"')]).toEqual([304, 304, 200]);
    await publish(at, 'foo', '1.0.1');
    expect(await again(etag)).toBe(200);
  });

  it('tells where the rest is, and whether a token is needed', async () => {
    const open = await start();
    const { url } = open.crates;
    expect(await (await get(open, '/index/config.json')).json()).toEqual({ dl: `${url}/api/v1/crates`, api: url });
    const closed = await start({ isPrivate: true });
    const refused = await get(closed, '/index/config.json');
    expect([refused.status, refused.headers.get('www-authenticate')?.slice(0, 16)]).toEqual([401, 'Cargo login_url=']);
    const allowed = await get(closed, '/index/config.json', { authorization: closed.crates.token });
    expect(await allowed.json()).toMatchObject({ 'auth-required': true });
  });

  it('lags behind by the clock', async () => {
    const at = await start({ faults: [{ does: 'lag', ms: 3000 }] });
    await publish(at, 'foo', '1.0.0');
    const seen = async (after: number): Promise<number> => {
      time.now += after;
      return (await index(at, '3/f/foo')).length;
    };
    expect([await seen(0), await seen(2999), await seen(1)]).toEqual([0, 0, 1]);
    expect(await said(await publish(at, 'foo', '1.0.0'))).toBe('400 crate version `1.0.0` is already uploaded');
  });
});

describe('web', () => {
  const send = (at: Registries, method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${at.crates.url}/api/v1/crates${path}`, {
      method,
      headers: { authorization: at.crates.token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it('yanks and takes it back; the file stays', async () => {
    const at = await start();
    await publish(at, 'foo', '1.0.0');
    const yanked = async (): Promise<unknown> => (await index(at, '3/f/foo'))[0]?.yanked;
    expect(await said(await send(at, 'DELETE', '/foo/1.0.0/yank'))).toBe('200 {"ok":true}');
    expect([await yanked(), (await get(at, '/api/v1/crates/foo/1.0.0/download')).status]).toEqual([true, 200]);
    await send(at, 'PUT', '/foo/1.0.0/unyank');
    expect(await yanked()).toBe(false);
  });

  it.each([
    ['DELETE', '/foo/9.9.9/yank', '404 crate `foo` does not have a version `9.9.9`'],
    ['GET', '/foo/9.9.9/download', '404 crate `foo` does not have a version `9.9.9`'],
    ['GET', '/bar', '404 crate `bar` does not exist'],
    ['GET', '/bar/owners', '404 crate `bar` does not exist'],
    ['GET', '/foo/..%2f..%2fetc%2fpasswd/download', '400 This path is not allowed.'],
    ['PATCH', '/foo', '405 Not by this method.'],
  ])('%s %s', async (method, path, expected) => {
    const at = await start();
    await publish(at, 'foo', '1.0.0');
    expect(await said(await send(at, method, path))).toBe(expected);
  });

  it('lets owners in and out, but not the last', async () => {
    const at = await start();
    await publish(at, 'foo', '1.0.0');
    const logins = async (): Promise<readonly string[]> => {
      const { users } = (await (await send(at, 'GET', '/foo/owners')).json()) as { users: { login: string }[] };
      return users.map(({ login }) => login);
    };
    await send(at, 'PUT', '/foo/owners', { users: ['mate'] });
    expect(await logins()).toEqual(['local', 'mate']);
    await send(at, 'DELETE', '/foo/owners', { users: ['local'] });
    expect(await said(await publish(at, 'foo', '1.0.1'))).toContain(
      "403 this crate exists but you don't seem to be an owner.",
    );
    expect((await send(at, 'DELETE', '/foo/owners', { users: ['mate'] })).status).toBe(400);
    expect((await send(at, 'PUT', '/foo/owners', { nobody: 1 })).status).toBe(400);
  });

  it('searches by name and description, page by page', async () => {
    const at = await start();
    for (const name of ['rope', 'rope-knot', 'sail'])
      await publish(at, name, '1.0.0', { json: { description: `a ${name}` } });
    await publish(at, 'sail', '2.0.0-rc.1');
    const search = async (query: string): Promise<unknown> => (await get(at, `/api/v1/crates?${query}`)).json();
    expect(await search('q=ROPE&per_page=1')).toEqual({
      crates: [{ name: 'rope', max_version: '1.0.0', description: 'a rope' }],
      meta: { total: 2 },
    });
    expect(await search('q=rope_knot&per_page=x')).toMatchObject({ meta: { total: 1 } });
    expect(await search('q=sail')).toMatchObject({ crates: [{ max_version: '1.0.0' }] });
  });
});

describe('what nobody published here', () => {
  const fetched = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'crates-'));
    folders.push(folder);
    const toml = `${manifest('dep', '1.2.0')}links = "z"\n[dependencies.core]\nversion = "^1"\npackage = "real-core"\noptional = true\ndefault-features = false\n[features]\nx = ["dep:core"]\n[target."cfg(unix)".dev-dependencies]\nlibc = "0.2"\n`;
    writeFileSync(join(folder, 'dep-1.2.0.crate'), packed([{ path: 'dep-1.2.0/Cargo.toml', content: toml }]));
    writeFileSync(join(folder, 'dep-9.0.0.crate'), 'no crate at all');
    writeFileSync(
      join(folder, 'Cap-1.0.0.crate'),
      packed([{ path: 'Cap-1.0.0/Cargo.toml', content: manifest('Cap', '1.0.0') }]),
    );
    writeFileSync(join(folder, 'other.txt'), '');
    symlinkSync('/etc/passwd', join(folder, 'dep-2.0.0.crate'));
    return folder;
  };

  it('comes from a folder, with an entry made from the manifest', async () => {
    const at = await start({ packages: fetched() });
    expect(await index(at, '3/d/dep')).toMatchObject([
      {
        name: 'dep',
        vers: '1.2.0',
        features2: { x: ['dep:core'] },
        links: 'z',
        deps: [
          {
            name: 'core',
            package: 'real-core',
            req: '^1',
            optional: true,
            default_features: false,
            kind: 'normal',
            target: null,
          },
          { name: 'libc', req: '0.2', kind: 'dev', target: 'cfg(unix)' },
        ],
      },
    ]);
    expect((await get(at, '/api/v1/crates/dep/1.2.0/download')).status).toBe(200);
    expect(await said(await publish(at, 'dep', '1.2.0'))).toBe('400 crate version `1.2.0` is already uploaded');
    expect((await publish(at, 'dep', '1.3.0')).status).toBe(200);
    expect((await index(at, '3/d/dep')).map(({ vers }) => vers)).toEqual(['1.3.0', '1.2.0']);
  });

  it('comes by the name that it has, whatever is asked for', async () => {
    const at = await start({ packages: fetched() });
    expect(await index(at, '3/c/cap')).toMatchObject([{ name: 'Cap' }]);
    expect((await get(at, '/api/v1/crates/Cap/1.0.0/download')).status).toBe(200);
  });

  it('passes through to another registry, whose refusals are a bad gateway', async () => {
    const behind = await start();
    await publish(behind, 'far', '1.0.0');
    const at = await start({ upstream: { crates: `${behind.crates.url}/index` } });
    expect(await index(at, '3/f/far')).toEqual(await index(behind, '3/f/far'));
    const bytes = async (from: Registries): Promise<Buffer> =>
      Buffer.from(await (await get(from, '/api/v1/crates/far/1.0.0/download')).arrayBuffer());
    expect((await bytes(at)).equals(await bytes(behind))).toBe(true);
    expect((await get(at, '/index/no/ne/none')).status).toBe(404);
    behind.fault({ does: 'corrupt', on: 'index', times: 2 });
    behind.fault({ does: 'refuse', status: 500, nth: 2 });
    const broken = async (): Promise<number> => (await get(at, '/index/3/f/far')).status;
    expect([await broken(), await broken(), await broken()]).toEqual([502, 502, 200]);
  });
});
