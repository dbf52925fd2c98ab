import type { Options, Registries } from '../start.ts';
import { type Name, workbench, post, get, asJson, type Listing, listing, manage, rope } from './workbench.ts';

const { start, time, close } = workbench();
afterEach(close);

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
