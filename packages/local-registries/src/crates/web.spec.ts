import type { Registries } from '../start.ts';
import { workbench, publish, said, get, index } from './workbench.ts';

const { start, close } = workbench();
afterEach(close);

describe('web', () => {
  const send = (at: Registries, method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${at.crates.url}/api/v1/crates${path}`, {
      method,
      headers: { authorization: at.crates.token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it('yanks and takes it back; the file stays', async () => {
    const at = await start();
    await publish(at, 'foo', '1.0.0');
    const yanked = async (): Promise<unknown> => (await index(at, '3/f/foo'))[0]?.yanked;
    expect(await said(await send(at, 'DELETE', '/foo/1.0.0/yank'))).toBe('200 {"ok":true}');
    expect([await yanked(), (await get(at, '/api/v1/crates/foo/1.0.0/download')).status]).toEqual([true, 200]);
    await send(at, 'PUT', '/foo/1.0.0/unyank');
    expect(await yanked()).toBe(false);
  });

  it.each([
    ['DELETE', '/foo/9.9.9/yank', '404 crate `foo` does not have a version `9.9.9`'],
    ['GET', '/foo/9.9.9/download', '404 crate `foo` does not have a version `9.9.9`'],
    ['GET', '/bar', '404 crate `bar` does not exist'],
    ['GET', '/bar/owners', '404 crate `bar` does not exist'],
    ['GET', '/foo/..%2f..%2fetc%2fpasswd/download', '400 This path is not allowed.'],
    ['PATCH', '/foo', '405 Not by this method.'],
  ])('%s %s', async (method, path, expected) => {
    const at = await start();
    await publish(at, 'foo', '1.0.0');
    expect(await said(await send(at, method, path))).toBe(expected);
  });

  it('lets owners in and out, but not the last', async () => {
    const at = await start();
    await publish(at, 'foo', '1.0.0');
    const logins = async (): Promise<readonly string[]> => {
      const { users } = (await (await send(at, 'GET', '/foo/owners')).json()) as { users: { login: string }[] };
      return users.map(({ login }) => login);
    };
    await send(at, 'PUT', '/foo/owners', { users: ['mate'] });
    expect(await logins()).toEqual(['local', 'mate']);
    await send(at, 'DELETE', '/foo/owners', { users: ['local'] });
    expect(await said(await publish(at, 'foo', '1.0.1'))).toContain(
      "403 this crate exists but you don't seem to be an owner.",
    );
    expect((await send(at, 'DELETE', '/foo/owners', { users: ['mate'] })).status).toBe(400);
    expect((await send(at, 'PUT', '/foo/owners', { nobody: 1 })).status).toBe(400);
  });

  it('searches by name and description, page by page', async () => {
    const at = await start();
    for (const name of ['rope', 'rope-knot', 'sail'])
      await publish(at, name, '1.0.0', { json: { description: `a ${name}` } });
    await publish(at, 'sail', '2.0.0-rc.1');
    const search = async (query: string): Promise<unknown> => (await get(at, `/api/v1/crates?${query}`)).json();
    expect(await search('q=ROPE&per_page=1')).toEqual({
      crates: [{ name: 'rope', max_version: '1.0.0', description: 'a rope' }],
      meta: { total: 2 },
    });
    expect(await search('q=rope_knot&per_page=x')).toMatchObject({ meta: { total: 1 } });
    expect(await search('q=sail')).toMatchObject({ crates: [{ max_version: '1.0.0' }] });
  });
});
