import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packed } from '../archive/write-tar.ts';
import { startRegistries, type Options, type Registries } from '../start.ts';

const time = { now: Date.UTC(2026, 0, 2) };
const clock = { now: () => time.now, wait: () => Promise.resolve() };
const made: Registries<'npm'>[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(made.splice(0).map((one) => one.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function start(options: Options<'npm'> = {}): Promise<Registries<'npm'>> {
  const started = await startRegistries({ registries: ['npm'], clock, ...options });
  made.push(started);
  return started;
}

type Json = Record<string, unknown>;

const tarball = (name: string, version: string): Buffer =>
  packed([
    { path: 'package/package.json', content: JSON.stringify({ name, version, scripts: { postinstall: 'true' } }) },
  ]);
const digests = (file: Buffer): { shasum: string; integrity: string } => ({
  shasum: createHash('sha1').update(file).digest('hex'),
  integrity: `sha512-${createHash('sha512').update(file).digest('base64')}`,
});

/** What `npm publish` sends. */
function publication(
  name: string,
  version: string,
  more: { manifest?: Json; body?: Json; file?: Buffer; tag?: string } = {},
): Json {
  const file = more.file ?? tarball(name, version);
  const manifest = { name, version, description: `about ${name}`, dist: digests(file), ...more.manifest };
  return {
    _id: name,
    name,
    'dist-tags': { [more.tag ?? 'latest']: version },
    versions: { [version]: manifest },
    _attachments: {
      [`${name}-${version}.tgz`]: {
        content_type: 'application/octet-stream',
        data: file.toString('base64'),
        length: file.length,
      },
    },
    ...more.body,
  };
}

const path = (name: string): string => `/${name.replace('/', '%2f')}`;
const send = (
  at: Registries<'npm'>,
  method: string,
  where: string,
  body?: unknown,
  token = at.npm.token,
): Promise<Response> =>
  fetch(`${at.npm.url}${where}`, {
    method,
    headers: { ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const publish = (at: Registries<'npm'>, ...args: Parameters<typeof publication>): Promise<Response> =>
  send(at, 'PUT', path(args[0]), publication(...args));
const said = async (answer: Response): Promise<string> => {
  const text = await answer.text();
  return `${answer.status} ${(JSON.parse(text) as { error?: string }).error ?? text}`;
};
const get = async (at: Registries<'npm'>, where: string, headers: Record<string, string> = {}): Promise<Json> =>
  (await (await fetch(`${at.npm.url}${where}`, { headers })).json()) as Json;

describe('publish', () => {
  it.each<[string, string, Json | undefined, string]>([
    ['all is well', 'a', publication('a', '1.0.0'), '201 {"ok":true}'],
    ['a scope', '@s/a', publication('@s/a', '1.0.0'), '201 {"ok":true}'],
    ['capitals', 'A', publication('A', '1.0.0'), '400 name can only contain lower-case URL-friendly characters'],
    ['a dot first', '.a', publication('.a', '1.0.0'), '400 name can only'],
    [
      'a name of the tools',
      'node_modules',
      publication('node_modules', '1.0.0'),
      '400 node_modules is not a valid package name',
    ],
    ['another name in the body', 'b', publication('a', '1.0.0'), '400 the name in the body is not that in the address'],
    [
      'another name in the manifest',
      'a',
      publication('a', '1.0.0', { manifest: { name: 'b' } }),
      '400 the manifest is not about a',
    ],
    ['no semver', 'a', publication('a', '1.0'), '400 invalid version: 1.0'],
    [
      'another version in the manifest',
      'a',
      publication('a', '1.0.0', { manifest: { version: '2.0.0' } }),
      '400 invalid version: 1.0.0',
    ],
    [
      'two versions',
      'a',
      publication('a', '1.0.0', { body: { versions: { '1.0.0': {}, '2.0.0': {} } } }),
      '400 exactly one version',
    ],
    ['no version', 'a', publication('a', '1.0.0', { body: { versions: {} } }), '400 exactly one version'],
    ['no file', 'a', publication('a', '1.0.0', { body: { _attachments: {} } }), '400 the package has no attachment'],
    [
      'no base64',
      'a',
      publication('a', '1.0.0', { body: { _attachments: { 'a.tgz': { data: '!' } } } }),
      '400 the package has no attachment',
    ],
    [
      'a wrong length',
      'a',
      publication('a', '1.0.0', { body: { _attachments: { 'a.tgz': { data: 'YQ==', length: 2 } } } }),
      '400 the attachment is 1 bytes long, not 2',
    ],
    ['a wrong shasum', 'a', publication('a', '1.0.0', { manifest: { dist: { shasum: '0' } } }), '400 the shasum is '],
    [
      'a wrong integrity',
      'a',
      publication('a', '1.0.0', { manifest: { dist: { integrity: 'sha512-0' } } }),
      '400 the integrity is ',
    ],
    [
      'no package inside',
      'a',
      publication('a', '1.0.0', { file: packed([{ path: 'x' }]) }),
      '400 the attachment is no package',
    ],
    [
      'no archive inside',
      'a',
      publication('a', '1.0.0', { file: Buffer.from('x') }),
      '400 the attachment is no package',
    ],
    [
      'another package inside',
      'a',
      publication('a', '1.0.0', { file: tarball('b', '1.0.0') }),
      '400 the package.json inside has another name than a',
    ],
    ['a tag like a version', 'a', publication('a', '1.0.0', { tag: 'v1.2' }), '400 v1.2 is not a valid dist-tag'],
    ['a list', 'a', [] as unknown as Json, '400 the body is an object'],
    ['nothing', 'a', undefined, '400 The body is not JSON.'],
  ])('%s', async (_, name, body, expected) => {
    expect((await said(await send(await start(), 'PUT', path(name), body))).slice(0, expected.length)).toBe(expected);
  });

  it('refuses what is there, what is gone, and who is nobody', async () => {
    const at = await start();
    await publish(at, 'a', '1.0.0');
    await publish(at, 'a', '1.0.1');
    const words = '403 You cannot publish over the previously published versions: 1.0.0.';
    expect(await said(await publish(at, 'a', '1.0.0'))).toBe(words);
    await send(at, 'PUT', '/a/-rev/1', { versions: { '1.0.1': {} } });
    expect(Object.keys((await get(at, '/a')).versions as Json)).toEqual(['1.0.1']);
    expect(await said(await publish(at, 'a', '1.0.0'))).toBe(words);
    expect((await send(at, 'PUT', '/a', publication('a', '2.0.0'), '')).status).toBe(401);
    expect((await send(at, 'PUT', '/a', publication('a', '2.0.0'), 'x')).status).toBe(401);
  });

  it('loses none of many at once', async () => {
    const at = await start();
    const versions = Array.from({ length: 20 }, (_, patch) => `1.0.${patch}`);
    const statuses = await Promise.all(
      [...versions, '1.0.3'].map(async (version) => (await publish(at, 'a', version)).status),
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(20);
    expect(Object.keys((await get(at, '/a')).versions as Json).sort()).toEqual([...versions].sort());
  });

  it('makes the first version the latest, whatever its tag', async () => {
    const at = await start();
    await publish(at, 'a', '1.0.0-rc.1', { tag: 'next' });
    expect(await get(at, '/-/package/a/dist-tags')).toEqual({ next: '1.0.0-rc.1', latest: '1.0.0-rc.1' });
    await publish(at, 'a', '1.0.0-rc.2', { tag: 'next' });
    expect(await get(at, '/-/package/a/dist-tags')).toEqual({ next: '1.0.0-rc.2', latest: '1.0.0-rc.1' });
  });
});

describe('packument', () => {
  const short = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';

  it('is whole for people and short for installers', async () => {
    const at = await start();
    await publish(at, '@s/a', '1.0.0', {
      manifest: { dependencies: { b: '1' }, scripts: { postinstall: 'x' }, readme: '# hi' },
    });
    const file = tarball('@s/a', '1.0.0');
    const whole = await get(at, '/@s%2fa');
    expect(whole).toMatchObject({
      _id: '@s/a',
      readme: '# hi',
      time: { '1.0.0': '2026-01-02T00:00:00.000Z' },
      maintainers: [{ name: 'local' }],
    });
    const answer = await fetch(`${at.npm.url}/@s/a`, { headers: { accept: short } });
    expect(answer.headers.get('content-type')).toBe('application/vnd.npm.install-v1+json');
    const tarballUrl = `${at.npm.url}/@s/a/-/a-1.0.0.tgz`;
    expect(await answer.json()).toEqual({
      name: '@s/a',
      modified: '2026-01-02T00:00:00.000Z',
      'dist-tags': { latest: '1.0.0' },
      versions: {
        '1.0.0': {
          name: '@s/a',
          version: '1.0.0',
          dependencies: { b: '1' },
          hasInstallScript: true,
          dist: { ...digests(file), tarball: tarballUrl },
        },
      },
    });
    expect(Buffer.from(await (await fetch(tarballUrl)).arrayBuffer()).equals(file)).toBe(true);
  });

  it('has a tag of each form, until something changes', async () => {
    const at = await start();
    await publish(at, 'a', '1.0.0');
    const status = async (tag: string, accept = '*/*'): Promise<number> =>
      (await fetch(`${at.npm.url}/a`, { headers: { 'if-none-match': tag, accept } })).status;
    const tag = (await fetch(`${at.npm.url}/a`)).headers.get('etag') ?? '';
    expect([await status(tag), await status(tag, short), await status('"x"')]).toEqual([304, 200, 200]);
    await publish(at, 'a', '1.0.1');
    expect(await status(tag)).toBe(200);
  });

  it.each([
    ['/a/1.0.0', 200],
    ['/a/latest', 200],
    ['/a/2.0.0', 404],
    ['/a/__proto__', 404],
    ['/a/constructor', 404],
    ['/@s/b/1.0.0', 200],
    ['/@s%2fb/latest', 200],
    ['/b', 404],
    ['/__proto__', 404],
    ['/@s', 404],
    ['/a/-/a-1.0.0.tgz', 200],
    ['/a/-/a-2.0.0.tgz', 404],
    ['/a/-/..%2f..%2fetc%2fpasswd', 400],
    ['/@s/b/-/b-1.0.0.tgz', 200],
  ])('GET %s: %d', async (where, status) => {
    const at = await start();
    await publish(at, 'a', '1.0.0');
    await publish(at, '@s/b', '1.0.0');
    expect((await fetch(`${at.npm.url}${where}`)).status).toBe(status);
  });
});

describe('changes', () => {
  it('moves tags and takes them away', async () => {
    const at = await start();
    await publish(at, '@s/a', '1.0.0');
    const tags = '/-/package/@s%2fa/dist-tags';
    expect((await send(at, 'PUT', `${tags}/stable`, '1.0.0')).status).toBe(201);
    expect(await said(await send(at, 'PUT', `${tags}/stable`, '9.9.9'))).toBe('404 version not found: 9.9.9');
    expect(await said(await send(at, 'PUT', `${tags}/1.0`, '1.0.0'))).toBe('400 1.0 is not a valid dist-tag');
    expect(await get(at, tags)).toEqual({ latest: '1.0.0', stable: '1.0.0' });
    await send(at, 'DELETE', `${tags}/stable`);
    expect(await get(at, tags)).toEqual({ latest: '1.0.0' });
    expect((await send(at, 'PUT', '/-/package/none/dist-tags/x', '1.0.0')).status).toBe(404);
  });

  it('deprecates and thinks better of it, and takes nothing else over', async () => {
    const at = await start();
    await publish(at, 'a', '1.0.0');
    const whole = await get(at, '/a');
    const versions = whole.versions as Record<string, Json>;
    const change = (deprecated: string): Json => ({
      ...whole,
      versions: { '1.0.0': { ...versions['1.0.0'], deprecated, description: 'hacked' } },
    });
    await send(at, 'PUT', '/a', { ...change('old'), _attachments: undefined });
    expect(await get(at, '/a/1.0.0')).toMatchObject({ deprecated: 'old', description: 'about a' });
    await send(at, 'PUT', '/a', change(''));
    expect(await get(at, '/a/1.0.0')).toMatchObject({ deprecated: '' });
  });

  it('keeps others out until they are let in', async () => {
    const at = await start();
    await publish(at, 'a', '1.0.0');
    const login = (password: string): Promise<Response> =>
      send(at, 'PUT', '/-/user/org.couchdb.user:mate', { name: 'mate', password }, '');
    const { token } = (await (await login('secret')).json()) as { token: string };
    expect((await login('wrong')).status).toBe(401);
    const attempt = async (version: string): Promise<string> =>
      said(await send(at, 'PUT', '/a', publication('a', version), token));
    expect(await attempt('1.1.0')).toBe(
      '403 You do not have permission to publish "a". Are you logged in as the correct user?',
    );
    await send(at, 'PUT', '/a/-rev/1', { maintainers: [{ name: 'local' }, { name: 'mate' }] });
    expect(await attempt('1.1.0')).toBe('201 {"ok":true}');
    await send(at, 'DELETE', `/-/user/token/${token}`, undefined, token);
    expect((await send(at, 'GET', '/-/whoami', undefined, token)).status).toBe(401);
    expect(JSON.stringify(at.requests())).not.toContain(token);
  });
});

it('serves proofs that came with a package', async () => {
  const at = await start();
  const bundle = { mediaType: 'application/vnd.dev.sigstore.bundle+json' };
  const plain = publication('@s/a', '1.0.0');
  const attachments = { ...(plain._attachments as Json), '@s/a-1.0.0.sigstore': { data: JSON.stringify(bundle) } };
  await send(at, 'PUT', '/@s%2fa', { ...plain, _attachments: attachments });
  const { dist } = (await get(at, '/@s/a/1.0.0')) as { dist: { attestations: { url: string } } };
  expect(await (await fetch(dist.attestations.url)).json()).toMatchObject({ attestations: [{ bundle }] });
});

describe('what nobody published here', () => {
  it('comes from a folder, as npm pack names it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'npm-'));
    folders.push(folder);
    writeFileSync(join(folder, 's-a-1.0.0.tgz'), tarball('@s/a', '1.0.0'));
    writeFileSync(join(folder, 's-a-2.0.0.tgz'), tarball('@s/a', '2.0.0'));
    writeFileSync(join(folder, 's-a-3.0.0.tgz'), 'none');
    const at = await start({ packages: folder });
    const found = await get(at, '/@s/a');
    expect(found['dist-tags']).toEqual({ latest: '2.0.0' });
    expect((await get(at, '/@s/a/1.0.0')).dist).toMatchObject(digests(tarball('@s/a', '1.0.0')));
    expect((await fetch(`${at.npm.url}/@s/a/-/a-1.0.0.tgz`)).status).toBe(200);
    expect((await publish(at, '@s/a', '2.0.0')).status).toBe(403);
    expect((await publish(at, '@s/a', '2.1.0')).status).toBe(201);
    expect(Object.keys((await get(at, '/@s/a')).versions as Json).sort()).toEqual(['1.0.0', '2.0.0', '2.1.0']);
  });

  it('passes through to another registry, with files by way of us', async () => {
    const behind = await start();
    await publish(behind, '@s/a', '1.0.0');
    const at = await start({ upstream: { npm: behind.npm.url } });
    const { dist } = (await get(at, '/@s/a/latest')) as { dist: { tarball: string } };
    expect(dist.tarball.startsWith(at.npm.url)).toBe(true);
    expect((await fetch(dist.tarball)).status).toBe(200);
    expect((await fetch(`${at.npm.url}/none`)).status).toBe(404);
    behind.fault({ does: 'refuse', status: 500 });
    expect((await fetch(`${at.npm.url}/@s/a`)).status).toBe(502);
  });
});
