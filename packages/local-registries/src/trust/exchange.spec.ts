import {
  time,
  minutes,
  job,
  trusted,
  registries,
  close,
  start,
  proof,
  exchanges,
  first,
  tokenIn,
  said,
  names,
} from './workbench.ts';

afterEach(close);

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
