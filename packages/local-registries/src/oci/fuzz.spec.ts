import fc from 'fast-check';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packed } from '../archive/write-tar.ts';
import { startRegistries, type Registries } from '../start.ts';
import { configType, descriptor, digestOf, imageType, indexType, layerType } from './workbench.ts';

/** CONVOY_FUZZ asks for more. */
const runs = Number(process.env.CONVOY_FUZZ ?? 2000);
const secret = 'what no client may ever see';

type Name = 'oci' | 'charts';
let folder: string;
let registries: Registries<Name>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  writeFileSync(join(folder, 'secret.txt'), secret);
  const limits = { memoryBytes: 1 << 20, fileBytes: 1 << 20 };
  registries = await startRegistries({ registries: ['oci', 'charts'], keepIn: join(folder, 'kept'), limits });
});
afterAll(async () => {
  await registries.close();
  rmSync(folder, { recursive: true });
});

interface Sent {
  readonly registry: Name;
  readonly method: string;
  readonly path: string;
  readonly body?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** As it is: `fetch` would tidy the path up first. */
const send = ({ registry, method, path, body = Buffer.alloc(0), headers = {} }: Sent) =>
  new Promise<{ readonly status: number; readonly text: string }>((done, failed) => {
    const { url, token } = registries[registry];
    const { hostname, port } = new URL(url);
    const authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`;
    const asking = request({ hostname, port, method, path, headers: { authorization, ...headers } }, (answer) => {
      let text = '';
      answer
        .on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
        .on('end', () => done({ status: answer.statusCode ?? 0, text }));
    });
    asking.on('error', failed).end(body);
  });

const odd = [
  '..',
  '.',
  '',
  '%2e%2e',
  '..%2f..%2fsecret.txt',
  '%00',
  '%',
  '%ff',
  '__proto__',
  'constructor',
  '*',
  ':name',
];
const digest = fc.constantFrom(
  digestOf('{}'),
  digestOf('{}', 'sha512'),
  'sha256:beef',
  'sha256:../x',
  'md5:00',
  '',
  ':',
);
const known = [
  'v2',
  'app',
  'team',
  'blobs',
  'uploads',
  'manifests',
  'tags',
  'list',
  'referrers',
  '_catalog',
  'token',
  'latest',
];
const chartWords = [
  'index.yaml',
  'charts',
  'api',
  'prov',
  'app',
  '1.0.0',
  'app-1.0.0.tgz',
  'app-1.0.0.tgz.prov',
  'health',
];
const segment = fc.oneof(
  fc.constantFrom(...odd),
  fc.constantFrom(...known),
  fc.constantFrom(...chartWords),
  digest,
  fc.webPath({ size: 'small' }).map((text) => text.replaceAll('/', '%2f')),
);
const query = fc
  .dictionary(
    fc.constantFrom(
      'digest',
      'mount',
      'from',
      'n',
      'last',
      'scope',
      'tag',
      'artifactType',
      'digest-algorithm',
      'force',
    ),
    fc.oneof(digest, fc.string({ maxLength: 8 })),
    { maxKeys: 3 },
  )
  .map((fields) => new URLSearchParams(fields).toString());
const methods = fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS');
const headers = fc.constantFrom<Readonly<Record<string, string>>>(
  {},
  { range: 'bytes=0-1' },
  { range: 'bytes=99999999999999999999-' },
  { 'content-range': '0-99' },
  { 'content-range': '5-1' },
  { 'content-type': imageType },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { accept: indexType },
  { authorization: 'Bearer anonymous' },
  { authorization: 'Basic %%%' },
);
const bytes = fc.uint8Array({ maxLength: 64 });
const registry = fc.constantFrom<Name>('oci', 'charts');
const paths = fc
  .tuple(fc.array(segment, { maxLength: 6 }), query)
  .map(([parts, search]) => `/${parts.join('/')}?${search}`);
const anything: fc.Arbitrary<Sent> = fc.record({ registry, method: methods, path: paths, headers, body: bytes });

/** What begins like a request that means something. */
const likely: fc.Arbitrary<Sent> = fc
  .tuple(
    methods,
    fc.constantFrom('blobs', 'blobs/uploads', 'manifests', 'tags', 'referrers'),
    segment,
    query,
    headers,
    bytes,
  )
  .map(([method, kind, last, search, given, body]) => ({
    registry: 'oci' as const,
    method,
    path: `/v2/app/${kind}/${last}?${search}`,
    headers: given,
    body,
  }));

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.string({ maxLength: 6 }),
    fc.integer(),
    fc.constantFrom(null, true, -1, 1e300, '../x'),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(fc.constantFrom('__proto__', 'mediaType', 'digest', 'size', 'annotations'), tie('value'), {
    maxKeys: 3,
  }),
}));
const image = {
  schemaVersion: 2,
  mediaType: imageType,
  config: descriptor(configType, '{}'),
  layers: [descriptor(layerType, 'x')],
  manifests: [descriptor(imageType, 'x')],
  subject: descriptor(imageType, 'x'),
  annotations: { a: 'b' },
  artifactType: 'x',
};
const manifest: fc.Arbitrary<Sent> = fc
  .tuple(
    fc.constantFrom(...Object.keys(image)),
    value,
    fc.constantFrom(imageType, indexType, 'application/json', 'text/plain', ''),
  )
  .map(([field, other, type]) => ({
    registry: 'oci' as const,
    method: 'PUT',
    path: '/v2/app/manifests/t',
    headers: { 'content-type': type },
    body: Buffer.from(JSON.stringify({ ...image, layers: [], subject: undefined, [field]: other })),
  }));

const archive = packed([{ path: 'app/Chart.yaml', content: 'apiVersion: v2\nname: app\nversion: 1.0.0\n' }]);
const yaml = fc.oneof(
  fc.string(),
  value.map((one) => `apiVersion: v2\nname: app\nversion: 1.0.0\nannotations: ${JSON.stringify(one)}\n`),
  fc.constantFrom(
    '&a [*a]',
    '? !!set {a}',
    '!!js/function x',
    'a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]',
    '--- 1\n--- 2',
    '.nan',
    '<<: 1',
  ),
);
const chart: fc.Arbitrary<Sent> = fc
  .oneof(
    yaml.map((content) => packed([{ path: 'app/Chart.yaml', content }])),
    fc.tuple(fc.nat(archive.length - 1), fc.nat(255)).map(([at, other]) => {
      const copy = Buffer.from(archive);
      copy[at] = other;
      return copy;
    }),
    bytes,
  )
  .chain((body) =>
    fc
      .constantFrom('/api/charts', '/api/charts?force', '/api/prov')
      .map((path) => ({ registry: 'charts' as const, method: 'POST', path, body })),
  );

it.each<[string, fc.Arbitrary<Sent>, number]>([
  ['paths', anything, 0.3],
  ['requests', likely, 0.3],
  ['manifests', manifest, 0.2],
  ['charts', chart, 0.2],
])(
  'answers whatever %s it gets, makes no mistake of its own, and leaks nothing',
  async (_, sample, share) => {
    await fc.assert(
      fc.asyncProperty(sample, async (sent) => {
        const { status, text } = await send(sent);
        expect(status).toBeGreaterThanOrEqual(200);
        expect(text).not.toContain(secret);
        expect(registries.requests().at(-1)?.error).toBeUndefined();
        expect(status).not.toBe(500);
      }),
      { numRuns: Math.ceil(runs * share) },
    );
    expect(readdirSync(folder).sort()).toEqual(['kept', 'secret.txt']);
    // The index must stay readable, whatever stands in it.
    expect((await send({ registry: 'charts', method: 'GET', path: '/index.yaml' })).status).toBe(200);
  },
  120_000,
);
