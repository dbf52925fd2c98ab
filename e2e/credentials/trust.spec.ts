import { jobEnvironment, startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { openDesk } from '../../packages/nx-convoy/src/credentials/desk.ts';
import type { Access, CredentialDesk, Entry } from '../../packages/nx-convoy/src/model/credential.ts';
import { partOf } from '../../packages/nx-convoy/src/shell/credential-part.ts';
import { openPockets } from '../../packages/nx-convoy/src/shell/credentials.ts';
import { httpClient } from '../../packages/nx-convoy/src/shell/http.ts';
import { withoutSecrets } from '../../packages/nx-convoy/src/shell/secrets.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { command } from '../registries/commands.ts';
import { tempFolder, write } from '../world/folder.ts';

type Name = 'crates' | 'npm' | 'python' | 'oidc';

const job = { repository: 'quay/harbor', workflow: 'release.yml', environment: 'live' };
const publishers = ['crates', 'npm', 'python'].map((registry) => ({ registry, package: 'anchor', ...job }));

let registries: Registries<Name>;
let now: number;
beforeEach(async () => {
  now = Date.now();
  registries = await startRegistries<Name>({ registries: ['crates', 'npm', 'python', 'oidc'], publishers });
});
afterEach(() => registries.close());

const desk = (more: NodeJS.ProcessEnv = {}, as: object = {}): CredentialDesk => {
  const folder = tempFolder();
  const env = { HOME: folder, ...jobEnvironment(registries.oidc, { ...job, ...as }), ...more };
  return openDesk({ pockets: openPockets(folder, env), fetch: httpClient({ retries: 0 }), now: () => now });
};

const entries = (): Readonly<Record<'crates' | 'python' | 'npm', Entry>> => ({
  crates: { registry: { protocol: 'crates', url: `${registries.crates.url}/index` }, word: 'local', name: 'anchor' },
  python: {
    registry: { protocol: 'pypi', url: `${registries.python.url}/simple`, upload: `${registries.python.url}/legacy/` },
    name: 'anchor',
  },
  npm: { registry: { protocol: 'npm', url: registries.npm.url }, name: 'anchor' },
});

const tokenOf = (access: Access): string => {
  if (access.is !== 'lease') throw new Error(JSON.stringify(access));
  return partOf(access.credential, 'token') ?? '';
};

const asked = (name: Name): readonly string[] =>
  registries
    .requests(name)
    .map(({ method, path, status }) => `${method} ${path.split('?')[0] ?? ''} ${String(status)}`);

it('gets a token for what the job is, once for all who ask, and hands it back', async () => {
  const own = desk();
  const { crates } = entries();
  const [one, other] = await Promise.all([own.of(crates), own.of({ ...crates, name: 'buoy' })]);
  expect(one).toMatchObject({
    is: 'lease',
    isMinted: true,
    credential: { from: expect.stringContaining('trusted publishing') },
  });
  expect(tokenOf(one)).toMatch(/^cio_tp_/);
  expect(tokenOf(other)).toBe(tokenOf(one));
  await own.leave();
  expect(asked('crates')).toEqual([
    'GET /index/config.json 200',
    'PUT /api/v1/trusted_publishing/tokens 200',
    'GET /index/config.json 200',
    'DELETE /api/v1/trusted_publishing/tokens 204',
  ]);
});

it.each(['crates', 'python'] as const)(
  'renews a token of %s that ends or was refused, and keeps one that holds',
  async (name) => {
    const own = desk();
    const entry = entries()[name];
    const first = await own.of(entry);
    expect(tokenOf(await own.of(entry))).toBe(tokenOf(first));
    const refused = await own.of(entry, 'afresh');
    expect(tokenOf(refused)).not.toBe(tokenOf(first));
    now += 31 * 60 * 1000;
    expect(tokenOf(await own.of(entry))).not.toBe(tokenOf(refused));
  },
);

it('asks nobody for a question that is not worth a token', async () => {
  expect(await desk().of(entries().python, 'at hand')).toMatchObject({ is: 'none' });
  expect(asked('oidc')).toEqual([]);
});

it.each([
  ['crates', /No matching Trusted Publishing config/, /\/crates\/anchor\/settings.*first version/],
  ['python', /no corresponding publisher/, /\/manage\/project\/anchor\/settings\/publishing\/.*pending publisher/],
  ['npm', /package not found/, /package\/anchor\/access.*first version/],
] as const)('tells why %s trusts it not', async (name, what, fix) => {
  const access = await desk({}, { workflow: 'test.yml' }).of(entries()[name]);
  expect(access).toMatchObject({
    is: 'none',
    problem: { code: 'TRUST_REFUSED', what: expect.stringMatching(what), fix: expect.stringMatching(fix) },
  });
  // The proof is as good as a token: it is in no message.
  expect(JSON.stringify(access)).not.toMatch(/eyJ/);
});

it('takes what somebody put there before what the job could have', async () => {
  const own = desk({ CARGO_REGISTRIES_LOCAL_TOKEN: 'a-token-of-mine' });
  expect(tokenOf(await own.of(entries().crates))).toBe('a-token-of-mine');
  expect(asked('oidc')).toEqual([]);
});

it('takes a proof that CI has made already', async () => {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer = '' } = jobEnvironment(
    registries.oidc,
    job,
  );
  const answer = await fetch(`${url}&audience=pypi`, { headers: { authorization: `Bearer ${bearer}` } });
  const { value } = (await answer.json()) as { value: string };
  const folder = tempFolder();
  const pockets = openPockets(folder, { HOME: folder, PYPI_ID_TOKEN: value });
  const own = openDesk({ pockets, fetch: httpClient(), now: () => now });
  expect(await own.of(entries().python)).toMatchObject({
    is: 'lease',
    credential: { from: expect.stringContaining('PYPI_ID_TOKEN') },
  });
  expect(await own.of(entries().npm)).toMatchObject({ is: 'none', problem: { code: 'NO_CREDENTIAL' } });
  // It was good for one token: the next one has to be asked for with another.
  expect(await own.of(entries().python, 'afresh')).toMatchObject({
    problem: { code: 'TRUST_REFUSED', what: expect.stringContaining('already used') },
  });
});

it('shows a proof to nobody whom it is not meant for', async () => {
  const folder = tempFolder();
  const claims = Buffer.from(JSON.stringify({ aud: ['npm:registry.npmjs.org'] })).toString('base64url');
  const pockets = openPockets(folder, { HOME: folder, CONVOY_ID_TOKEN: `x.${claims}.y` });
  const access = await openDesk({ pockets, fetch: httpClient(), now: () => now }).of(entries().crates);
  expect(access).toMatchObject({ problem: { what: expect.stringContaining('not meant for crates.io') } });
  expect(asked('crates')).toEqual(['GET /index/config.json 200']);
});

it('shows a proof for PyPI to no other index', async () => {
  const requests: string[] = [];
  const folder = tempFolder();
  const own = openDesk({
    pockets: openPockets(folder, { HOME: folder, ...jobEnvironment(registries.oidc, job) }),
    fetch: (request) => {
      requests.push(request.url);
      return Promise.resolve({ is: 'answer', status: 200, headers: {}, text: '{"audience":"pypi"}', isCut: false });
    },
    now: () => now,
  });
  const access = await own.of({ registry: { protocol: 'pypi', url: 'https://py.example.com/simple' }, name: 'anchor' });
  expect(access).toMatchObject({ problem: { what: expect.stringContaining('meant for pypi') } });
  expect(requests).toEqual(['https://py.example.com/_/oidc/audience']);
});

it('hides what it gave out', async () => {
  const access = await desk().of(entries().python);
  const token = tokenOf(access);
  expect(withoutSecrets(`x ${token} y ${Buffer.from(`__token__:${token}`).toString('base64')}`)).not.toMatch(
    new RegExp(`${token}|${Buffer.from(token).toString('base64').slice(8, 24)}`),
  );
});

describeWith('cargo', (cargo) => {
  it('publishes with it until it is handed back', async () => {
    const home = tempFolder();
    const { env: pointed } = await registries.setUp(home);
    const own = desk();
    const entry = entries().crates;
    const access = await own.of(entry);
    let minted: NodeJS.ProcessEnv = {};
    const { run } = command([cargo.path], () =>
      callable([cargo], { ...process.env, HOME: home, ...pointed, ...minted }),
    );
    const folder = (version: string): string =>
      write(tempFolder(), {
        'Cargo.toml': `[package]\nname = "anchor"\nversion = "${version}"\nedition = "2021"\ndescription = "For a test"\nlicense = "MIT"\n`,
        'src/lib.rs': '',
      });
    const publish = ['publish', '--registry', 'local', '--no-verify', '--allow-dirty'];
    // A name that is new is nobody's yet, whom it could trust.
    expect(await run(folder('1.0.0'), ...publish)).toMatchObject({ ok: true });
    minted = { CARGO_REGISTRIES_LOCAL_TOKEN: tokenOf(access) };
    expect(await run(folder('1.1.0'), ...publish)).toMatchObject({ ok: true });
    await own.leave();
    expect(await run(folder('1.2.0'), ...publish)).toMatchObject({ ok: false });
    const uploads = registries.requests('crates').filter(({ role, status }) => role === 'publish' && status === 200);
    expect(uploads.map(({ user }) => user)).toEqual(['local', 'quay/harbor']);
  }, 60_000);
});
