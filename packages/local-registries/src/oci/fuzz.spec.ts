import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { packed } from '../archive/write-tar.ts';
import { openTarget, runs, secret, type Sent, type Target } from '../fuzz-target.ts';
import { configType, descriptor, digestOf, imageType, indexType, layerType } from './workbench.ts';

type Name = 'oci' | 'charts';
let target: Target<Name>;
beforeAll(async () => {
  target = await openTarget(['oci', 'charts'], (token) => `Basic ${Buffer.from(`x:${token}`).toString('base64')}`);
});
afterAll(() => target.close());

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
const anything: fc.Arbitrary<Sent<Name>> = fc.record({ registry, method: methods, path: paths, headers, body: bytes });

/** What begins like a request that means something. */
const likely: fc.Arbitrary<Sent<Name>> = fc
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
const manifest: fc.Arbitrary<Sent<Name>> = fc
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
const chart: fc.Arbitrary<Sent<Name>> = fc
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

it.each<[string, fc.Arbitrary<Sent<Name>>, number]>([
  ['paths', anything, 0.3],
  ['requests', likely, 0.3],
  ['manifests', manifest, 0.2],
  ['charts', chart, 0.2],
])(
  'answers whatever %s it gets, makes no mistake of its own, and leaks nothing',
  async (_, sample, share) => {
    await fc.assert(
      fc.asyncProperty(sample, async (sent) => {
        const { status, text } = await target.send(sent);
        expect(status).toBeGreaterThanOrEqual(200);
        expect(text).not.toContain(secret);
        expect(target.registries.requests().at(-1)?.error).toBeUndefined();
        expect(status).not.toBe(500);
      }),
      { numRuns: Math.ceil(runs * share) },
    );
    expect(readdirSync(target.folder).sort()).toEqual(['kept', 'secret.txt']);
    // The index must stay readable, whatever stands in it.
    expect((await target.send({ registry: 'charts', method: 'GET', path: '/index.yaml' })).status).toBe(200);
  },
  120_000,
);
