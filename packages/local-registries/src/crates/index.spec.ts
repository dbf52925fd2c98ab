import { workbench, publish, said, get, index } from './workbench.ts';

const { start, time, close } = workbench();
afterEach(close);

describe('index', () => {
  it.each([
    ['a', '1/a', 200],
    ['ab', '2/ab', 200],
    ['abc', '3/a/abc', 200],
    ['abcd', 'ab/cd/abcd', 200],
    ['aBcD', 'ab/cd/abcd', 200],
    ['aBcD', 'aB/cD/aBcD', 404],
    ['abc', '2/abc', 404],
    ['ab-cd', 'ab/_c/ab_cd', 404],
    ['abcd', 'xx/xx/abcd', 404],
  ])('%s at %s: %d', async (name, path, status) => {
    const at = await start();
    await publish(at, name, '1.0.0');
    expect((await get(at, `/index/${path}`)).status).toBe(status);
  });

  it('answers 304 until something changes', async () => {
    const at = await start();
    await publish(at, 'foo', '1.0.0');
    const etag = (await get(at, '/index/3/f/foo')).headers.get('etag') ?? '';
    const again = async (tag: string): Promise<number> =>
      (await get(at, '/index/3/f/foo', { 'if-none-match': tag })).status;
    expect([await again(etag), await again(`"x", W/${etag}`), await again('"x"')]).toEqual([304, 304, 200]);
    await publish(at, 'foo', '1.0.1');
    expect(await again(etag)).toBe(200);
  });

  it('tells where the rest is, and whether a token is needed', async () => {
    const open = await start();
    const { url } = open.crates;
    expect(await (await get(open, '/index/config.json')).json()).toEqual({ dl: `${url}/api/v1/crates`, api: url });
    const closed = await start({ isPrivate: true });
    const refused = await get(closed, '/index/config.json');
    expect([refused.status, refused.headers.get('www-authenticate')?.slice(0, 16)]).toEqual([401, 'Cargo login_url=']);
    const allowed = await get(closed, '/index/config.json', { authorization: closed.crates.token });
    expect(await allowed.json()).toMatchObject({ 'auth-required': true });
  });

  it('lags behind by the clock', async () => {
    const at = await start({ faults: [{ does: 'lag', ms: 3000 }] });
    await publish(at, 'foo', '1.0.0');
    const seen = async (after: number): Promise<number> => {
      time.now += after;
      return (await index(at, '3/f/foo')).length;
    };
    expect([await seen(0), await seen(2999), await seen(1)]).toEqual([0, 0, 1]);
    expect(await said(await publish(at, 'foo', '1.0.0'))).toBe('400 crate version `1.0.0` is already uploaded');
  });
});
