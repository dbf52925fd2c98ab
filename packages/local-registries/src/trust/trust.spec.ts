import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { startRegistries, type Options, type Registries } from '../start.ts';
import { wheelName, wheelOf } from '../python/write-wheel.ts';
import { packed } from '../archive/write-tar.ts';
import { jobEnvironment, type Job } from './job.ts';
import type { TrustedPublisher } from './publisher.ts';

type Name = 'crates' | 'npm' | 'python' | 'oidc';
const time = { now: Date.UTC(2026, 0, 2) };
const clock = { now: () => time.now, wait: () => Promise.resolve() };
const minutes = (count: number): number => count * 60_000;

const job: Job = { repository: 'Quay/Harbor', workflow: 'release.yml', environment: 'live' };
const trusted = (registry: string, name: string, more: object = {}): TrustedPublisher => ({
  registry,
  package: name,
  repository: 'quay/harbor',
  workflow: 'release.yml',
  ...more,
});

let registries: Registries<Name>;
afterEach(() => registries.close());
const start = async (options: Options<Name> = {}): Promise<void> => {
  time.now = Date.UTC(2026, 0, 2);
  const publishers = ['crates', 'npm', 'python'].map((registry) => trusted(registry, 'anchor'));
  registries = await startRegistries<Name>({
    registries: ['crates', 'npm', 'python', 'oidc'],
    clock,
    publishers,
    ...options,
  });
};

/** As a client in that job asks: it adds the audience to the address that the CI told it. */
async function proof(audience: string, of: Job = job): Promise<string> {
  const env = jobEnvironment(registries.oidc, of);
  const answer = await fetch(`${env.ACTIONS_ID_TOKEN_REQUEST_URL ?? ''}&audience=${encodeURIComponent(audience)}`, {
    headers: { authorization: `bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? ''}` },
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { value: string }).value;
}

interface Exchange {
  readonly audience: string;
  readonly send: (proof: string) => Promise<Response>;
  readonly publish: (token: string, name?: string) => Promise<Response>;
  readonly lifeMinutes: number;
}

const crate = (name: string, version: string): Buffer => {
  const json = Buffer.from(
    JSON.stringify({ name, vers: version, deps: [], features: {}, description: 'd', license: 'MIT' }),
  );
  const content = `[package]\nname = "${name}"\nversion = "${version}"\n`;
  const file = packed([{ path: `${name}-${version}/Cargo.toml`, content }]);
  const size = (bytes: Buffer): Buffer => Buffer.from(Uint32Array.of(bytes.length).buffer);
  return Buffer.concat([size(json), json, size(file), file]);
};
const putCrate = (token: string, name: string, version: string): Promise<Response> =>
  fetch(`${registries.crates.url}/api/v1/crates/new`, {
    method: 'PUT',
    headers: { authorization: token },
    body: Buffer.from(crate(name, version)),
  });
const putPackage = (token: string, name: string, version: string): Promise<Response> =>
  fetch(`${registries.npm.url}/${name}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { name, version } },
      _attachments: {
        'a.tgz': {
          data: packed([{ path: 'package/package.json', content: JSON.stringify({ name, version }) }]).toString(
            'base64',
          ),
        },
      },
    }),
  });
const postWheel = (token: string, name: string, version: string): Promise<Response> => {
  const form = new FormData();
  const bytes = wheelOf({ name, version });
  form.set(':action', 'file_upload');
  form.set('name', name);
  form.set('filetype', 'bdist_wheel');
  form.set('pyversion', 'py3');
  form.set('md5_digest', '');
  form.set('sha256_digest', createHash('sha256').update(bytes).digest('hex'));
  form.set('content', new Blob([bytes]), wheelName({ name, version }));
  const authorization = `Basic ${Buffer.from(`__token__:${token}`).toString('base64')}`;
  return fetch(`${registries.python.url}/legacy/`, { method: 'POST', headers: { authorization }, body: form });
};

const exchanges: Readonly<Record<'crates' | 'npm' | 'python', Exchange>> = {
  crates: {
    audience: 'crates.io',
    lifeMinutes: 30,
    send: (jwt) =>
      fetch(`${registries.crates.url}/api/v1/trusted_publishing/tokens`, {
        method: 'POST',
        body: JSON.stringify({ jwt }),
      }),
    publish: (token, name = 'anchor') => putCrate(token, name, '2.0.0'),
  },
  npm: {
    audience: 'npm:127.0.0.1',
    lifeMinutes: 60,
    send: (jwt) =>
      fetch(`${registries.npm.url}/-/npm/v1/oidc/token/exchange/package/anchor`, {
        method: 'POST',
        headers: { authorization: `Bearer ${jwt}` },
      }),
    publish: (token, name = 'anchor') => putPackage(token, name, '2.0.0'),
  },
  python: {
    audience: 'pypi',
    lifeMinutes: 15,
    send: (token) =>
      fetch(`${registries.python.url}/_/oidc/mint-token`, { method: 'POST', body: JSON.stringify({ token }) }),
    publish: (token, name = 'anchor') => postWheel(token, name, '2.0.0'),
  },
};

/** What is there before anybody trusts a job with it: crates.io and npm want that. */
async function first(name: 'anchor' | 'buoy'): Promise<void> {
  const { crates, npm, python } = registries;
  const all = await Promise.all([
    putCrate(crates.token, name, '1.0.0'),
    putPackage(npm.token, name, '1.0.0'),
    postWheel(python.token, name, '1.0.0'),
  ]);
  expect(all.map(({ status }) => status)).toEqual([200, 201, 200]);
}

const tokenIn = async (answer: Response): Promise<string> => ((await answer.json()) as { token: string }).token;
const said = async (answer: Response): Promise<string> => `${answer.status} ${await answer.text()}`;
const names = ['crates', 'npm', 'python'] as const;

describe('the issuer', () => {
  it('tells how to check what it signs', async () => {
    await start();
    const { url } = registries.oidc;
    const about = (await (await fetch(`${url}/.well-known/openid-configuration`)).json()) as Record<string, string>;
    expect(about).toMatchObject({ issuer: url, id_token_signing_alg_values_supported: ['RS256'] });
    const { keys } = (await (await fetch(about.jwks_uri ?? '')).json()) as { keys: JsonWebKey[] };
    const [header = '', claims = '', signature = ''] = (await proof('pypi')).split('.');
    const key = createPublicKey({ format: 'jwk', key: keys[0] ?? {} });
    expect(verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(decode(header)).toMatchObject({ alg: 'RS256', kid: keys[0]?.kid });
    const now = time.now / 1000;
    expect(decode(claims)).toMatchObject({
      iss: url,
      aud: 'pypi',
      sub: 'repo:Quay/Harbor:environment:live',
      repository: 'Quay/Harbor',
      environment: 'live',
      job_workflow_ref: 'Quay/Harbor/.github/workflows/release.yml@refs/heads/main',
      iat: now,
      exp: now + 300,
    });
  });

  it('answers only with its token, and only about a job', async () => {
    await start();
    const { url, token } = registries.oidc;
    const ask = (query: string, bearer: string): Promise<Response> =>
      fetch(`${url}/id-token?${query}`, { headers: { authorization: `Bearer ${bearer}` } });
    expect((await ask('repository=a/b&workflow=c.yml', 'wrong')).status).toBe(401);
    expect(await said(await ask('repository=a&workflow=c.yml', token))).toMatch(/^400 .*repository=owner\/name/);
    expect(await said(await ask('repository=a/b&workflow=../c', token))).toMatch(/^400 .*workflow=release.yml/);
  });
});

describe.each(names)('%s', (name) => {
  const { audience, send, publish, lifeMinutes } = exchanges[name];

  it('gives a job that it trusts a token, which publishes that package and nothing else', async () => {
    await start();
    await first('anchor');
    await first('buoy');
    const answer = await send(await proof(audience));
    expect([200, 201]).toContain(answer.status);
    const token = await tokenIn(answer);
    expect((await publish(token)).ok).toBe(true);
    expect((await publish(token, 'buoy')).status).toBe(403);
    expect(registries.requests(name).find(({ user }) => user === 'Quay/Harbor')).toMatchObject({ role: 'publish' });
  });

  it('gives a token that ends by itself', async () => {
    await start();
    await first('anchor');
    const token = await tokenIn(await send(await proof(audience)));
    time.now += minutes(lifeMinutes);
    expect([401, 403]).toContain((await publish(token)).status);
    expect(registries.requests(name).at(-1)?.user).toBeUndefined();
  });

  it('gives a token that ends on demand', async () => {
    await start();
    await first('anchor');
    const token = await tokenIn(await send(await proof(audience)));
    const heal = registries.fault({ does: 'expire-token', registry: name, on: 'publish' });
    expect([401, 403]).toContain((await publish(token)).status);
    heal();
    expect((await publish(token)).ok).toBe(true);
  });
});

/** Each registry says no in its own words. */
const unknownPublisher = {
  crates: '400 {"errors":[{"detail":"No matching Trusted Publishing config found"}]}',
  npm: '404 {"message":"OIDC token exchange error - package not found"}',
  python: '422 {"message":"Token request failed","errors":[{"code":"invalid-publisher"',
};
const badToken = {
  crates: '400 {"errors":[{"detail":"Failed to decode JWT"}]}',
  npm: '401 {"message":"OIDC token exchange error - invalid token"}',
  python:
    '422 {"message":"Token request failed","errors":[{"code":"invalid-token","description":"malformed or invalid token"}]}',
};
const tampered = (token: string, change: (claims: Record<string, unknown>) => object): string => {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const changed = change(JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>);
  return [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.');
};
const headed = (token: string, header: object): string =>
  [Buffer.from(JSON.stringify(header)).toString('base64url'), ...token.split('.').slice(1)].join('.');

type Words = Readonly<Record<(typeof names)[number], string>>;
const refusals: readonly (readonly [string, (audience: string) => Promise<string>, Words])[] = [
  ['another repository', (audience) => proof(audience, { ...job, repository: 'quay/other' }), unknownPublisher],
  ['another workflow', (audience) => proof(audience, { ...job, workflow: 'test.yml' }), unknownPublisher],
  ['another environment', (audience) => proof(audience, { ...job, environment: 'test' }), unknownPublisher],
  [
    'no environment',
    (audience) => proof(audience, { repository: 'quay/harbor', workflow: 'release.yml' }),
    unknownPublisher,
  ],
  [
    'another audience',
    () => proof('somebody-else'),
    { ...badToken, npm: '401 {"message":"OIDC token exchange error - invalid audience"}' },
  ],
  [
    'an old proof',
    async (audience) => {
      const old = await proof(audience);
      time.now += minutes(5);
      return old;
    },
    { ...badToken, npm: '401 {"message":"OIDC token exchange error - token expired"}' },
  ],
  [
    'another claim',
    async (audience) =>
      tampered(await proof(audience, { ...job, repository: 'quay/other' }), (claims) => ({
        ...claims,
        repository: 'quay/harbor',
      })),
    badToken,
  ],
  [
    'a foreign issuer',
    async (audience) =>
      tampered(await proof(audience), (claims) => ({ ...claims, iss: 'https://token.actions.githubusercontent.com' })),
    {
      crates: '400 {"errors":[{"detail":"Unsupported JWT issuer: https://token.actions.githubusercontent.com"}]}',
      npm: '401 {"message":"OIDC token exchange error - unsupported issuer"}',
      python:
        '422 {"message":"Token request failed","errors":[{"code":"invalid-payload","description":"unknown trusted publishing issuer"}]}',
    },
  ],
  [
    'a foreign key',
    async (audience) => headed(await proof(audience), { alg: 'RS256', kid: 'other' }),
    { ...badToken, crates: '400 {"errors":[{"detail":"Invalid JWT key ID"}]}' },
  ],
  [
    'no key',
    async (audience) => headed(await proof(audience), { alg: 'RS256' }),
    { ...badToken, crates: '400 {"errors":[{"detail":"Missing JWT key ID"}]}' },
  ],
  [
    'no algorithm',
    async (audience) => {
      const token = await proof(audience);
      const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as object;
      return headed(token, { ...header, alg: 'none' });
    },
    badToken,
  ],
  [
    'nonsense',
    () => Promise.resolve('a.b.c'),
    {
      ...badToken,
      python:
        '422 {"message":"Token request failed","errors":[{"code":"invalid-payload","description":"malformed JWT"}]}',
    },
  ],
];

describe.each(refusals)('%s', (_, ask, words) => {
  it.each(names)('is refused by %s', async (name) => {
    const live = ['crates', 'npm', 'python'].map((registry) => trusted(registry, 'anchor', { environment: 'live' }));
    await start({ publishers: live });
    await first('anchor');
    const { audience, send } = exchanges[name];
    // One that is as it should be is taken.
    expect((await send(await proof(audience))).ok).toBe(true);
    const answer = await said(await send(await ask(audience)));
    expect(answer.slice(0, words[name].length)).toBe(words[name]);
  });
});

it('takes a proof once', async () => {
  await start();
  await first('anchor');
  for (const [name, words] of [
    ['crates', 'JWT has already been used'],
    ['python', 'invalid-reuse-token'],
  ] as const) {
    const once = await proof(exchanges[name].audience);
    expect((await exchanges[name].send(once)).ok).toBe(true);
    expect(await said(await exchanges[name].send(once))).toContain(words);
  }
});

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
