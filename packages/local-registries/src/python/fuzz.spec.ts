import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packed } from '../archive/write-tar.ts';
import { openTarget, runs, secret, type Target } from '../fuzz-target.ts';
import { wheelOf } from './write-wheel.ts';

let target: Target<'python' | 'oidc'>;
beforeAll(async () => {
  target = await openTarget(['python', 'oidc']);
});
afterAll(() => target.close());

interface Part {
  readonly name: string;
  readonly filename?: string;
  readonly body: Buffer;
}

const wheel = wheelOf({ name: 'foo', version: '1.0' });
const tar = packed([{ path: 'foo-1.0/PKG-INFO', content: 'Metadata-Version: 2.2\nName: foo\nVersion: 1.0\n' }]);
const flipped = (bytes: Buffer): fc.Arbitrary<Buffer> =>
  fc.tuple(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length)).map(([at, other, end]) => {
    const copy = Buffer.from(bytes);
    copy[at] = other;
    return end % 3 === 0 ? copy.subarray(0, end) : copy;
  });

const file = fc.oneof(
  fc.constantFrom(wheel, tar),
  flipped(wheel),
  flipped(tar),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);
const name = fc.oneof(
  fc.constantFrom('foo', 'Foo', '../foo', '__proto__', 'constructor', 'foo\0', 'f'.repeat(300)),
  fc.string({ maxLength: 6 }),
);
const filename = fc.oneof(
  fc.constantFrom(
    'foo-1.0-py3-none-any.whl',
    'foo-1.0.tar.gz',
    'foo-1.0.zip',
    '../../secret.txt',
    'foo-1.0-py3-none-any.whl/..',
    '-1.whl',
  ),
  fc.string({ maxLength: 12 }).map((text) => `foo-${text}.whl`),
);
const value = fc.oneof(
  fc.constantFrom(
    '',
    '1.0',
    'sdist',
    'bdist_wheel',
    'file_upload',
    'UNKNOWN',
    '>=3',
    '[{"version":1}]',
    'https://x.test',
    '1'.repeat(500),
  ),
  fc.string({ maxLength: 20, unit: 'binary' }),
);
const field = fc.constantFrom(
  ...[':action', 'protocol_version', 'metadata_version', 'name', 'version', 'filetype', 'pyversion', 'summary'],
  ...['requires_dist', 'requires_python', 'project_urls', 'home_page', 'classifiers', 'attestations', 'description'],
  ...['md5_digest', 'blake2_256_digest', 'gpg_signature', '__proto__', 'content'],
);

interface Upload {
  readonly name: string;
  readonly filename: string;
  readonly file: Buffer;
  readonly wrong: readonly (readonly [string, string])[];
  readonly digest: boolean;
}

function formOf({ name, filename, file, wrong, digest }: Upload): readonly Part[] {
  const sdist = !filename.endsWith('.whl');
  const right: Readonly<Record<string, string>> = {
    ':action': 'file_upload',
    name,
    version: '1.0',
    metadata_version: '2.1',
    filetype: sdist ? 'sdist' : 'bdist_wheel',
    pyversion: sdist ? 'source' : 'py3',
    sha256_digest: digest ? createHash('sha256').update(file).digest('hex') : 'x',
  };
  const spoiled = new Map([...Object.entries(right), ...wrong]);
  const fields = [...spoiled].map(([name, text]) => ({ name, body: Buffer.from(text) }));
  return [...fields, { name: 'content', filename, body: file }];
}

/** A form that would be right, with something else in a place or two. */
const form = fc
  .record({ name, filename, file, wrong: fc.array(fc.tuple(field, value), { maxLength: 2 }), digest: fc.boolean() })
  .map(formOf);

const body = (parts: readonly Part[], boundary: string): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ name, filename, body }) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n\r\n`,
      ),
      body,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);

/** What chance alone may never make. */
const rightOne = (): Buffer =>
  body(formOf({ name: 'foo', filename: 'foo-1.0-py3-none-any.whl', file: wheel, wrong: [], digest: true }), 'b0undary');

/** As it is, or cut and bent somewhere. */
const upload = fc.tuple(form, fc.nat(10), fc.nat(4000)).map(([parts, how, at]) => {
  const whole = body(parts, 'b0undary');
  if (how === 0) return whole.subarray(0, at % whole.length);
  if (how !== 1) return whole;
  const bent = Buffer.from(whole);
  bent[at % bent.length] = at % 256;
  return bent;
});

const headers = (): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`__token__:${target.registries.python.token}`).toString('base64')}`,
  'content-type': 'multipart/form-data; boundary=b0undary',
});

async function answers(answer: Response): Promise<void> {
  expect(answer.status).toBeGreaterThanOrEqual(200);
  expect(answer.status).not.toBe(500);
  expect(await answer.text()).not.toContain(secret);
  expect(target.registries.requests().at(-1)?.error).toBeUndefined();
}

const patience = Math.max(120_000, runs * 60);

it(
  'answers whatever is uploaded, and keeps only what it accepted',
  async () => {
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(upload, async (body) => {
        const sent = { method: 'POST', headers: headers(), body: Buffer.from(body) };
        const answer = await fetch(`${target.registries.python.url}/legacy/`, sent);
        statuses.add(answer.status);
        await answers(answer);
      }),
      { numRuns: Math.ceil(runs * 0.6), examples: [[rightOne()]] },
    );
    expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 400]));
    const kept = readdirSync(target.folder, { recursive: true, encoding: 'utf8' });
    expect(kept.filter((path) => path.endsWith('.part'))).toEqual([]);
    // Two files at most are right, and one of them has metadata of its own.
    expect(kept.filter((path) => /blobs.[0-9a-f]{64}$/.test(path)).length).toBeLessThanOrEqual(3);
    expect(kept.filter((path) => !path.startsWith('kept'))).toEqual(['secret.txt']);
    expect(readFileSync(join(target.folder, 'secret.txt'), 'utf8')).toBe(secret);
  },
  patience,
);

const segment = fc.oneof(
  fc.constantFrom(
    'simple',
    'packages',
    'pypi',
    'integrity',
    'legacy',
    '_',
    'oidc',
    'foo',
    'Foo',
    '1.0',
    'json',
    '-',
    '',
  ),
  fc.constantFrom('%2e%2e', '..%2f..%2fsecret.txt', '%00', '%ff', '__proto__', 'foo-1.0-py3-none-any.whl.metadata'),
  fc.webPath({ size: 'small' }).map((text) => text.replaceAll('/', '%2f')),
);

it(
  'answers whatever is asked for',
  async () => {
    const paths = fc.array(segment, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`);
    const accept = fc.oneof(fc.constantFrom('*/*', ';;q=x,', 'text/html;q=-1'), fc.stringMatching(/^[ -~]{0,30}$/));
    const method = fc.constantFrom('GET', 'HEAD', 'POST', 'DELETE');
    await fc.assert(
      fc.asyncProperty(
        paths,
        accept,
        method,
        fc.stringMatching(/^[ -~]{0,20}$/),
        async (path, accept, method, range) => {
          const options = { method, redirect: 'manual' as const, headers: { ...headers(), accept, range } };
          await answers(await fetch(`${target.registries.python.url}${path}`, options));
        },
      ),
      { numRuns: Math.ceil(runs * 0.2) },
    );
  },
  patience,
);

it(
  'answers whatever a job says it is',
  async () => {
    const json = fc.jsonValue({ maxDepth: 1 }).map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));
    const part = fc.oneof(
      json,
      fc.string({ maxLength: 8 }),
      fc.constant(
        Buffer.from(JSON.stringify({ iss: target.registries.oidc.url, kid: '', alg: 'none' })).toString('base64url'),
      ),
    );
    const proof = fc.array(part, { maxLength: 4 }).map((parts) => parts.join('.'));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          proof.map((token) => JSON.stringify({ token })),
          fc.string(),
        ),
        async (body) => {
          const answer = await fetch(`${target.registries.python.url}/_/oidc/mint-token`, { method: 'POST', body });
          expect(answer.status).toBe(422);
          await answers(answer);
        },
      ),
      { numRuns: Math.ceil(runs * 0.2) },
    );
  },
  patience,
);
