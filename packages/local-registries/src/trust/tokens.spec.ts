import { trusted, registries, close, start, proof, postWheel, exchanges, first, tokenIn, said } from './workbench.ts';

afterEach(close);

it('says what each registry wants of a package that nobody has published', async () => {
  await start();
  const tokens = await Promise.all(
    (['crates', 'python'] as const).map(async (name) =>
      tokenIn(await exchanges[name].send(await proof(exchanges[name].audience))),
    ),
  );
  expect(await said(await exchanges.crates.publish(tokens[0] ?? ''))).toContain('do not support creating new crates');
  expect(await said(await exchanges.npm.send(await proof('npm:127.0.0.1')))).toContain('package not found');
  // A publisher that waits for its project.
  expect((await exchanges.python.publish(tokens[1] ?? '')).status).toBe(200);
});

it('takes tokens back when their jobs are done', async () => {
  await start();
  await first('anchor');
  const crates = await tokenIn(await exchanges.crates.send(await proof('crates.io')));
  const revoke = (token: string): Promise<Response> =>
    fetch(`${registries.crates.url}/api/v1/trusted_publishing/tokens`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });
  expect((await revoke('ciowhatever')).status).toBe(401);
  expect((await revoke(crates)).status).toBe(204);
  expect((await exchanges.crates.publish(crates)).status).toBe(403);
  const python = await tokenIn(await exchanges.python.send(await proof('pypi')));
  const burn = (token: string): Promise<Response> =>
    fetch(`${registries.python.url}/_/oidc/burn-token`, { method: 'POST', body: JSON.stringify({ token }) });
  // Whoever knows a token that lasts may not end it here.
  expect((await burn(registries.python.token)).status).toBe(202);
  expect((await burn(python)).status).toBe(202);
  expect((await exchanges.python.publish(python)).status).toBe(403);
  expect((await postWheel(registries.python.token, 'anchor', '3.0.0')).status).toBe(200);
});

it('lets a job publish, and change nothing', async () => {
  await start();
  await first('anchor');
  const token = await tokenIn(await exchanges.crates.send(await proof('crates.io')));
  const yank = await fetch(`${registries.crates.url}/api/v1/crates/anchor/1.0.0/yank`, {
    method: 'DELETE',
    headers: { authorization: token },
  });
  expect(yank.status).toBe(403);
});

it('learns while it runs whom to trust, and says what is wrong with it', async () => {
  await start({ publishers: [] });
  await first('anchor');
  const { url, token } = registries.admin;
  const ask = (method: string, body?: object): Promise<Response> =>
    fetch(`${url}/publishers`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const exchange = async (): Promise<number> => (await exchanges.python.send(await proof('pypi'))).status;
  expect(await exchange()).toBe(422);
  expect((await ask('POST', trusted('python', 'anchor'))).status).toBe(201);
  expect(await (await ask('GET')).json()).toEqual([trusted('python', 'anchor')]);
  expect(await exchange()).toBe(200);
  expect((await ask('DELETE')).status).toBe(204);
  expect(await exchange()).toBe(422);
  expect(await said(await ask('POST', { registry: 'gems', package: 'a', repository: 'b', who: 1 }))).toBe(
    '400 "registry" is not one of crates, npm, python, oidc; "repository" is not owner/name; "workflow" is missing; "who" is unknown\n',
  );
});
