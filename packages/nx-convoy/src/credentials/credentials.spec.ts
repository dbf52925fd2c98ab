import { inspect } from 'node:util';
import type { Entry, Pockets } from '../model/credential.ts';
import type { ProtocolId, Registry } from '../model/registry.ts';
import { openDesk } from './desk.ts';
import { find } from './find.ts';

const secret = 's3cr3t-canary';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const auths = (host: string, more: object = {}): string =>
  JSON.stringify({ auths: { [host]: { auth: base64(`ann:${secret}`) } }, ...more });

interface Home {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly helpers?: Readonly<Record<string, string>>;
  readonly system?: Pockets['system'];
}

function pocketsOf({ env = {}, files = {}, helpers = {}, system = 'linux' }: Home): Pockets & { hidden: string[] } {
  const hidden: string[] = [];
  return {
    env,
    system,
    hidden,
    read: (path) => files[path],
    help: ([program = '', verb], host) => {
      const answer = verb === 'get' ? helpers[`${program} ${host}`] : undefined;
      return Promise.resolve({ code: answer === undefined ? 1 : 0, answer: answer ?? 'credentials not found' });
    },
    hide: (value) => void hidden.push(value),
  };
}

const places: Readonly<Record<string, Registry>> = {
  'crates.io': { protocol: 'crates', url: 'https://index.crates.io' },
  'our crates': { protocol: 'crates', url: 'https://crates.example.com/index' },
  PyPI: { protocol: 'pypi', url: 'https://pypi.org/simple', upload: 'https://upload.pypi.org/legacy/' },
  TestPyPI: { protocol: 'pypi', url: 'https://test.pypi.org/simple', upload: 'https://test.pypi.org/legacy/' },
  'our index': { protocol: 'pypi', url: 'https://py.example.com/simple', upload: 'https://py.example.com/legacy/' },
  npm: { protocol: 'npm', url: 'https://registry.npmjs.org' },
  'our npm': { protocol: 'npm', url: 'https://npm.example.com/a/b' },
  ghcr: { protocol: 'oci', url: 'https://ghcr.io' },
  hub: { protocol: 'oci', url: 'https://registry-1.docker.io' },
  charts: { protocol: 'chart-repository', url: 'https://charts.example.com/stable' },
};

function entryOf(place: string, word?: string): Entry {
  const registry = places[place];
  if (registry === undefined) throw new Error(place);
  const name = registry.protocol === 'oci' ? 'acme/ship' : '@acme/ship';
  return { registry, name, root: 'packages/ship', ...(word === undefined ? {} : { word }) };
}

/** What is found, as `user:secret from` or `secret from`. */
async function foundBy(home: Home, entry: Entry): Promise<string> {
  const access = await openDesk({ pockets: pocketsOf(home), now: () => 0 }).of(entry);
  if (access.is === 'none') return access.problem.code;
  if (access.is === 'client') return `client: ${access.from}`;
  const { credential } = access;
  const user = credential.is === 'basic' ? `${credential.user}:` : '';
  const secret = credential.is === 'token' ? credential.token : credential.password;
  return `${user}${secret.reveal()} < ${credential.from}`;
}

type Row = readonly [place: string, home: Home, expected: string, word?: string];

const nothing = 'NO_CREDENTIAL';
const env = (...names: readonly string[]): Home => ({ env: Object.fromEntries(names.map((name) => [name, secret])) });

const rows: readonly Row[] = [
  ['crates.io', {}, nothing],
  ['crates.io', env('CARGO_REGISTRY_TOKEN'), `${secret} < CARGO_REGISTRY_TOKEN`],
  ['crates.io', { env: { CARGO_REGISTRY_TOKEN: `  ${secret}\n` } }, `${secret} < CARGO_REGISTRY_TOKEN`],
  ['crates.io', { env: { CARGO_REGISTRY_TOKEN: '' } }, nothing],
  ['our crates', env('CARGO_REGISTRY_TOKEN'), nothing, 'ours'],
  ['our crates', env('CARGO_REGISTRIES_OURS_X_TOKEN'), `${secret} < CARGO_REGISTRIES_OURS_X_TOKEN`, 'ours-x'],
  [
    'crates.io',
    { files: { '~/.cargo/credentials.toml': `[registry]\ntoken = "${secret}"\n` } },
    `${secret} < ~/.cargo/credentials.toml`,
  ],
  [
    'our crates',
    { env: { CARGO_HOME: '/c' }, files: { '/c/credentials': `[registries.ours]\ntoken = "${secret}"\n` } },
    `${secret} < /c/credentials`,
    'ours',
  ],
  [
    'our crates',
    {
      files: {
        '.cargo/config.toml': '[registries.ours]\nindex = "sparse+https://crates.example.com/index/"\n',
        '~/.cargo/credentials.toml': `[registries.ours]\ntoken = "${secret}"\n`,
      },
    },
    `${secret} < ~/.cargo/credentials.toml`,
    'sparse+https://crates.example.com/index/',
  ],
  [
    'our crates',
    {
      env: {
        CARGO_REGISTRIES_OURS_INDEX: 'sparse+https://crates.example.com/index/',
        CARGO_REGISTRIES_OURS_TOKEN: secret,
      },
    },
    `${secret} < CARGO_REGISTRIES_OURS_TOKEN`,
    'https://crates.example.com/index/',
  ],
  [
    'crates.io',
    { files: { '~/.cargo/config.toml': '[registry]\nglobal-credential-providers = ["cargo:libsecret"]\n' } },
    "client: cargo's credential provider for crates-io",
  ],
  [
    'crates.io',
    {
      files: {
        '~/.cargo/config.toml': '[registry]\ncredential-provider = ["cargo:token-from-stdout", "pass", "x"]\n',
        '~/.cargo/credentials.toml': `[registry]\ntoken = "${secret}"\n`,
      },
    },
    "client: cargo's credential provider for crates-io",
  ],
  [
    'crates.io',
    {
      files: {
        '~/.cargo/config.toml': '[registry]\nglobal-credential-providers = ["cargo:token", "cargo:libsecret"]\n',
        '~/.cargo/credentials.toml': `[registry]\ntoken = "${secret}"\n`,
      },
    },
    `${secret} < ~/.cargo/credentials.toml`,
  ],
  [
    'our crates',
    { env: { CARGO_REGISTRIES_OURS_CREDENTIAL_PROVIDER: 'cargo:wincred' } },
    "client: cargo's credential provider for ours",
    'ours',
  ],
  [
    'crates.io',
    { files: { '~/.cargo/credentials.toml': `[registry]\ntoken = "${secret}\n` } },
    'CREDENTIALS_UNREADABLE',
  ],

  ['PyPI', env('UV_PUBLISH_TOKEN'), `${secret} < UV_PUBLISH_TOKEN`],
  ['TestPyPI', env('UV_PUBLISH_TOKEN', 'TWINE_PASSWORD', 'MATURIN_PYPI_TOKEN'), nothing],
  ['our index', env('UV_PUBLISH_TOKEN', 'TWINE_PASSWORD', 'MATURIN_PYPI_TOKEN', 'PYPI_API_TOKEN'), nothing, 'ours'],
  [
    'our index',
    { env: { UV_PUBLISH_INDEX: 'ours', UV_PUBLISH_USERNAME: 'ann', UV_PUBLISH_PASSWORD: secret } },
    `ann:${secret} < UV_PUBLISH_USERNAME and UV_PUBLISH_PASSWORD`,
    'ours',
  ],
  [
    'TestPyPI',
    { env: { TWINE_REPOSITORY: 'testpypi', TWINE_USERNAME: '__token__', TWINE_PASSWORD: secret } },
    `${secret} < TWINE_USERNAME and TWINE_PASSWORD`,
  ],
  [
    'our index',
    { env: { TWINE_REPOSITORY_URL: 'https://py.example.com/legacy', TWINE_PASSWORD: secret } },
    `${secret} < TWINE_PASSWORD`,
  ],
  [
    'our index',
    { env: { TWINE_REPOSITORY_URL: `https://ann:${secret}@py.example.com/legacy/` } },
    `ann:${secret} < TWINE_REPOSITORY_URL`,
  ],
  ['PyPI', { env: { TWINE_REPOSITORY_URL: 'https://py.example.com/legacy', TWINE_PASSWORD: secret } }, nothing],
  ['PyPI', env('MATURIN_PYPI_TOKEN'), `${secret} < MATURIN_PYPI_TOKEN`],
  ['PyPI', env('POETRY_PYPI_TOKEN_PYPI'), `${secret} < POETRY_PYPI_TOKEN_PYPI`],
  [
    'our index',
    { env: { POETRY_HTTP_BASIC_OURS_USERNAME: 'ann', POETRY_HTTP_BASIC_OURS_PASSWORD: secret } },
    `ann:${secret} < POETRY_HTTP_BASIC_OURS_USERNAME and POETRY_HTTP_BASIC_OURS_PASSWORD`,
    'ours',
  ],
  ['PyPI', env('PYPI_API_TOKEN'), `${secret} < PYPI_API_TOKEN`],
  ['TestPyPI', env('TEST_PYPI_API_TOKEN'), `${secret} < TEST_PYPI_API_TOKEN`],
  [
    'PyPI',
    {
      files: {
        '~/.pypirc': `[distutils]\nindex-servers =\n  pypi\n\n[pypi]\nusername = __token__\npassword = ${secret}\n`,
      },
    },
    `${secret} < [pypi] of ~/.pypirc`,
  ],
  ['TestPyPI', { files: { '~/.pypirc': `[pypi]\nusername = __token__\npassword = ${secret}\n` } }, nothing],
  [
    'our index',
    {
      files: {
        '~/.pypirc': `[ours]\nrepository: https://py.example.com/legacy\nusername: ann\npassword: ${secret}%x\n`,
      },
    },
    `ann:${secret}%x < [ours] of ~/.pypirc`,
  ],
  [
    'our index',
    {
      files: { '~/.pypirc': `[ours]\nrepository = https://evil.example.com/\nusername = ann\npassword = ${secret}\n` },
    },
    nothing,
    'ours',
  ],
  ['PyPI', { files: { '~/.pypirc': `password ${secret}` } }, 'CREDENTIALS_UNREADABLE'],
  [
    'our index',
    {
      files: {
        '~/.netrc': `machine other login x password y\nmachine py.example.com\n  login ann\n  password "${secret} x"\n`,
      },
    },
    `ann:${secret} x < py.example.com in ~/.netrc`,
  ],
  ['our index', { env: { NETRC: '/n' }, files: { '/n': `default login ann password ${secret}` } }, nothing],

  [
    'npm',
    { files: { '~/.npmrc': `//registry.npmjs.org/:_authToken=${secret}\n` } },
    `${secret} < //registry.npmjs.org/:_authToken in ~/.npmrc`,
  ],
  ['our npm', { files: { '~/.npmrc': `//registry.npmjs.org/:_authToken=${secret}\n` } }, nothing],
  [
    'our npm',
    { files: { '~/.npmrc': `//npm.example.com/a/:_authToken = "${secret}"\n` } },
    `${secret} < //npm.example.com/a/:_authToken in ~/.npmrc`,
  ],
  ['our npm', { files: { '~/.npmrc': `//npm.example.com/a/c/:_authToken=${secret}\n` } }, nothing],
  [
    'npm',
    { env: { NPM_X: secret }, files: { '.npmrc': '//registry.npmjs.org/:_authToken=${NPM_X}\n' } },
    `${secret} < //registry.npmjs.org/:_authToken in .npmrc`,
  ],
  ['npm', { files: { '.npmrc': '//registry.npmjs.org/:_authToken=${NPM_X}\n' } }, nothing],
  [
    'npm',
    { env: { npm_config_userconfig: '/u' }, files: { '/u': `//registry.npmjs.org/:_auth=${base64(`ann:${secret}`)}` } },
    `ann:${secret} < //registry.npmjs.org/:_auth in /u`,
  ],
  [
    'our npm',
    {
      files: {
        'packages/ship/.npmrc': `//npm.example.com/a/b/:username=ann\n//npm.example.com/a/b/:_password=${base64(secret)}\n`,
      },
    },
    `ann:${secret} < //npm.example.com/a/b/:_password in packages/ship/.npmrc`,
  ],
  [
    'our npm',
    { env: { 'npm_config_//npm.example.com/a/b/:_authToken': secret } },
    `${secret} < //npm.example.com/a/b/:_authToken in npm_config_//npm.example.com/a/b/:_authToken`,
  ],
  ['npm', env('NODE_AUTH_TOKEN'), `${secret} < NODE_AUTH_TOKEN`],
  ['our npm', env('NODE_AUTH_TOKEN', 'NPM_TOKEN'), nothing],
  [
    'npm',
    {
      env: { NODE_AUTH_TOKEN: 'XXXXX-XXXXX-XXXXX-XXXXX', NPM_CONFIG_USERCONFIG: '/u' },
      files: { '/u': '//registry.npmjs.org/:_authToken=${NODE_AUTH_TOKEN}\n' },
    },
    nothing,
  ],
  [
    'our npm',
    { files: { '.yarnrc.yml': `npmRegistries:\n  "//npm.example.com/a/b":\n    npmAuthToken: "${secret}"\n` } },
    `${secret} < npmAuthToken in .yarnrc.yml`,
  ],
  [
    'our npm',
    {
      env: { T: secret },
      files: {
        '.yarnrc.yml':
          'npmScopes:\n  acme:\n    npmRegistryServer: "https://npm.example.com/a/b"\n    npmAuthToken: "${T-}"\n',
      },
    },
    `${secret} < npmAuthToken in .yarnrc.yml`,
  ],

  [
    'ghcr',
    { files: { '~/.docker/config.json': auths('ghcr.io') } },
    `ann:${secret} < ghcr.io in ~/.docker/config.json`,
  ],
  [
    'ghcr',
    { files: { '~/.docker/config.json': auths('https://ghcr.io/v1/') } },
    `ann:${secret} < ghcr.io in ~/.docker/config.json`,
  ],
  ['ghcr', { files: { '~/.docker/config.json': auths('ghcr.io.example.com') } }, nothing],
  [
    'ghcr',
    { files: { '~/.config/containers/auth.json': auths('ghcr.io/acme') } },
    `ann:${secret} < ghcr.io/acme in ~/.config/containers/auth.json`,
  ],
  ['ghcr', { files: { '~/.config/containers/auth.json': auths('ghcr.io/other') } }, nothing],
  [
    'hub',
    { files: { '~/.docker/config.json': auths('https://index.docker.io/v1/') } },
    `ann:${secret} < https://index.docker.io/v1/ in ~/.docker/config.json`,
  ],
  [
    'hub',
    { files: { '~/.config/containers/auth.json': auths('docker.io') } },
    `ann:${secret} < docker.io in ~/.config/containers/auth.json`,
  ],
  [
    'ghcr',
    { files: { '~/.docker/config.json': JSON.stringify({ auths: { 'ghcr.io': { identitytoken: secret } } }) } },
    `${secret} < ghcr.io in ~/.docker/config.json`,
  ],
  [
    'ghcr',
    { env: { REGISTRY_AUTH_FILE: '/a' }, files: { '/a': auths('ghcr.io'), '~/.docker/config.json': '{' } },
    `ann:${secret} < ghcr.io in /a`,
  ],
  ['ghcr', { env: { DOCKER_AUTH_CONFIG: auths('ghcr.io') } }, `ann:${secret} < ghcr.io in DOCKER_AUTH_CONFIG`],
  [
    'ghcr',
    { env: { CI_REGISTRY: 'ghcr.io', CI_REGISTRY_USER: 'ann', CI_REGISTRY_PASSWORD: secret } },
    `ann:${secret} < CI_REGISTRY_USER and CI_REGISTRY_PASSWORD`,
  ],
  ['hub', { env: { CI_REGISTRY: 'ghcr.io', CI_REGISTRY_USER: 'ann', CI_REGISTRY_PASSWORD: secret } }, nothing],
  [
    'ghcr',
    { system: 'macos', files: { '~/Library/Preferences/helm/registry/config.json': auths('ghcr.io') } },
    `ann:${secret} < ghcr.io in ~/Library/Preferences/helm/registry/config.json`,
  ],
  [
    'ghcr',
    {
      files: { '~/.docker/config.json': JSON.stringify({ auths: { 'ghcr.io': {} }, credsStore: 'pass' }) },
      helpers: { 'docker-credential-pass ghcr.io': JSON.stringify({ Username: 'ann', Secret: secret }) },
    },
    `ann:${secret} < docker-credential-pass, as ~/.docker/config.json says`,
  ],
  [
    'hub',
    {
      files: { '~/.docker/config.json': JSON.stringify({ credHelpers: { 'docker.io': 'x' }, credsStore: 'pass' }) },
      helpers: {
        'docker-credential-x https://index.docker.io/v1/': JSON.stringify({ Username: '<token>', Secret: secret }),
      },
    },
    `${secret} < docker-credential-x, as ~/.docker/config.json says`,
  ],
  [
    'ghcr',
    {
      files: {
        '~/.docker/config.json': auths('ghcr.io'),
        '~/.config/containers/auth.json': JSON.stringify({ credsStore: 'pass' }),
      },
    },
    `ann:${secret} < ghcr.io in ~/.docker/config.json`,
  ],
  [
    'ghcr',
    {
      files: { '~/.docker/config.json': JSON.stringify({ credsStore: 'x; rm -rf /' }) },
      helpers: { 'docker-credential-x; rm -rf / ghcr.io': JSON.stringify({ Username: 'ann', Secret: secret }) },
    },
    nothing,
  ],

  [
    'charts',
    {
      files: {
        '~/.config/helm/repositories.yaml': `repositories:\n- name: ours\n  url: https://charts.example.com/stable/\n  username: ann\n  password: ${secret}\n`,
      },
    },
    `ann:${secret} < ours in ~/.config/helm/repositories.yaml`,
  ],
  [
    'charts',
    { env: { HELM_REPO_USERNAME: 'ann', HELM_REPO_PASSWORD: secret } },
    `ann:${secret} < HELM_REPO_USERNAME and HELM_REPO_PASSWORD`,
  ],

  ['our index', env('CONVOY_TOKEN_PY_EXAMPLE_COM'), `${secret} < CONVOY_TOKEN_PY_EXAMPLE_COM`],
  [
    'ghcr',
    { env: { CONVOY_USER_GHCR_IO: 'ann', CONVOY_PASSWORD_GHCR_IO: secret } },
    `ann:${secret} < CONVOY_USER_GHCR_IO and CONVOY_PASSWORD_GHCR_IO`,
  ],
  ['hub', env('CONVOY_TOKEN_REGISTRY__1_DOCKER_IO'), `${secret} < CONVOY_TOKEN_REGISTRY__1_DOCKER_IO`],
];

// All of them as long as they can be: a parameter too many would be a callback to jest.
const whole = rows.map(([place, home, expected, word]) => [place, home, expected, word] as const);

it.each(whole)('%s with %j: %s', async (place, home, expected, word) => {
  expect(await foundBy(home, entryOf(place, word))).toBe(expected);
});

it.each(whole)('shows nothing of a secret: %s with %j', async (place, home, _, word) => {
  const pockets = pocketsOf(home);
  const access = await openDesk({ pockets, now: () => 0 }).of(entryOf(place, word));
  const finding = find(entryOf(place, word), pockets);
  for (const shown of [access, finding].flatMap((one) => [JSON.stringify(one), inspect(one, { depth: 9 })])) {
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(base64(secret).slice(0, 16));
  }
  if (access.is === 'lease') {
    expect(String((access.credential as unknown as { token: unknown }).token)).not.toContain(secret);
    expect(pockets.hidden.some((value) => value.includes(secret))).toBe(true);
  }
});

const advice: readonly (readonly [place: string, home: Home, fix: RegExp, word?: string])[] = [
  ['crates.io', {}, /Set CARGO_REGISTRY_TOKEN, or run: cargo login .*first version/],
  ['our crates', {}, /Set CARGO_REGISTRIES_OURS_X_TOKEN, or run: cargo login --registry ours-x$/, 'ours-x'],
  [
    'our crates',
    {},
    /\.cargo\/config\.toml.*sparse\+https:\/\/crates\.example\.com\/index/,
    'https://crates.example.com/index',
  ],
  ['PyPI', {}, /UV_PUBLISH_TOKEN.*\[pypi\]/],
  [
    'our index',
    {},
    /CONVOY_TOKEN_PY_EXAMPLE_COM.*\[ours\] with repository = https:\/\/py\.example\.com\/legacy\//,
    'ours',
  ],
  ['npm', {}, /npm login --registry=https:\/\/registry\.npmjs\.org.*first version/],
  [
    'npm',
    { files: { '.npmrc': '//registry.npmjs.org/:_authToken=${MY_TOKEN}\n' } },
    /^Set MY_TOKEN, which \.npmrc names/,
  ],
  ['hub', {}, /docker login docker\.io/],
  ['charts', {}, /helm repo add ours https:\/\/charts\.example\.com\/stable/],
];

it.each(advice.map(([place, home, fix, word]) => [place, home, fix, word] as const))(
  'tells what to do at %s with %j',
  async (place, home, fix, word) => {
    const access = await openDesk({ pockets: pocketsOf(home), now: () => 0 }).of(entryOf(place, word));
    expect(access).toMatchObject({ is: 'none', problem: { fix: expect.stringMatching(fix) } });
  },
);

it('tells which helper had nothing', async () => {
  const files = { '~/.docker/config.json': JSON.stringify({ credsStore: 'pass' }) };
  const access = await openDesk({ pockets: pocketsOf({ files }), now: () => 0 }).of(entryOf('ghcr'));
  expect(access).toMatchObject({
    problem: { what: expect.stringContaining('Nothing came from docker-credential-pass') },
  });
});

it('says where a client uploads to that nothing else tells of', async () => {
  const files = {
    '~/.pypirc': `[ours]\nrepository = https://py.example.com/up/\nusername = ann\npassword = ${secret}\n`,
  };
  const registry: Registry = { protocol: 'pypi', url: 'https://py.example.com/simple' };
  const access = await openDesk({ pockets: pocketsOf({ files }), now: () => 0 }).of({
    registry,
    word: 'ours',
    name: 'ship',
  });
  expect(access).toMatchObject({ is: 'lease', upload: 'https://py.example.com/up/' });
});

it('looks after every protocol', () => {
  const all: readonly ProtocolId[] = ['crates', 'pypi', 'npm', 'oci', 'chart-repository'];
  expect([...new Set(Object.values(places).map(({ protocol }) => protocol))]).toEqual(all);
});
