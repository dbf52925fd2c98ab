import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jobEnvironment, startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { wheelName, wheelOf, type Wheel } from '../../packages/local-registries/src/python/write-wheel.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import type { Present } from '../../tools/toolchains/client.ts';
import { find } from '../../tools/toolchains/find.ts';
import { describeWhere, describeWith } from '../../tools/toolchains/require.ts';
import { tempFolder, write } from '../world/folder.ts';
import { tlsFront, type Front } from './tls-front.ts';

type Name = 'crates' | 'npm' | 'python' | 'oidc';
interface Ran {
  readonly ok: boolean;
  readonly said: string;
}

/** By which names twine knows the public index. */
const pypi = ['upload.pypi.org', 'pypi.org', 'pypi.python.org'];

const job = { repository: 'quay/harbor', workflow: 'release.yml', environment: 'live' };
const publishers = ['crates', 'npm', 'python'].map((registry) => ({ registry, package: 'anchor', ...job }));

let registries: Registries<Name>;
let home: string;
let env: NodeJS.ProcessEnv;
beforeEach(async () => {
  registries = await startRegistries<Name>({
    registries: ['crates', 'npm', 'python', 'oidc'],
    publishers,
    hostNames: pypi,
  });
  home = tempFolder();
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_|PIP|UV_|TWINE|MATURIN|CARGO_REG|GITHUB|ACTIONS|CI$|HTTPS?_PROXY|NO_PROXY|ALL_PROXY)/i.test(name),
  );
  env = { ...Object.fromEntries(inherited), HOME: home, NO_COLOR: '1', COLUMNS: '500' };
});
afterEach(() => registries.close());

const run = async (client: Present, more: NodeJS.ProcessEnv, cwd: string, ...args: readonly string[]): Promise<Ran> =>
  promisify(execFile)(client.path, args, { env: callable([client], { ...env, ...more }), cwd }).then(
    ({ stderr, stdout }) => ({ ok: true, said: stdout + stderr }),
    (error: unknown) => {
      const { stderr, stdout } = error as { readonly stderr: string; readonly stdout: string };
      return { ok: false, said: stdout + stderr };
    },
  );

const inJob = (more: object = {}): NodeJS.ProcessEnv => jobEnvironment(registries.oidc, { ...job, ...more });
const anchor: Wheel = { name: 'anchor', version: '1.0' };
function wheelIn(wheel: Wheel): string {
  const file = join(tempFolder(), wheelName(wheel));
  writeFileSync(file, wheelOf(wheel));
  return file;
}
const who = (name: Name): readonly (string | undefined)[] =>
  registries.requests(name).flatMap(({ role, user, status }) => (role === 'publish' && status < 300 ? [user] : []));

describeWith('maturin', (maturin) => {
  it('uploads by what the job is, over plain HTTP', async () => {
    const upload = (more?: object): Promise<Ran> =>
      run(
        maturin,
        inJob(more),
        home,
        'upload',
        '--repository-url',
        `${registries.python.url}/legacy/`,
        '--non-interactive',
        wheelIn(anchor),
      );
    expect(await upload({ workflow: 'test.yml' })).toMatchObject({ ok: false });
    expect(await upload()).toMatchObject({ ok: true });
    expect(who('python')).toEqual(['quay/harbor']);
  }, 60_000);
});

describeWith('npm', (npm) => {
  const manifest = (version: string): string =>
    write(tempFolder(), { 'package.json': JSON.stringify({ name: 'anchor', version }), 'index.js': '' });
  const publish = (version: string, more: NodeJS.ProcessEnv): Promise<Ran> =>
    run(
      npm,
      { npm_config_registry: `${registries.npm.url}/`, npm_config_cache: join(home, 'cache'), ...more },
      manifest(version),
      'publish',
      '--loglevel',
      'verbose',
    );

  it('publishes by what the job is, once the package is there', async () => {
    const { npm_config_userconfig = '' } = (await registries.setUp(tempFolder())).env;
    expect(await publish('1.0.0', inJob())).toMatchObject({
      ok: false,
      said: expect.stringContaining('package not found'),
    });
    expect(await publish('1.0.0', { npm_config_userconfig })).toMatchObject({ ok: true });
    expect(await publish('1.1.0', inJob({ environment: 'test' }))).toMatchObject({
      ok: false,
      said: expect.stringContaining('ENEEDAUTH'),
    });
    expect(await publish('1.1.0', inJob())).toMatchObject({
      ok: true,
      said: expect.stringContaining('oidc Successfully retrieved and set token'),
    });
    expect(who('npm')).toEqual(['local', 'quay/harbor']);
  }, 60_000);
});

describeWith('cargo', (cargo) => {
  it('publishes with the token that the job got, until it is handed back', async () => {
    const { env: pointed } = await registries.setUp(home);
    const folder = (version: string): string =>
      write(tempFolder(), {
        'Cargo.toml': `[package]\nname = "anchor"\nversion = "${version}"\nedition = "2021"\ndescription = "For a test"\nlicense = "MIT"\n`,
        'src/lib.rs': '',
      });
    const publish = (version: string, more: NodeJS.ProcessEnv): Promise<Ran> =>
      run(
        cargo,
        { ...pointed, ...more },
        folder(version),
        'publish',
        '--registry',
        'local',
        '--no-verify',
        '--allow-dirty',
      );
    expect(await publish('1.0.0', {})).toMatchObject({ ok: true });
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer = '' } = inJob();
    const asked = await fetch(`${url}&audience=crates.io`, { headers: { authorization: `bearer ${bearer}` } });
    const { value: jwt } = (await asked.json()) as { value: string };
    const tokens = `${registries.crates.url}/api/v1/trusted_publishing/tokens`;
    const given = await fetch(tokens, { method: 'PUT', body: JSON.stringify({ jwt }) });
    const { token } = (await given.json()) as { token: string };
    const asJob = { CARGO_REGISTRIES_LOCAL_TOKEN: token };
    expect(await publish('1.1.0', asJob)).toMatchObject({ ok: true });
    expect(who('crates')).toEqual(['local', 'quay/harbor']);
    await fetch(tokens, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
    expect(await publish('1.2.0', asJob)).toMatchObject({
      ok: false,
      said: expect.stringContaining('authentication failed'),
    });
  }, 60_000);
});

const openssl = find('openssl');
describeWhere(openssl !== undefined, 'openssl is not on PATH: no certificate for HTTPS', () => {
  let front: Front;
  beforeEach(async () => (front = await tlsFront(openssl ?? '', registries.python.url, pypi)));
  afterEach(() => front.close());

  describeWith('uv', (uv) => {
    it('publishes by what the job is', async () => {
      const publish = (more: object = {}): Promise<Ran> =>
        run(
          uv,
          { ...inJob(more), SSL_CERT_FILE: front.certificate },
          home,
          'publish',
          '--trusted-publishing',
          'always',
          '--publish-url',
          `${front.url}/legacy/`,
          wheelIn(anchor),
        );
      expect(await publish({ repository: 'quay/other' })).toMatchObject({
        ok: false,
        said: expect.stringContaining('invalid-publisher'),
      });
      expect(await publish()).toMatchObject({ ok: true });
      expect(who('python')).toEqual(['quay/harbor']);
    }, 60_000);
  });

  describeWith('twine', (twine) => {
    const asPyPI = (): NodeJS.ProcessEnv => ({
      HTTPS_PROXY: front.proxy,
      NO_PROXY: '127.0.0.1',
      REQUESTS_CA_BUNDLE: front.certificate,
      TWINE_NON_INTERACTIVE: '1',
    });

    it('publishes by what the job is, and believes that it is the public index', async () => {
      const publish = (more?: object): Promise<Ran> =>
        run(twine, { ...inJob(more), ...asPyPI() }, home, 'upload', wheelIn(anchor));
      expect(await publish({ repository: 'quay/other' })).toMatchObject({
        ok: false,
        said: expect.stringContaining('invalid-publisher'),
      });
      expect(await publish()).toMatchObject({ ok: true });
      expect(who('python')).toEqual(['quay/harbor']);
    }, 60_000);

    it('skips what is there, as it does only with the public index', async () => {
      const token = { TWINE_USERNAME: '__token__', TWINE_PASSWORD: registries.python.token };
      const upload = (wheel: Wheel): Promise<Ran> =>
        run(twine, { ...token, ...asPyPI() }, home, 'upload', '--skip-existing', wheelIn(wheel));
      // Where the index does not show it yet, only the refusal tells.
      registries.fault({ does: 'stale', on: 'search' });
      expect(await upload(anchor)).toMatchObject({ ok: true });
      const again = await upload({ ...anchor, files: { 'anchor.py': 'other = True\n' } });
      const skipped = { ok: true, said: expect.stringContaining('it appears to already exist') };
      expect(again).toMatchObject(skipped);
      registries.clearFaults();
      expect(await upload(anchor)).toMatchObject(skipped);
      const answers = registries.requests('python').filter(({ role }) => role === 'publish');
      expect(answers.map(({ status }) => status)).toEqual([200, 400]);
    }, 60_000);
  });
});
