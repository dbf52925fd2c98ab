import fc from 'fast-check';
import { packed } from './archive/write-tar.ts';
import { openTarget, runs, secret, type Sent, type Target } from './fuzz-target.ts';

let target: Target<'crates' | 'npm'>;
beforeAll(async () => {
  target = await openTarget(['crates', 'npm']);
});
afterAll(() => target.close());

/** Anything that JSON can say, with the names that surprise JavaScript among its keys. */
const key = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'name',
    'version',
    'versions',
    'dist',
    'data',
    'deps',
    'features',
    'latest',
    '1.0.0',
  ),
  fc.string({ maxLength: 5 }),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.constantFrom(null, true, '', '1.0.0', '../x'),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
}));

/** One part of a body that would be right is something else. */
const spoiled = (right: Readonly<Record<string, unknown>>): fc.Arbitrary<string> =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom(...Object.keys(right)), value)
      .map(([name, other]) => JSON.stringify({ ...right, [name]: other })),
    fc.tuple(key, value).map(([name, other]) => JSON.stringify({ ...right, [name]: other })),
    value.map((other) => JSON.stringify(other)),
    fc.tuple(fc.nat(200), fc.string({ maxLength: 3 })).map(([at, other]) => {
      const text = JSON.stringify(right);
      return text.slice(0, at) + other + text.slice(at + other.length);
    }),
  );

const length = (size: number): Buffer => Buffer.from(Uint32Array.of(size).buffer);
const crate = packed([{ path: 'foo-1.0.0/Cargo.toml', content: '[package]\nname = "foo"\nversion = "1.0.0"\n' }]);
const flipped = (bytes: Buffer): fc.Arbitrary<Buffer> =>
  fc.tuple(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length)).map(([at, other, end]) => {
    const copy = Buffer.from(bytes);
    copy[at] = other;
    return end % 3 === 0 ? copy.subarray(0, end) : copy;
  });

const cargoUpload = fc
  .tuple(
    spoiled({
      name: 'foo',
      vers: '1.0.0',
      deps: [{ name: 'bar', version_req: '1' }],
      features: { a: [] },
      description: 'd',
      license: 'MIT',
      keywords: [],
    }),
    fc.oneof(
      fc.constant(crate),
      flipped(crate),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    ),
    fc.oneof(fc.constant(0), fc.integer({ min: -9, max: 9 }), fc.nat()),
  )
  .map(([json, file, off]) => {
    const data = Buffer.from(json);
    return Buffer.concat([length(data.length + off), data, length(file.length), file]);
  });

const tgz = packed([{ path: 'package/package.json', content: '{"name":"foo","version":"1.0.0"}' }]);
const npmUpload = fc.tuple(flipped(tgz), fc.boolean()).chain(([bad, whole]) =>
  spoiled({
    _id: 'foo',
    name: 'foo',
    'dist-tags': { latest: '1.0.0' },
    versions: { '1.0.0': { name: 'foo', version: '1.0.0', dist: {} } },
    _attachments: { 'foo-1.0.0.tgz': { data: (whole ? tgz : bad).toString('base64') } },
  }),
);

const segment = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '',
    '%2e%2e',
    '..%2f..%2fsecret.txt',
    '%00',
    '%',
    '%ff',
    '@s',
    '@s%2fa',
    '-',
    '-rev',
    '__proto__',
    '*',
    ':name',
  ),
  fc.constantFrom(
    'index',
    'api',
    'v1',
    'crates',
    'foo',
    '1.0.0',
    'download',
    'owners',
    'dist-tags',
    'package',
    'kept',
    'secret.txt',
  ),
  fc.webPath({ size: 'small' }).map((text) => text.replaceAll('/', '%2f')),
);
const paths = fc.array(segment, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`);
const methods = fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS');
const registry = fc.constantFrom('crates' as const, 'npm' as const);
const headers = fc.constantFrom<Readonly<Record<string, string>>>(
  {},
  { accept: 'application/vnd.npm.install-v1+json' },
  { 'if-none-match': '*' },
  { range: 'bytes=0-1' },
  { 'transfer-encoding': 'chunked' },
  { authorization: 'Basic %%%' },
);

const requests: readonly (readonly [string, fc.Arbitrary<Sent<'crates' | 'npm'>>, number])[] = [
  [
    'crates',
    cargoUpload.map((body) => ({ registry: 'crates', method: 'PUT', path: '/api/v1/crates/new', body, headers: {} })),
    0.35,
  ],
  [
    'packages',
    npmUpload.map((text) => ({ registry: 'npm', method: 'PUT', path: '/foo', body: Buffer.from(text), headers: {} })),
    0.35,
  ],
  [
    'paths',
    fc.record({
      registry,
      method: methods,
      path: paths,
      headers,
      body: value.map((one) => Buffer.from(JSON.stringify(one))),
    }),
    0.3,
  ],
];

it.each(requests)(
  'answers whatever %s it gets, makes no mistake of its own, and leaks nothing',
  async (_, request, share) => {
    await fc.assert(
      fc.asyncProperty(request, async (sent) => {
        const { status, text } = await target.send(sent);
        expect(status).toBeGreaterThanOrEqual(200);
        expect(text).not.toContain(secret);
        expect(target.registries.requests().at(-1)?.error).toBeUndefined();
      }),
      { numRuns: Math.ceil(runs * share) },
    );
  },
  Math.max(120_000, runs * 60),
);
