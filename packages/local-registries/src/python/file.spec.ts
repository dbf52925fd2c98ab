import { wheelOf } from './write-wheel.ts';
import { workbench, sha256, post, said, get, listing, manage, rope } from './workbench.ts';

const { start, close } = workbench();
afterEach(close);

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
