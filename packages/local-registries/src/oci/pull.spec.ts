import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  configType,
  descriptor,
  digestOf,
  imageType,
  indexType,
  layerType,
  workbench,
  type Workbench,
} from './workbench.ts';

const benches: Workbench[] = [];
const open = async (options: Parameters<typeof workbench>[0] = {}): Promise<Workbench> => {
  const one = await workbench(options);
  benches.push(one);
  return one;
};
let bench: Workbench;
beforeAll(async () => (bench = await open()));
afterAll(() => Promise.all(benches.map((one) => one.close())));

const listType = 'application/vnd.docker.distribution.manifest.list.v2+json';
const dockerType = 'application/vnd.docker.distribution.manifest.v2+json';

describe('a blob', () => {
  const content = '0123456789';
  const digest = digestOf(content);
  beforeAll(() => bench.blob('app', content));

  it.each([
    ['bytes=2-4', '206', '234', 'bytes 2-4/10'],
    ['bytes=8-', '206', '89', 'bytes 8-9/10'],
    ['bytes=-3', '206', '789', 'bytes 7-9/10'],
    ['bytes=-30', '206', content, 'bytes 0-9/10'],
    ['bytes=0-99', '206', content, 'bytes 0-9/10'],
    ['bytes=10-', '416 SIZE_INVALID', undefined, 'bytes */10'],
    ['bytes=4-2', '416 SIZE_INVALID', undefined, 'bytes */10'],
    ['bytes=-0', '416 SIZE_INVALID', undefined, 'bytes */10'],
    ['bytes=0-1,4-5', '200', content, null],
    ['lines=0-1', '200', content, null],
    ['nonsense', '200', content, null],
  ])('of which %s is asked', async (range, short, text, told) => {
    const said = await bench.ask('GET', `/v2/app/blobs/${digest}`, { headers: { range } });
    expect([said.short, said.headers.get('content-range')]).toEqual([short, told]);
    if (text !== undefined) expect(said.text).toBe(text);
  });

  it.each([
    ['GET', digest, '200'],
    ['HEAD', digest, '200'],
    ['GET', digestOf('nobody'), '404 BLOB_UNKNOWN'],
    ['GET', 'sha256:beef', '400 DIGEST_INVALID'],
    ['DELETE', digestOf('nobody'), '404 BLOB_UNKNOWN'],
    ['PUT', digest, '405 UNSUPPORTED'],
  ])('%s %s', async (method, of, short) => {
    const said = await bench.ask(method, `/v2/app/blobs/${of}`);
    expect(said.short).toBe(short);
    if (short === '200') {
      expect([said.headers.get('content-length'), said.headers.get('docker-content-digest')]).toEqual(['10', digest]);
    }
  });

  it('is not sent to whoever has it', async () => {
    const said = await bench.ask('GET', `/v2/app/blobs/${digest}`, { headers: { 'if-none-match': `"${digest}"` } });
    expect(said.short).toBe('304');
  });

  it('belongs to the repositories that it was pushed to', async () => {
    expect((await bench.ask('GET', `/v2/other/blobs/${digest}`)).short).toBe('404 BLOB_UNKNOWN');
  });

  it('is gone when it was removed, from there only', async () => {
    await bench.blob('gone', content);
    expect((await bench.ask('DELETE', `/v2/gone/blobs/${digest}`)).short).toBe('202');
    expect((await bench.ask('HEAD', `/v2/gone/blobs/${digest}`)).short).toBe('404');
    expect((await bench.ask('HEAD', `/v2/app/blobs/${digest}`)).short).toBe('200');
  });
});

describe('a manifest', () => {
  let digest: string;
  beforeAll(async () => {
    digest = await bench.image('many', 'amd64');
    const size = (await bench.ask('GET', '/v2/many/manifests/amd64')).text.length;
    for (const [tag, type] of [
      ['index', indexType],
      ['list', listType],
    ] as const) {
      const platform = { os: 'linux', architecture: 'amd64' };
      const body = JSON.stringify({
        schemaVersion: 2,
        mediaType: type,
        manifests: [{ mediaType: imageType, digest, size, platform }],
      });
      await bench.ask('PUT', `/v2/many/manifests/${tag}`, { body, headers: { 'content-type': type } });
    }
  });

  it.each<[string, string | undefined, string, string | null]>([
    ['amd64', undefined, '200', imageType],
    ['amd64', '*/*', '200', imageType],
    ['amd64', 'application/json', '200', imageType],
    ['amd64', `${indexType}, ${imageType};q=0.5`, '200', imageType],
    ['amd64', dockerType, '404 MANIFEST_UNKNOWN', 'application/json'],
    ['index', indexType, '200', indexType],
    ['index', imageType, '200', imageType],
    ['list', imageType, '200', imageType],
    ['list', dockerType, '404 MANIFEST_UNKNOWN', 'application/json'],
    ['none', undefined, '404 MANIFEST_UNKNOWN', 'application/json'],
    ['a:b', undefined, '400 DIGEST_INVALID', 'application/json'],
  ])('%s for who accepts %s', async (tag, accept, short, type) => {
    const said = await bench.ask('GET', `/v2/many/manifests/${tag}`, {
      headers: accept === undefined ? {} : { accept },
    });
    expect([said.short, said.headers.get('content-type')]).toEqual([short, type]);
  });

  it('goes with its tags, and a tag without it', async () => {
    const one = await bench.image('short', 'a', { annotations: { is: 'one' } });
    const other = await bench.image('short', 'b', { annotations: { is: 'other' } });
    expect((await bench.ask('DELETE', '/v2/short/manifests/a')).short).toBe('202');
    expect((await bench.ask('DELETE', '/v2/short/manifests/a')).short).toBe('404 MANIFEST_UNKNOWN');
    expect((await bench.ask('GET', `/v2/short/manifests/${one}`)).short).toBe('200');
    expect((await bench.ask('DELETE', `/v2/short/manifests/${other}`)).short).toBe('202');
    expect((await bench.ask('GET', '/v2/short/manifests/b')).short).toBe('404 MANIFEST_UNKNOWN');
    expect(JSON.parse((await bench.ask('GET', '/v2/short/tags/list')).text)).toMatchObject({ tags: [] });
    expect((await bench.ask('DELETE', '/v2/nobody/manifests/a')).short).toBe('404 NAME_UNKNOWN');
  });
});

describe('lists', () => {
  beforeAll(async () => {
    for (const tag of ['b', 'a', 'C', '1']) await bench.image('listed', tag);
  });

  it.each([
    ['', ['1', 'C', 'a', 'b'], null],
    ['?n=2', ['1', 'C'], '</v2/listed/tags/list?n=2&last=C>; rel="next"'],
    ['?n=2&last=C', ['a', 'b'], null],
    ['?last=C', ['a', 'b'], null],
    ['?last=B', ['C', 'a', 'b'], null],
    ['?n=0', [], null],
    ['?n=9', ['1', 'C', 'a', 'b'], null],
  ])('tags%s', async (query, tags, link) => {
    const said = await bench.ask('GET', `/v2/listed/tags/list${query}`);
    expect([JSON.parse(said.text), said.headers.get('link')]).toEqual([{ name: 'listed', tags }, link]);
  });

  it.each([
    ['/v2/nobody/tags/list', '404 NAME_UNKNOWN'],
    ['/v2/listed/tags/list?n=x', '400 PAGINATION_NUMBER_INVALID'],
    ['/v2/Bad/tags/list', '400 NAME_INVALID'],
    ['/v2/listed/referrers/x', '400 DIGEST_INVALID'],
    ['/v2/nobody/referrers/sha256:' + 'a'.repeat(64), '200'],
  ])('%s', async (path, short) => expect((await bench.ask('GET', path)).short).toBe(short));

  it('repositories', async () => {
    const { text } = await bench.ask('GET', '/v2/_catalog?n=1&last=listec');
    expect(JSON.parse(text)).toEqual({ repositories: ['listed'] });
  });

  it('what is about a manifest, by its kind, until it is removed', async () => {
    const subject = { mediaType: imageType, digest: await bench.image('about', '1'), size: 1 };
    const sbom = await bench.image('about', 'sbom', { subject, artifactType: 'test/sbom', annotations: { by: 'me' } });
    const plain = await bench.image('about', 'plain', { subject });
    const list = async (query = '') => {
      const said = await bench.ask('GET', `/v2/about/referrers/${subject.digest}${query}`);
      expect(said.headers.get('content-type')).toBe(indexType);
      const { manifests } = JSON.parse(said.text) as {
        manifests: { digest: string; artifactType: string; annotations?: object }[];
      };
      const found = manifests.map(({ digest, artifactType, annotations }) => [digest, artifactType, annotations]);
      return { found, filtered: said.headers.get('oci-filters-applied') };
    };
    expect(await list()).toEqual({
      found: [
        [sbom, 'test/sbom', { by: 'me' }],
        [plain, configType, undefined],
      ],
      filtered: null,
    });
    expect(await list('?artifactType=test/sbom')).toEqual({
      found: [[sbom, 'test/sbom', { by: 'me' }]],
      filtered: 'artifactType',
    });
    await bench.ask('DELETE', `/v2/about/manifests/${sbom}`);
    expect((await list()).found).toHaveLength(1);
  });
});

describe('who may', () => {
  const basic = (secret: string): string => `Basic ${Buffer.from(`local:${secret}`).toString('base64')}`;
  const tokenFor = async (one: Workbench, scope: string, authorization: string): Promise<string> => {
    const { text } = await one.ask('GET', `/token?service=x&scope=${scope}`, { authorization });
    return (JSON.parse(text) as { token: string }).token;
  };

  it('tells how to get a token for what was asked', async () => {
    const { host } = new URL(bench.registries.urls.oci);
    const said = await bench.ask('POST', '/v2/app/blobs/uploads/?mount=x&from=other', { authorization: '' });
    const scope = 'repository:app:pull,push repository:other:pull';
    const expected = `Bearer realm="http://${host}/token",service="${host}",scope="${scope}"`;
    expect([said.short, said.headers.get('www-authenticate')]).toEqual(['401 UNAUTHORIZED', expected]);
  });

  it('lets everybody read, and nobody without a token begin, unless it is private', async () => {
    const closed = await open({ isPrivate: true, login: 'basic' });
    const ping = await closed.ask('GET', '/v2/', { authorization: '' });
    expect([ping.short, ping.headers.get('www-authenticate')]).toEqual([
      '401 UNAUTHORIZED',
      'Basic realm="local-registries"',
    ]);
    for (const [one, short] of [
      [bench, '200'],
      [closed, '401 UNAUTHORIZED'],
    ] as const) {
      await one.image('read', '1');
      expect((await one.ask('GET', '/v2/read/manifests/1', { authorization: '' })).short).toBe(short);
      expect((await one.ask('POST', '/v2/read/blobs/uploads/', { authorization: '' })).short).toBe('401 UNAUTHORIZED');
      expect((await one.ask('GET', '/v2/', { authorization: basic(one.registries.tokens.oci) })).short).toBe('200');
      expect((await one.ask('GET', '/v2/', { authorization: basic('wrong') })).short).toBe('401 UNAUTHORIZED');
    }
    expect((await closed.ask('GET', '/token?scope=repository:read:pull', { authorization: '' })).short).toBe(
      '401 UNAUTHORIZED',
    );
  });

  it('gives tokens that are good for their scope only, and buy no other', async () => {
    const mine = basic(bench.registries.tokens.oci);
    const push = `Bearer ${await tokenFor(bench, 'repository:mine:pull,push', mine)}`;
    expect((await bench.ask('POST', '/v2/mine/blobs/uploads/', { authorization: push })).short).toBe('202');
    expect((await bench.ask('POST', '/v2/yours/blobs/uploads/', { authorization: push })).short).toBe(
      '401 UNAUTHORIZED',
    );
    expect((await bench.ask('DELETE', '/v2/mine/manifests/x', { authorization: push })).short).toBe('401 UNAUTHORIZED');
    const bought = await bench.ask('GET', '/token?scope=repository:yours:push', { authorization: push });
    expect(bought.short).toBe('401 UNAUTHORIZED');
    const anonymous = `Bearer ${await tokenFor(bench, 'repository:mine:pull,push', '')}`;
    expect((await bench.ask('POST', '/v2/mine/blobs/uploads/', { authorization: anonymous })).short).toBe(
      '401 UNAUTHORIZED',
    );
    expect((await bench.ask('GET', '/v2/', { authorization: anonymous })).short).toBe('200');
  });

  it.each([
    [`grant_type=password&username=local&password=%s`, '200'],
    [`grant_type=refresh_token&refresh_token=%s`, '200'],
    [`grant_type=password&username=local&password=wrong`, '401 UNAUTHORIZED'],
    [`grant_type=code&password=%s`, '400'],
    [``, '400'],
  ])('takes the form %s', async (form, short) => {
    const body = `${form.replace('%s', bench.registries.tokens.oci)}&scope=repository:mine:pull,push&access_type=offline`;
    const said = await bench.ask('POST', '/token', { body, authorization: '' });
    expect(said.short).toBe(short);
    if (short === '200') expect(JSON.parse(said.text)).toMatchObject({ refresh_token: bench.registries.tokens.oci });
  });

  it('ends tokens after their time', async () => {
    const time = { now: 0 };
    const one = await open({ clock: { now: () => time.now, wait: () => Promise.resolve() } });
    const token = `Bearer ${await tokenFor(one, 'repository:a:pull,push', basic(one.registries.tokens.oci))}`;
    expect((await one.ask('POST', '/v2/a/blobs/uploads/', { authorization: token })).short).toBe('202');
    time.now = 300_001;
    const late = await one.ask('POST', '/v2/a/blobs/uploads/', { authorization: token });
    expect([late.short, late.headers.get('www-authenticate')?.includes('error="invalid_token"')]).toEqual([
      '401 UNAUTHORIZED',
      true,
    ]);
  });
});

describe('what nobody pushed', () => {
  const layer = 'a layer from elsewhere';
  const image = JSON.stringify({
    schemaVersion: 2,
    mediaType: imageType,
    config: descriptor(configType, '{}'),
    layers: [descriptor(layerType, layer)],
  });

  async function check(one: Workbench): Promise<void> {
    expect((await one.ask('GET', '/v2/library/base/manifests/1')).text).toBe(image);
    expect((await one.ask('GET', `/v2/library/base/manifests/${digestOf(image)}`)).text).toBe(image);
    const head = await one.ask('HEAD', `/v2/library/base/blobs/${digestOf(layer)}`);
    expect([head.short, head.headers.get('content-length')]).toEqual(['200', String(layer.length)]);
    expect((await one.ask('GET', `/v2/library/base/blobs/${digestOf(layer)}`)).text).toBe(layer);
    expect(JSON.parse((await one.ask('GET', '/v2/library/base/tags/list')).text)).toMatchObject({ tags: ['1'] });
    expect((await one.ask('GET', '/v2/library/none/manifests/1')).short).toBe('404 MANIFEST_UNKNOWN');
    const mounted = await one.ask('POST', `/v2/mine/blobs/uploads/?mount=${digestOf(layer)}&from=library/base`);
    expect(mounted.short).toBe('201');
    await one.image('mine', '1', {}, [layer]);
    expect((await one.ask('GET', `/v2/mine/blobs/${digestOf(layer)}`)).text).toBe(layer);
  }

  it('comes from a folder of image layouts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'layouts-'));
    const layout = join(folder, 'library/base');
    mkdirSync(join(layout, 'blobs/sha256'), { recursive: true });
    writeFileSync(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    const annotations = { 'org.opencontainers.image.ref.name': '1' };
    writeFileSync(
      join(layout, 'index.json'),
      JSON.stringify({ manifests: [{ ...descriptor(imageType, image), annotations }] }),
    );
    for (const text of [image, layer, '{}']) writeFileSync(join(layout, 'blobs/sha256', digestOf(text).slice(7)), text);
    await check(await open({ packages: folder }));
    rmSync(folder, { recursive: true });
  });

  it('comes from another registry, with a token that it gives to strangers', async () => {
    const files: Readonly<Record<string, readonly [string, string]>> = {
      '/v2/library/base/manifests/1': [imageType, image],
      [`/v2/library/base/manifests/${digestOf(image)}`]: [imageType, image],
      [`/v2/library/base/blobs/${digestOf(layer)}`]: ['application/octet-stream', layer],
      '/v2/library/base/tags/list': ['application/json', '{"tags":["1"]}'],
    };
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const path = request.url ?? '';
      asked.push(path);
      const [type, text] = files[path] ?? [];
      const realm = `http://${request.headers.host ?? ''}/auth`;
      if (path.startsWith('/auth')) response.end('{"token":"given","expires_in":60}');
      else if (request.headers.authorization !== 'Bearer given') {
        response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="s"` }).end();
      } else if (type === undefined || text === undefined) response.writeHead(404).end();
      else
        response
          .writeHead(200, { 'content-type': type, 'content-length': text.length })
          .end(request.method === 'HEAD' ? '' : text);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await check(await open({ upstream: { oci: `http://127.0.0.1:${port}` } }));
    const wishes = asked.filter((path) => path.startsWith('/auth'));
    expect(wishes[0]).toBe('/auth?service=s&scope=repository%3Alibrary%2Fbase%3Apull');
    expect(wishes.length).toBeLessThan(4);
    await new Promise((done) => server.close(done).closeAllConnections());
  });
});

it('survives a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  const one = await workbench({ keepIn: folder });
  await one.blob('kept', 'layer');
  await one.image('kept', '1', {}, ['layer']);
  await one.close();
  const again = await open({ keepIn: folder });
  expect((await again.ask('GET', '/v2/kept/manifests/1')).short).toBe('200');
  expect((await again.ask('GET', `/v2/kept/blobs/${digestOf('layer')}`)).text).toBe('layer');
});
