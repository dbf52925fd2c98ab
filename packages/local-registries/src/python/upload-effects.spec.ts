import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packed } from '../archive/write-tar.ts';
import { wheelOf, zipped } from './write-wheel.ts';
import { workbench, blakeOf, sha256, sdist, post, said, listing, rope } from './workbench.ts';

const { start, folder, close } = workbench();
afterEach(close);

it.each([
  ['', '0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8'],
  ['abc', 'bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319'],
])('clients know %j by the BLAKE2b of 32 bytes', (text, digest) => expect(blakeOf(Buffer.from(text))).toBe(digest));

describe('an upload', () => {
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
