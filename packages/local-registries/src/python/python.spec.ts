import { blake2b } from '@noble/hashes/blake2.js';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packed } from '../archive/write-tar.ts';
import { startRegistries, type Options, type Registries } from '../start.ts';
import { jobEnvironment } from '../trust/job.ts';
import { wheelName, wheelOf, zipped, type Wheel } from './write-wheel.ts';

type Name = 'python' | 'oidc';
const time = { now: Date.UTC(2026, 0, 2) };
const clock = { now: () => time.now, wait: () => Promise.resolve() };
const made: { close(): Promise<void> }[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(made.splice(0).map((one) => one.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function start(options: Partial<Options<Name>> = {}): Promise<Registries<Name>> {
  const started = await startRegistries<Name>({ registries: ['python', 'oidc'], clock, ...options });
  made.push(started);
  return started;
}
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'python-'));
  folders.push(made);
  return made;
};

const blakeOf = (bytes: Uint8Array): string => Buffer.from(blake2b(bytes, { dkLen: 32 })).toString('hex');

it.each([
  ['', '0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8'],
  ['abc', 'bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319'],
])('clients know %j by the BLAKE2b of 32 bytes', (text, digest) => expect(blakeOf(Buffer.from(text))).toBe(digest));

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Upload {
  readonly fields?: Readonly<Record<string, string | null>>;
  readonly file?: Buffer;
  readonly filename?: string;
  readonly token?: string;
  readonly authorization?: string;
  /** Besides the file. */
  readonly parts?: Readonly<Record<string, Blob>>;
}

const sdist = (name: string, version: string, more = ''): Buffer =>
  packed([
    {
      path: `${name}-${version}/PKG-INFO`,
      content: `Metadata-Version: 2.2\nName: ${name}\nVersion: ${version}\n${more}`,
    },
  ]);

function post(at: Registries<Name>, wheel: Wheel, upload: Upload = {}): Promise<Response> {
  const {
    fields = {},
    file = wheelOf(wheel),
    filename = wheelName(wheel),
    token = at.python.token,
    parts = {},
  } = upload;
  const form = new FormData();
  const all: Readonly<Record<string, string | null>> = {
    ':action': 'file_upload',
    protocol_version: '1',
    metadata_version: '2.4',
    name: wheel.name,
    version: wheel.version,
    filetype: filename.endsWith('.whl') ? 'bdist_wheel' : 'sdist',
    pyversion: filename.endsWith('.whl') ? 'py3' : 'source',
    sha256_digest: sha256(file),
    ...fields,
  };
  for (const [name, value] of Object.entries(all)) if (value !== null) form.append(name, value);
  for (const [name, part] of Object.entries(parts)) form.append(name, part, 'f');
  if (filename !== '') form.append('content', new Blob([file], { type: 'application/octet-stream' }), filename);
  const authorization = upload.authorization ?? `Basic ${Buffer.from(`__token__:${token}`).toString('base64')}`;
  return fetch(`${at.python.url}/legacy/`, { method: 'POST', headers: { authorization }, body: form });
}

/** As twine shows it: what stands beside the status. */
const said = ({ status, statusText }: Response): string => `${status} ${statusText}`;
const get = (at: Registries<Name>, path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${at.python.url}${path}`, { headers, redirect: 'manual' });
const asJson = { accept: 'application/vnd.pypi.simple.v1+json' };
interface Listing {
  readonly versions: readonly string[];
  readonly files: readonly (Record<string, unknown> & { readonly filename: string; readonly url: string })[];
}
const listing = async (at: Registries<Name>, name: string): Promise<Listing> =>
  (await (await get(at, `/simple/${name}/`, asJson)).json()) as Listing;
const manage = (at: Registries<Name>, what: string, body: object): Promise<Response> =>
  fetch(`${at.admin.url}/python/${what}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${at.admin.token}` },
    body: JSON.stringify(body),
  });

const rope: Wheel = { name: 'quay-rope', version: '1.0' };

describe('an upload', () => {
  const metadata = (...lines: readonly string[]): Wheel => ({ ...rope, metadata: lines });
  const info = 'quay_rope-1.0.dist-info';
  const about = `Metadata-Version: 2.4\nName: quay-rope\nVersion: 1.0\n`;
  const zip = (...names: readonly string[]): Upload => ({
    file: zipped(Object.fromEntries(names.map((name) => [name, name.endsWith('METADATA') ? about : 'x']))),
  });
  it.each<[string, Wheel, Upload, string]>([
    ['a wheel', rope, {}, '200 '],
    [
      'a wheel for some machines',
      { ...rope, tags: 'cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64' },
      {},
      '200 ',
    ],
    ['a wheel with a build number', { ...rope, tags: '7-py3-none-any' }, { file: wheelOf(rope) }, '200 '],
    ['a source distribution', rope, { file: sdist('quay_rope', '1.0'), filename: 'quay_rope-1.0.tar.gz' }, '200 '],
    [
      'every version of metadata',
      metadata('Import-Name: quay_rope', 'License-Expression: MIT'),
      { fields: { metadata_version: '2.5' } },
      '200 ',
    ],
    ['a name in another spelling', { ...rope, name: 'Quay.Rope' }, {}, '200 '],
    [
      'a version in another spelling',
      { ...rope, version: '1.0.0' },
      { filename: 'quay_rope-1.0-py3-none-any.whl' },
      '200 ',
    ],
    ['the right digests', rope, { fields: { blake2_256_digest: blakeOf(wheelOf(rope)) } }, '200 '],
    ['no action', rope, { fields: { ':action': null } }, '400 Unknown action.'],
    ['another protocol', rope, { fields: { protocol_version: '2' } }, '400 Unknown protocol version.'],
    [
      'no file',
      rope,
      { filename: '', fields: { filetype: 'bdist_wheel', pyversion: 'py3' } },
      '400 Upload payload does not have a file.',
    ],
    ['no digest', rope, { fields: { sha256_digest: null } }, '400 Error: Include at least one message digest.'],
    [
      'a bad digest',
      rope,
      { fields: { sha256_digest: 'xyz' } },
      '400 Invalid value for sha256_digest. Error: Use a valid, hex-encoded, SHA256 message digest.',
    ],
    [
      'another digest',
      rope,
      { fields: { sha256_digest: '0'.repeat(64) } },
      '400 The digest supplied does not match a digest calculated from the uploaded file.',
    ],
    ['another MD5', rope, { fields: { md5_digest: '0'.repeat(32) } }, '400 The digest supplied does not match'],
    [
      'another BLAKE2',
      rope,
      { fields: { blake2_256_digest: '0'.repeat(64) } },
      '400 The digest supplied does not match',
    ],
    [
      'a bad name',
      { ...rope, name: '-rope' },
      {},
      "400 '-rope' is an invalid value for Name. Error: Start and end with a letter or numeral",
    ],
    [
      'another kind of file',
      rope,
      { fields: { filetype: 'bdist_egg' } },
      '400 Invalid value for filetype. Error: Use a known file type.',
    ],
    [
      'no Python',
      rope,
      { fields: { pyversion: '' } },
      '400 Invalid value for pyversion. Error: Python version is required for binary distribution uploads.',
    ],
    [
      'a Python for source',
      rope,
      { file: sdist('quay_rope', '1.0'), filename: 'quay_rope-1.0.tar.gz', fields: { pyversion: 'py3' } },
      "400 Invalid value for pyversion. Error: Use 'source' as Python version for an sdist.",
    ],
    [
      'a wheel said to be source',
      rope,
      { fields: { filetype: 'sdist', pyversion: 'source' } },
      '400 Invalid file extension: Extension .whl is invalid for filetype sdist.',
    ],
    [
      'an egg',
      rope,
      { filename: 'quay_rope-1.0.egg', fields: { filetype: 'sdist', pyversion: '' } },
      '400 Invalid file extension: Use .tar.gz, .whl or .zip extension.',
    ],
    [
      'a path',
      rope,
      { filename: '../quay_rope-1.0-py3-none-any.whl' },
      "400 Cannot upload a file with '/' or '\\' in the name.",
    ],
    [
      'the file of another project',
      rope,
      { filename: 'other-1.0-py3-none-any.whl' },
      "400 Start filename for 'quay-rope' with 'quay_rope'.",
    ],
    [
      'the file of another version',
      rope,
      { filename: 'quay_rope-2.0-py3-none-any.whl' },
      "400 Wheel 'quay_rope-2.0-py3-none-any.whl' does not contain the required WHEEL file: quay_rope-2.0.dist-info/WHEEL",
    ],
    [
      'source in an old spelling',
      rope,
      { file: sdist('quay-rope', '1.0'), filename: 'quay-rope-1.0.tar.gz' },
      "400 Filename 'quay-rope-1.0.tar.gz' is invalid, should be 'quay_rope-1.0.tar.gz'.",
    ],
    [
      'too few tags',
      rope,
      { filename: 'quay_rope-1.0-any.whl' },
      "400 Invalid wheel filename (wrong number of parts): 'quay_rope-1.0-any'",
    ],
    ['a bad build number', rope, { filename: 'quay_rope-1.0-x-py3-none-any.whl' }, '400 Invalid build number: x in'],
    [
      'no version',
      rope,
      { filename: 'quay_rope-one-py3-none-any.whl' },
      '400 Invalid wheel filename (invalid version):',
    ],
    [
      'an unrepaired wheel',
      { ...rope, tags: 'cp311-cp311-linux_x86_64' },
      {},
      "400 Binary wheel 'quay_rope-1.0-cp311-cp311-linux_x86_64.whl' has an unsupported platform tag 'linux_x86_64'.",
    ],
    ['no zip', rope, { file: Buffer.from('hello') }, '400 Invalid distribution file. File is not a zip file'],
    ['half a zip', rope, { file: wheelOf(rope).subarray(40) }, '400 Invalid distribution file.'],
    [
      'a strange compression',
      rope,
      { file: zipped({ [`${info}/METADATA`]: about }, 12) },
      '400 Invalid distribution file.',
    ],
    [
      'no WHEEL',
      rope,
      zip(`${info}/METADATA`, `${info}/RECORD`),
      `400 Wheel 'quay_rope-1.0-py3-none-any.whl' does not contain the required WHEEL file: ${info}/WHEEL`,
    ],
    [
      'no METADATA',
      rope,
      zip(`${info}/WHEEL`, `${info}/RECORD`),
      "400 Wheel 'quay_rope-1.0-py3-none-any.whl' does not contain the required METADATA file",
    ],
    [
      'no RECORD',
      rope,
      zip(`${info}/WHEEL`, `${info}/METADATA`),
      "400 Wheel 'quay_rope-1.0-py3-none-any.whl' does not contain the required RECORD file",
    ],
    [
      'no tar',
      rope,
      { file: Buffer.from('hello'), filename: 'quay_rope-1.0.tar.gz' },
      '400 Invalid distribution file.',
    ],
    [
      'half a tar',
      rope,
      { file: sdist('quay_rope', '1.0').subarray(0, 60), filename: 'quay_rope-1.0.tar.gz' },
      '400 Invalid distribution file.',
    ],
    [
      'no PKG-INFO',
      rope,
      { file: packed([{ path: 'a/b' }]), filename: 'quay_rope-1.0.tar.gz' },
      '400 Invalid distribution file.',
    ],
    [
      'a local version',
      { ...rope, version: '1.0+here' },
      {},
      "400 The use of local versions in '1.0+here' is not allowed. See https://packaging.python.org/specifications/core-metadata for more information.",
    ],
    ['a URL that is none', metadata('Home-page: harbor'), {}, "400 'harbor' is not a valid url."],
    ['a project URL that is none', metadata('Project-URL: Docs, ftp://x'), {}, "400 'ftp://x' is not a valid url."],
    ['a URL without a label', metadata('Project-URL: , https://x.test'), {}, '400 Must have a label.'],
    [
      'two licenses',
      metadata('License: MIT', 'License-Expression: MIT'),
      {},
      '400 License is deprecated when License-Expression is present.',
    ],
    [
      'what must not be published',
      metadata('Classifier: Private :: Do Not Upload'),
      {},
      "400 'Private :: Do Not Upload' is not a valid classifier.",
    ],
    [
      'an address instead of a version',
      metadata('Requires-Dist: other @ https://x.test/o.whl'),
      {},
      "400 Can't have direct dependency: other @ https://x.test/o.whl.",
    ],
    [
      'a bad requirement',
      metadata('Requires-Dist: other >> 1'),
      {},
      "400 'other >> 1' is invalid for 'requires-dist'.",
    ],
    [
      'good requirements',
      metadata('Requires-Dist: a[b,c]>=1,<2; python_version < "4"', 'Requires-Dist: d (~=1.2)', 'Requires-Dist: e'),
      {},
      '200 ',
    ],
    ['a bad Python', metadata('Requires-Python: 3.x'), {}, "400 '3.x' is invalid for 'requires-python'."],
    [
      'a long summary',
      metadata(`Summary: ${'a'.repeat(513)}`),
      {},
      "400 'summary' field must be 512 characters or less.",
    ],
    ['a bad email', metadata('Author-email: Mate <mate>'), {}, "400 'mate' is not a valid email address."],
    [
      'a strange description',
      metadata('Description-Content-Type: text/html'),
      {},
      "400 'description-content-type' must be one of ['text/plain', 'text/x-rst', 'text/markdown'], not 'text/html'.",
    ],
    ['a file for a field', rope, { parts: { summary: new Blob(['x']) } }, '403 summary: Should not be a tuple.'],
    [
      'no token',
      rope,
      { authorization: '' },
      '403 Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth',
    ],
    ['a wrong token', rope, { token: 'pypi-wrong' }, '403 Invalid or non-existent authentication information.'],
    [
      'attestations of nobody',
      rope,
      { fields: { attestations: '[]' } },
      '400 Invalid attestations supplied during upload: Attestations are only supported when using Trusted Publishing',
    ],
  ])('%s', async (_, wheel, upload, expected) => {
    const at = await start();
    expect(said(await post(at, wheel, upload)).slice(0, expected.length)).toBe(expected === '200 ' ? '200 ' : expected);
    expect(at.requests('python').at(-1)?.error).toBeUndefined();
    if (expected !== '200 ') expect((await get(at, '/simple/quay-rope/')).status).toBe(404);
  });

  it('takes a token as a password, and in no other way', async () => {
    const at = await start();
    const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
    for (const authorization of [`Bearer ${at.python.token}`, basic(`mate:${at.python.token}`), basic(at.python.token)])
      expect((await post(at, rope, { authorization })).status).toBe(403);
  });

  it('reads an old source distribution from its form', async () => {
    const at = await start();
    const file = packed([{ path: 'quay_rope-1.0/PKG-INFO', content: 'Metadata-Version: 1.1\nName: quay-rope\n' }]);
    const fields = { metadata_version: '2.1', requires_python: '>=3.9', summary: 'Rope', home_page: 'https://x.test' };
    expect((await post(at, rope, { file, filename: 'quay_rope-1.0.tar.gz', fields })).status).toBe(200);
    expect((await listing(at, 'quay-rope')).files[0]).toMatchObject({
      'requires-python': '>=3.9',
      'core-metadata': false,
    });
  });

  it('is not done twice: the same bytes are no news, others are refused', async () => {
    const at = await start();
    const [file, digest] = [wheelOf(rope), 'with blake2_256 hash'];
    expect((await post(at, rope)).status).toBe(200);
    expect((await post(at, rope)).status).toBe(200);
    const other = wheelOf({ ...rope, files: { a: 'other' } });
    expect(said(await post(at, rope, { file: other }))).toContain(
      `400 File already exists ('quay_rope-1.0-py3-none-any.whl', ${digest}`,
    );
    const renamed = post(at, rope, { file, filename: 'quay_rope-1.0-1-py3-none-any.whl' });
    expect(said(await renamed)).toContain("400 File already exists ('quay_rope-1.0-py3-none-any.whl'");
    const zip = {
      file: zipped({ 'quay_rope-1.0/PKG-INFO': 'Metadata-Version: 2.2\nName: quay-rope\nVersion: 1.0\n' }),
      filename: 'quay_rope-1.0.zip',
    };
    const tar = { file: sdist('quay_rope', '1.0'), filename: 'quay_rope-1.0.tar.gz' };
    expect((await post(at, rope, tar)).status).toBe(200);
    expect(said(await post(at, rope, zip))).toContain('400 Only one sdist may be uploaded per release.');
    expect((await listing(at, 'quay-rope')).files).toHaveLength(2);
  });

  it('says that signatures are thrown away', async () => {
    const at = await start();
    const answer = await post(at, rope, { parts: { gpg_signature: new Blob(['-----BEGIN PGP SIGNATURE-----']) } });
    expect(await answer.text()).toContain('GPG signature support has been removed');
  });

  it('keeps nothing of what it refuses', async () => {
    const kept = folder();
    const at = await start({ keepIn: kept });
    await post(at, rope, { file: Buffer.from('no wheel') });
    await post(at, rope, { fields: { name: '' } });
    expect(
      readdirSync(join(kept, 'python'), { recursive: true }).filter((name) => /[0-9a-f]{64}|part/.test(String(name))),
    ).toEqual([]);
  });

  it('loses nothing of many at once', async () => {
    const at = await start();
    const wheels = Array.from({ length: 40 }, (_, number) => ({ ...rope, version: `${number}.0` }));
    const answers = await Promise.all([...wheels, ...wheels].map((wheel) => post(at, wheel)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const { files, versions } = await listing(at, 'quay-rope');
    expect(files).toHaveLength(40);
    expect(versions).toEqual(wheels.map(({ version }) => version));
    const bytes = await Promise.all(files.map(async ({ url }) => Buffer.from(await (await fetch(url)).arrayBuffer())));
    expect(bytes.map(sha256)).toEqual(files.map(({ hashes }) => (hashes as { sha256: string }).sha256));
  });
});

describe('the index', () => {
  const published = async (options: Partial<Options<Name>> = {}): Promise<Registries<Name>> => {
    const at = await start(options);
    await post(at, { ...rope, metadata: ['Requires-Python: >=3.8,<4'] });
    return at;
  };

  it.each<[string, string, number, string]>([
    ['/simple', '', 301, '/simple/'],
    ['/simple/quay-rope', '', 301, '/simple/quay-rope/'],
    ['/simple/Quay.Rope/', '', 301, '/simple/quay-rope/'],
    ['/simple/quay_rope', '', 301, '/simple/quay-rope/'],
    ['/simple/other/', '', 404, ''],
    ['/simple/', '', 200, 'text/html; charset=utf-8'],
    ['/simple/quay-rope/', '*/*', 200, 'text/html; charset=utf-8'],
    ['/simple/quay-rope/', 'text/html', 200, 'text/html; charset=utf-8'],
    ['/simple/quay-rope/', 'application/vnd.pypi.simple.v1+html', 200, 'application/vnd.pypi.simple.v1+html'],
    ['/simple/quay-rope/', 'application/vnd.pypi.simple.v1+json', 200, 'application/vnd.pypi.simple.v1+json'],
    ['/simple/quay-rope/', 'application/vnd.pypi.simple.latest+json', 200, 'application/vnd.pypi.simple.v1+json'],
    [
      '/simple/quay-rope/',
      'application/vnd.pypi.simple.v1+json, text/html;q=0.1',
      200,
      'application/vnd.pypi.simple.v1+json',
    ],
    ['/simple/quay-rope/', 'application/vnd.pypi.simple.v1+json;q=0.1, text/html', 200, 'text/html; charset=utf-8'],
    [
      '/simple/quay-rope/',
      'text/html;q=0, application/vnd.pypi.simple.v1+json;q=0.5',
      200,
      'application/vnd.pypi.simple.v1+json',
    ],
    ['/simple/quay-rope/', 'image/png', 406, ''],
    [
      '/simple/quay-rope/?format=application/vnd.pypi.simple.v1%2Bjson',
      'text/html',
      200,
      'application/vnd.pypi.simple.v1+json',
    ],
    ['/simple/quay-rope/?format=png', '*/*', 406, ''],
  ])('%s as %s', async (path, accept, status, expected) => {
    const at = await published();
    const answer = await get(at, path, accept === '' ? {} : { accept });
    expect(answer.status).toBe(status);
    expect(answer.headers.get(status === 301 ? 'location' : 'content-type') ?? '').toContain(expected);
    expect(answer.headers.get('vary') ?? 'Accept').toBe('Accept');
  });

  it('tells in JSON all that it knows of a file', async () => {
    const at = await published();
    const answer = await get(at, '/simple/quay-rope/', asJson);
    const { files, versions, ...rest } = (await answer.json()) as Listing;
    expect(rest).toEqual({ meta: { 'api-version': '1.3' }, name: 'quay-rope' });
    expect(versions).toEqual(['1.0']);
    const metadata = { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string };
    expect(files).toEqual([
      {
        filename: 'quay_rope-1.0-py3-none-any.whl',
        url: expect.stringContaining(`${at.python.url}/packages/quay-rope/`) as string,
        hashes: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
        'core-metadata': metadata,
        'data-dist-info-metadata': metadata,
        'requires-python': expect.stringContaining('>=3.8') as string,
        size: expect.any(Number) as number,
        'upload-time': '2026-01-02T00:00:00.000000Z',
        yanked: false,
        provenance: null,
      },
    ]);
  });

  it('tells the same in HTML, and escapes it', async () => {
    const at = await published();
    await manage(at, 'yank', { project: 'Quay_Rope', version: '1.0.0', reason: 'a "bad" <knot>' });
    const page = await (await get(at, '/simple/quay-rope/')).text();
    expect(page).toContain('<meta name="pypi:repository-version" content="1.3">');
    expect(page).toMatch(/href="http:\/\/127[^"]*quay_rope-1\.0-py3-none-any\.whl#sha256=[0-9a-f]{64}"/);
    expect(page).toContain('data-requires-python="&gt;=3.8,&lt;4');
    expect(page).toMatch(/data-core-metadata="sha256=[0-9a-f]{64}"/);
    expect(page).toMatch(/data-dist-info-metadata="sha256=[0-9a-f]{64}"/);
    expect(page).toContain('data-yanked="a &quot;bad&quot; &lt;knot&gt;"');
    expect(await (await get(at, '/simple/')).text()).toContain('<a href="/simple/quay-rope/">quay-rope</a>');
  });

  it('is not sent again to whom knows it', async () => {
    const at = await published();
    const first = await get(at, '/simple/quay-rope/');
    const etag = first.headers.get('etag') ?? '';
    expect((await get(at, '/simple/quay-rope/', { 'if-none-match': etag })).status).toBe(304);
    expect((await get(at, '/simple/quay-rope/', { ...asJson, 'if-none-match': etag })).status).toBe(200);
    await post(at, { ...rope, version: '2.0' });
    expect((await get(at, '/simple/quay-rope/', { 'if-none-match': etag })).status).toBe(200);
  });

  it('lags, and stays behind, on demand', async () => {
    const at = await published();
    const versions = async (): Promise<readonly string[]> => (await listing(at, 'quay-rope')).versions;
    time.now += 10;
    const heal = at.fault({ does: 'lag', ms: 1000 });
    await post(at, { ...rope, version: '2.0' });
    expect(await versions()).toEqual(['1.0']);
    time.now += 1000;
    expect(await versions()).toEqual(['1.0', '2.0']);
    heal();
    at.fault({ does: 'stale' });
    await post(at, { ...rope, version: '3.0' });
    expect(await versions()).toEqual(['1.0', '2.0']);
    at.clearFaults();
    expect(await versions()).toEqual(['1.0', '2.0', '3.0']);
  });

  it('asks for a login where it is private', async () => {
    const at = await published({ isPrivate: true });
    const answer = await get(at, '/simple/quay-rope/');
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="pypi"']);
    const authorization = `Basic ${Buffer.from(`__token__:${at.python.token}`).toString('base64')}`;
    expect((await get(at, '/simple/quay-rope/', { authorization })).status).toBe(200);
  });
});

describe('a file', () => {
  it('is sent whole, in part, or not again', async () => {
    const at = await start();
    await post(at, rope);
    const [told] = (await listing(at, 'quay-rope')).files;
    const url = told?.url ?? '';
    const path = url.slice(at.python.url.length);
    const whole = wheelOf(rope);
    const answer = await get(at, path);
    expect(answer.headers.get('accept-ranges')).toBe('bytes');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(whole);
    const part = await get(at, path, { range: 'bytes=-10' });
    expect([part.status, part.headers.get('content-range')]).toEqual([
      206,
      `bytes ${whole.length - 10}-${whole.length - 1}/${whole.length}`,
    ]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(-10));
    expect((await get(at, path, { range: 'bytes=99999999-' })).status).toBe(416);
    expect((await get(at, path, { 'if-none-match': answer.headers.get('etag') ?? '' })).status).toBe(304);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(whole.length)]);
    const metadata = Buffer.from(await (await get(at, `${path}.metadata`)).arrayBuffer());
    expect(told?.['core-metadata']).toEqual({ sha256: sha256(metadata) });
    expect(metadata.toString()).toContain('Name: quay-rope');
    for (const other of ['/packages/quay-rope/-/other.whl', '/packages/other/-/x.whl.metadata'])
      expect((await get(at, other)).status).toBe(404);
  });

  it('is taken back and let go again, and once deleted its name is gone for ever', async () => {
    const at = await start();
    await post(at, rope);
    const yanked = async (): Promise<unknown> => (await listing(at, 'quay-rope')).files[0]?.yanked;
    await manage(at, 'yank', { project: 'quay-rope', version: '1.0' });
    expect(await yanked()).toBe(true);
    await manage(at, 'yank', { project: 'quay-rope', version: '1.0', reason: 'torn' });
    expect(await yanked()).toBe('torn');
    await manage(at, 'unyank', { project: 'quay-rope', version: '1.0' });
    expect(await yanked()).toBe(false);
    expect((await manage(at, 'yank', { project: 'quay-rope', version: '9' })).status).toBe(404);
    expect((await manage(at, 'yank', {})).status).toBe(400);
    expect((await manage(at, 'delete', { project: 'quay-rope', version: '1.0' })).status).toBe(200);
    expect((await listing(at, 'quay-rope')).files).toEqual([]);
    expect(said(await post(at, rope))).toContain(
      '400 This filename was previously used by a file that has since been deleted.',
    );
  });
});

describe('about a project', () => {
  it('tells its newest release, and any other', async () => {
    const at = await start();
    for (const version of ['1.0', '1.10', '1.9', '2.0a1'])
      await post(at, { ...rope, version, metadata: [`Summary: ${version}`] });
    await manage(at, 'yank', { project: 'quay-rope', version: '1.10', reason: 'torn' });
    const about = async (path: string): Promise<Record<string, Record<string, unknown>>> =>
      (await (await get(at, path)).json()) as Record<string, Record<string, unknown>>;
    const newest = await about('/pypi/Quay_Rope/json');
    expect(newest.info).toMatchObject({ name: 'quay-rope', version: '1.9', summary: '1.9', yanked: false });
    expect(Object.keys(newest.releases ?? {})).toEqual(['1.0', '1.10', '1.9', '2.0a1']);
    const other = await about('/pypi/quay-rope/1.10.0/json');
    expect(other.info).toMatchObject({ version: '1.10', yanked: true, yanked_reason: 'torn' });
    expect(other.urls).toMatchObject([
      { filename: 'quay_rope-1.10-py3-none-any.whl', packagetype: 'bdist_wheel', python_version: 'py3' },
    ]);
    expect((await get(at, '/pypi/quay-rope/7/json')).status).toBe(404);
    expect((await get(at, '/pypi/other/json')).status).toBe(404);
  });
});

describe('provenance', () => {
  const statement = (name: string, digest: string): string =>
    JSON.stringify([
      {
        version: 1,
        verification_material: { certificate: 'x', transparency_entries: [] },
        envelope: {
          statement: Buffer.from(JSON.stringify({ subject: [{ name, digest: { sha256: digest } }] })).toString(
            'base64',
          ),
          signature: 'eA==',
        },
      },
    ]);
  const granted = async (at: Registries<Name>): Promise<string> => {
    const job = { repository: 'quay/harbor', workflow: 'release.yml', environment: 'live' };
    const env = jobEnvironment(at.oidc, job);
    const asked = await fetch(`${env.ACTIONS_ID_TOKEN_REQUEST_URL ?? ''}&audience=pypi`, {
      headers: { authorization: `bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? ''}` },
    });
    const { value } = (await asked.json()) as { value: string };
    const answer = await fetch(`${at.python.url}/_/oidc/mint-token`, {
      method: 'POST',
      body: JSON.stringify({ token: value }),
    });
    return ((await answer.json()) as { token: string }).token;
  };
  const publishers = [{ registry: 'python', package: 'quay-rope', repository: 'quay/harbor', workflow: 'release.yml' }];

  it('is kept and served with who published', async () => {
    const at = await start({ publishers });
    const attestations = statement(wheelName(rope), sha256(wheelOf(rope)));
    expect((await post(at, rope, { token: await granted(at), fields: { attestations } })).status).toBe(200);
    const [file] = (await listing(at, 'quay-rope')).files;
    const answer = await fetch(String(file?.provenance));
    expect(answer.headers.get('content-type')).toBe('application/vnd.pypi.integrity.v1+json');
    expect(await answer.json()).toEqual({
      version: 1,
      attestation_bundles: [
        {
          publisher: { kind: 'GitHub', repository: 'quay/harbor', workflow: 'release.yml', environment: 'live' },
          attestations: JSON.parse(attestations) as unknown,
        },
      ],
    });
  });

  it.each<[string, string, string]>([
    ['another file', statement('x.whl', ''), 'subject does not match distribution name'],
    ['other bytes', statement(wheelName(rope), '0'), 'subject does not match distribution digest'],
    ['no list', '{}', 'Malformed attestations'],
    ['no envelope', '[{"version":1}]', 'Malformed attestations'],
    ['no JSON', '[', 'Malformed attestations'],
  ])('is refused where it is about %s', async (_, attestations, words) => {
    const at = await start({ publishers });
    const answer = await post(at, rope, { token: await granted(at), fields: { attestations } });
    expect(said(answer)).toContain(`400 Invalid attestations supplied during upload: ${words}`);
  });
});

describe('what nobody published here', () => {
  const fetched = (): string => {
    const packages = folder();
    writeFileSync(join(packages, wheelName(rope)), wheelOf({ ...rope, metadata: ['Requires-Python: >=3.8'] }));
    writeFileSync(join(packages, 'quay_rope-0.9.tar.gz'), sdist('quay_rope', '0.9'));
    writeFileSync(join(packages, 'broken-1.0-py3-none-any.whl'), 'no wheel');
    writeFileSync(join(packages, 'strange.tar.gz'), 'nothing');
    return packages;
  };

  it('comes from a folder, and counts as published', async () => {
    const at = await start({ packages: fetched() });
    await post(at, { ...rope, version: '2.0' });
    const { files, versions } = await listing(at, 'quay-rope');
    expect(versions).toEqual(['0.9', '1.0', '2.0']);
    const wheel = files.find(({ filename }) => filename === wheelName(rope));
    expect(wheel).toMatchObject({ 'requires-python': '>=3.8' });
    const bytes = Buffer.from(await (await fetch(wheel?.url ?? '')).arrayBuffer());
    expect(wheel?.hashes).toEqual({ sha256: sha256(bytes) });
    expect((await fetch(wheel?.url ?? '', { headers: { range: 'bytes=0-1' } })).status).toBe(206);
    const metadata = Buffer.from(await (await fetch(`${wheel?.url ?? ''}.metadata`)).arrayBuffer());
    expect(wheel?.['core-metadata']).toEqual({ sha256: sha256(metadata) });
    expect(said(await post(at, rope))).toContain('400 File already exists');
    expect((await get(at, '/simple/broken/')).status).toBe(404);
  });

  it('comes from the index behind, in JSON or HTML', async () => {
    const behind = await start({ packages: fetched() });
    await manage(behind, 'yank', { project: 'quay-rope', version: '1.0' });
    await post(behind, { ...rope, version: '3.0' });
    await manage(behind, 'yank', { project: 'quay-rope', version: '3.0', reason: 'torn' });
    const at = await start({ upstream: { python: behind.python.url } });
    const inJson = await listing(at, 'quay-rope');
    const strip = ({ files }: Listing) =>
      files.map((file) => ({ ...file, url: '', size: 0, 'upload-time': '', provenance: null }));
    expect(strip(inJson)).toEqual(strip(await listing(behind, 'quay-rope')));
    behind.fault({ does: 'refuse', status: 404, path: '/simple/none/' });
    expect((await get(at, '/simple/none/')).status).toBe(404);
    const wheel = inJson.files.find(({ filename }) => filename === wheelName(rope));
    expect(wheel?.url.startsWith(at.python.url)).toBe(true);
    expect(sha256(Buffer.from(await (await fetch(wheel?.url ?? '')).arrayBuffer()))).toBe(
      (wheel?.hashes as { sha256: string }).sha256,
    );
    expect((await fetch(`${wheel?.url ?? ''}.metadata`)).status).toBe(200);
    await behind.close();
    expect((await get(at, '/simple/quay-rope/')).status).toBe(502);
  });
});
