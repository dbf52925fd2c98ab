import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
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
  type Said,
  type Workbench,
} from './workbench.ts';

let bench: Workbench;
beforeAll(async () => (bench = await workbench()));
afterAll(() => bench.close());

const uploads = '/v2/app/blobs/uploads/';
const begin = async (query = ''): Promise<string> => {
  const { headers } = await bench.ask('POST', `${uploads}${query}`);
  return headers.get('location') ?? '';
};
const chunk = (at: string, body: string, range?: string): Promise<Said> =>
  bench.ask('PATCH', at, { body, ...(range === undefined ? {} : { headers: { 'content-range': range } }) });
const close = (at: string, digest: string, body = '', range?: string): Promise<Said> =>
  bench.ask('PUT', `${at}?digest=${digest}`, {
    body,
    ...(range === undefined ? {} : { headers: { 'content-range': range } }),
  });

describe('a blob', () => {
  const hello = digestOf('hello');

  it.each<[string, () => Promise<Said>, string]>([
    ['comes in one request', () => bench.ask('POST', `${uploads}?digest=${hello}`, { body: 'hello' }), '201'],
    ['comes in two', async () => close(await begin(), hello, 'hello'), '201'],
    ['comes by sha512', async () => close(await begin(), digestOf('hello', 'sha512'), 'hello'), '201'],
    ['comes empty', async () => close(await begin(), digestOf('')), '201'],
    ['is refused for other bytes', async () => close(await begin(), hello, 'hallo'), '400 DIGEST_INVALID'],
    [
      'is refused for other bytes at once',
      () => bench.ask('POST', `${uploads}?digest=${hello}`, { body: 'x' }),
      '400 DIGEST_INVALID',
    ],
    ['needs a digest', async () => bench.ask('PUT', await begin(), { body: 'hello' }), '400 DIGEST_INVALID'],
    ['needs a digest that is one', async () => close(await begin(), 'sha256:beef', 'hello'), '400 DIGEST_INVALID'],
    [
      'needs an algorithm that is known',
      async () => close(await begin(), `md5:${'a'.repeat(32)}`, ''),
      '400 DIGEST_INVALID',
    ],
    ['needs one at the start, too', () => bench.ask('POST', `${uploads}?digest-algorithm=md5`), '400 DIGEST_INVALID'],
    ['needs an upload that is known', () => close(`${uploads}nobody`, hello, 'hello'), '404 BLOB_UPLOAD_UNKNOWN'],
    [
      'needs an upload of the same repository',
      async () => close((await begin()).replace('/app/', '/other/'), hello, 'hello'),
      '404 BLOB_UPLOAD_UNKNOWN',
    ],
    ['needs a name that is one', () => bench.ask('POST', '/v2/App/blobs/uploads/'), '400 NAME_INVALID'],
  ])('%s', async (_, push, expected) => expect((await push()).short).toBe(expected));

  it('is there afterwards, by every digest it was pushed by', async () => {
    const bytes = 'kept bytes';
    for (const algorithm of ['sha256', 'sha512']) {
      const digest = digestOf(bytes, algorithm);
      const { headers } = await close(await begin(), digest, bytes);
      expect(headers.get('docker-content-digest')).toBe(digest);
      expect((await bench.ask('GET', headers.get('location') ?? '')).text).toBe(bytes);
    }
  });

  it('is not there when it was refused, and its upload is over', async () => {
    const at = await begin();
    const wrong = digestOf('never came');
    await close(at, wrong, 'something else');
    expect((await bench.ask('HEAD', `/v2/app/blobs/${wrong}`)).short).toBe('404');
    expect((await bench.ask('GET', at)).short).toBe('404 BLOB_UPLOAD_UNKNOWN');
  });
});

describe('chunks', () => {
  it('come in order, and the last one with the end', async () => {
    const at = await begin();
    const first = await chunk(at, 'abc', '0-2');
    expect([first.short, first.headers.get('range'), first.headers.get('location')]).toEqual(['202', '0-2', at]);
    await chunk(at, 'de', '3-4');
    const status = await bench.ask('GET', at);
    expect([status.short, status.headers.get('range')]).toEqual(['204', '0-4']);
    expect((await close(at, digestOf('abcdefg'), 'fg', '5-6')).short).toBe('201');
  });

  it.each<[string, (at: string) => Promise<Said>, string]>([
    ['too far', (at) => chunk(at, 'x', '4-4'), '416 BLOB_UPLOAD_INVALID'],
    ['again', (at) => chunk(at, 'abc', '0-2'), '416 BLOB_UPLOAD_INVALID'],
    ['at the end, too far', (at) => close(at, digestOf('abcx'), 'x', '7-7'), '416 BLOB_UPLOAD_INVALID'],
    ['longer than it says', (at) => chunk(at, 'xyz', '3-3'), '400 SIZE_INVALID'],
    ['without a range that is one', (at) => chunk(at, 'x', 'bytes=3-3'), '400 BLOB_UPLOAD_INVALID'],
    ['backwards', (at) => chunk(at, 'x', '3-1'), '400 BLOB_UPLOAD_INVALID'],
  ])('that come %s change nothing', async (_, send, expected) => {
    const at = await begin();
    await chunk(at, 'abc', '0-2');
    const said = await send(at);
    expect(said.short).toBe(expected);
    if (said.status === 416) expect([said.headers.get('range'), said.headers.get('location')]).toEqual(['0-2', at]);
    expect((await close(at, digestOf('abcd'), 'd', '3-3')).short).toBe('201');
  });

  it('of one upload take turns, however they are sent', async () => {
    const at = await begin();
    const said = await Promise.all([chunk(at, 'abc', '0-2'), chunk(at, 'abc', '0-2'), chunk(at, 'abc', '0-2')]);
    expect(said.map(({ short }) => short).sort()).toEqual([
      '202',
      '416 BLOB_UPLOAD_INVALID',
      '416 BLOB_UPLOAD_INVALID',
    ]);
    expect((await close(at, digestOf('abc'))).short).toBe('201');
  });

  it('are hashed once more where the digest is by an algorithm that nobody told before', async () => {
    const at = await begin();
    await chunk(at, 'late ');
    expect((await close(at, digestOf('late hash', 'sha512'), 'hash')).short).toBe('201');
    const told = await begin('?digest-algorithm=sha512');
    await chunk(told, 'early ');
    expect((await close(told, digestOf('early hash', 'sha512'), 'hush')).short).toBe('400 DIGEST_INVALID');
  });

  it('are forgotten when the upload is cancelled', async () => {
    const at = await begin();
    await chunk(at, 'abc');
    expect((await bench.ask('DELETE', at)).short).toBe('204');
    expect((await chunk(at, 'd')).short).toBe('404 BLOB_UPLOAD_UNKNOWN');
    expect((await bench.ask('DELETE', at)).short).toBe('404 BLOB_UPLOAD_UNKNOWN');
  });
});

describe('a mount', () => {
  const mount = (digest: string, from?: string): Promise<Said> =>
    bench.ask('POST', `/v2/target/blobs/uploads/?mount=${digest}${from === undefined ? '' : `&from=${from}`}`);

  it.each([
    ['from where it is', 'origin', '201'],
    ['from anywhere', undefined, '201'],
    ['from where it is not', 'elsewhere', '202'],
    ['from what is no name', '../x', '400 NAME_INVALID'],
  ])('%s', async (title, from, expected) => {
    const digest = await bench.blob('origin', `bytes ${title}`);
    expect((await mount(digest, from)).short).toBe(expected);
    expect((await bench.ask('HEAD', `/v2/target/blobs/${digest}`)).short).toBe(expected === '201' ? '200' : '404');
  });

  it('of what nobody has begins an upload', async () => {
    const said = await mount(digestOf('nowhere'));
    expect(said.short).toBe('202');
    expect((await close(said.headers.get('location') ?? '', digestOf('nowhere'), 'nowhere')).short).toBe('201');
  });
});

describe('a manifest', () => {
  const layer = 'layer of app';
  const config = descriptor(configType, '{}');
  const image = { schemaVersion: 2, mediaType: imageType, config, layers: [descriptor(layerType, layer)] };
  beforeAll(async () => {
    await bench.blob('app', '{}');
    await bench.blob('app', layer);
  });
  const put = (body: unknown, reference = 't', type = imageType): Promise<Said> =>
    bench.ask('PUT', `/v2/app/manifests/${reference}`, {
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': type },
    });
  const missing = descriptor(layerType, 'not there');
  const foreign = { ...missing, mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' };

  it.each<[string, () => Promise<Said>, string]>([
    ['is taken by tag', () => put(image), '201'],
    ['is taken by digest', () => put(image, digestOf(JSON.stringify(image))), '201'],
    ['is taken by sha512', () => put(image, digestOf(JSON.stringify(image), 'sha512')), '201'],
    ['is taken without its own type', () => put({ schemaVersion: 2, config, layers: [] }), '201'],
    ['is taken with parameters of its type', () => put(image, 't', `${imageType}; charset=utf-8`), '201'],
    ['is taken without layers', () => put({ ...image, layers: [] }), '201'],
    ['is taken with layers that nobody may push', () => put({ ...image, layers: [foreign] }), '201'],
    ['is taken as docker writes it', () => put({ ...image, mediaType: dockerType }, 't', dockerType), '201'],
    ['needs its layers', () => put({ ...image, layers: [missing] }), '400 MANIFEST_BLOB_UNKNOWN'],
    ['needs its configuration', () => put({ ...image, config: missing }), '400 MANIFEST_BLOB_UNKNOWN'],
    [
      'needs the images of an index',
      () => put({ schemaVersion: 2, mediaType: indexType, manifests: [missing] }, 't', indexType),
      '400 MANIFEST_BLOB_UNKNOWN',
    ],
    [
      'needs sizes that are right',
      () => put({ ...image, layers: [{ ...image.layers[0], size: 1 }] }),
      '400 MANIFEST_INVALID',
    ],
    ['needs bytes of its digest', () => put(image, digestOf('other')), '400 DIGEST_INVALID'],
    ['needs a digest that is one', () => put(image, 'sha256:beef'), '400 DIGEST_INVALID'],
    ['needs a tag that is one', () => put(image, '-t'), '400 TAG_INVALID'],
    ['needs a tag that is not too long', () => put(image, 't'.repeat(129)), '400 TAG_INVALID'],
    ['is JSON', () => put('{"schemaVersion":2'), '400 MANIFEST_INVALID'],
    ['is no list', () => put([]), '400 MANIFEST_INVALID'],
    ['is of version 2', () => put({ ...image, schemaVersion: 1 }), '400 MANIFEST_INVALID'],
    ['is of the type that it says', () => put(image, 't', indexType), '400 MANIFEST_INVALID'],
    [
      'is of a type that is known',
      () => put({ ...image, mediaType: 'text/html' }, 't', 'text/html'),
      '400 MANIFEST_INVALID',
    ],
    ['is made of descriptors', () => put({ ...image, layers: [{}] }), '400 MANIFEST_INVALID'],
    ['has a list of layers', () => put({ ...image, layers: {} }), '400 MANIFEST_INVALID'],
    ['has a limit', () => put(JSON.stringify(image) + ' '.repeat(8 << 20)), '413 SIZE_INVALID'],
    ['has no limit below 4 MB', () => put(JSON.stringify(image) + ' '.repeat(4 << 20)), '201'],
  ])('%s', async (_, push, expected) => expect((await push()).short).toBe(expected));

  it('is served byte by byte as it came, with what was said of it', async () => {
    const text = `${JSON.stringify(image)}\n `;
    const pushed = await put(text, 'bytes');
    const served = await bench.ask('GET', '/v2/app/manifests/bytes');
    expect(served.text).toBe(text);
    expect([pushed, served].map(({ headers }) => headers.get('docker-content-digest'))).toEqual([
      digestOf(text),
      digestOf(text),
    ]);
    expect(served.headers.get('content-type')).toBe(imageType);
    expect(pushed.headers.get('location')).toBe(`/v2/app/manifests/${digestOf(text)}`);
  });

  it('may be about another one, which may come later', async () => {
    const subject = descriptor(imageType, 'comes later');
    const pushed = await put({ ...image, subject });
    expect([pushed.short, pushed.headers.get('oci-subject')]).toEqual(['201', subject.digest]);
  });

  it('may get several tags at once, also those that objects have by nature', async () => {
    const tags = ['1', '1.2', '__proto__', 'constructor'];
    const text = JSON.stringify({ ...image, annotations: { a: 'several' } });
    const pushed = await put(text, `${digestOf(text)}?${tags.map((tag) => `tag=${tag}`).join('&')}`);
    expect(pushed.headers.get('oci-tag')).toBe(tags.join(', '));
    for (const tag of tags) expect((await bench.ask('GET', `/v2/app/manifests/${tag}`)).text).toBe(text);
    expect((await bench.ask('GET', '/v2/app/manifests/toString')).short).toBe('404 MANIFEST_UNKNOWN');
  });
});

const dockerType = 'application/vnd.docker.distribution.manifest.v2+json';

it('loses nothing when everybody pushes at once', async () => {
  const numbers = Array.from({ length: 40 }, (_, index) => index);
  await Promise.all(
    numbers.map(async (number) => {
      const name = `busy/${number % 3}`;
      const layers = [`layer ${number % 7}`, `layer of ${number} alone`];
      await Promise.all(layers.map((content) => bench.blob(name, content)));
      await bench.image(name, `v${number}`, {}, layers);
    }),
  );
  for (const number of numbers) {
    const { text } = await bench.ask('GET', `/v2/busy/${number % 3}/manifests/v${number}`);
    const { layers } = JSON.parse(text) as { layers: { digest: string }[] };
    for (const { digest } of layers) {
      expect(digestOf((await bench.ask('GET', `/v2/busy/${number % 3}/blobs/${digest}`)).text)).toBe(digest);
    }
  }
});

it('stores the same bytes once, removes them with their last holder, and leaves no unfinished file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'oci-'));
  const kept = await workbench({ keepIn: folder });
  const files = () => readdirSync(`${folder}/oci/blobs`);
  try {
    const digest = await kept.blob('one', 'shared');
    await kept.blob('two', 'shared');
    await kept.ask('POST', '/v2/one/blobs/uploads/');
    expect(files().filter((name) => !name.endsWith('.part'))).toEqual([digest.slice(7)]);
    await kept.ask('DELETE', `/v2/one/blobs/${digest}`);
    expect((await kept.ask('GET', `/v2/two/blobs/${digest}`)).text).toBe('shared');
    await kept.ask('DELETE', `/v2/two/blobs/${digest}`);
  } finally {
    await kept.close();
  }
  expect(files()).toEqual([]);
  rmSync(folder, { recursive: true });
});
