import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { openDesk } from '../../packages/nx-convoy/src/credentials/desk.ts';
import type { Access, Entry } from '../../packages/nx-convoy/src/model/credential.ts';
import { protocols } from '../../packages/nx-convoy/src/registries/index.ts';
import { openPockets } from '../../packages/nx-convoy/src/shell/credentials.ts';
import { partOf } from '../../packages/nx-convoy/src/shell/credential-part.ts';
import { httpClient } from '../../packages/nx-convoy/src/shell/http.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import type { Present } from '../../tools/toolchains/client.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { tempFolder, write } from '../world/folder.ts';

/** What real clients write when somebody logs in, read as they wrote it. */
type Name = 'crates' | 'npm' | 'oci' | 'charts';
let registries: Registries<Name>;
let home: string;
beforeAll(async () => (registries = await startRegistries<Name>({ registries: ['crates', 'npm', 'oci', 'charts'] })));
afterAll(() => registries.close());
beforeEach(() => (home = tempFolder()));

const settings = /^(?:npm_|CARGO_|DOCKER_|HELM_|REGISTRY_|XDG_|ACTIONS_|CI|NODE_AUTH|NPM_)/i;
const env = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.test(name))),
  HOME: home,
});

function run(client: Present, input: string, more: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<string> {
  return new Promise((done, failed) => {
    const how = { cwd: home, env: callable([client], { ...env(), ...more }) };
    const child = execFile(client.path, args, how, (error, stdout, stderr) =>
      error === null ? done(stdout + stderr) : failed(new Error(stdout + stderr)),
    );
    child.stdin?.end(input);
  });
}

const find = (entry: Entry): Promise<Access> =>
  openDesk({ pockets: openPockets(tempFolder(), env()), fetch: httpClient(), now: Date.now }).of(entry);

async function admitted({ registry, name }: Entry, access: Access): Promise<string> {
  const protocol = protocols[registry.protocol];
  if (access.is !== 'lease') throw new Error(JSON.stringify(access));
  const ask = httpClient();
  const dialogue = protocol.admission?.({ registry, name, version: '1.0.0' }, access.credential);
  if (dialogue === undefined) throw new Error(registry.protocol);
  let turn = dialogue.next();
  while (turn.done !== true) turn = dialogue.next(await ask(turn.value));
  return turn.value.is;
}

const shown = (access: Access): string => {
  if (access.is !== 'lease') return JSON.stringify(access);
  const { credential } = access;
  return `${credential.is === 'basic' ? `${credential.user}:` : ''}${partOf(credential, 'password')} < ${credential.from}`;
};

const crates = (): Entry => ({
  registry: { protocol: 'crates', url: `${registries.crates.url}/index` },
  word: 'local',
  name: 'tug',
});
const npm = (): Entry => ({ registry: { protocol: 'npm', url: registries.npm.url }, name: 'tug' });
const oci = (): Entry => ({ registry: { protocol: 'oci', url: registries.oci.url }, name: 'acme/tug' });
const charts = (): Entry => ({ registry: { protocol: 'chart-repository', url: registries.charts.url }, name: 'tug' });
const hostOf = (name: Name): string => new URL(registries[name].url).host;

describeWith('cargo', (cargo) => {
  it('cargo login', async () => {
    const { token } = registries.crates;
    write(home, { '.cargo/config.toml': `[registries.local]\nindex = "sparse+${registries.crates.url}/index/"\n` });
    await run(cargo, `${token}\n`, { CARGO_HOME: join(home, '.cargo') }, 'login', '--registry', 'local');
    const access = await find(crates());
    expect(shown(access)).toBe(`${token} < ~/.cargo/credentials.toml`);
    expect(await admitted(crates(), access)).toBe('untold');
  }, 30_000);
});

describeWith('npm', (client) => {
  it('npm login', async () => {
    const { url, token } = registries.npm;
    const key = `${url.replace(/^http:/, '')}/:_authToken`;
    await run(client, '', {}, 'config', 'set', '--location=user', `${key}=${token}`);
    const access = await find(npm());
    expect(shown(access)).toBe(`${token} < ${key} in ~/.npmrc`);
    expect(await admitted(npm(), access)).toBe('untold');
  }, 30_000);

  it('a token that is no use is told beforehand', async () => {
    write(home, { '.npmrc': `${registries.npm.url.replace(/^http:/, '')}/:_authToken=wrong-token\n` });
    expect(await admitted(npm(), await find(npm()))).toBe('refused');
  });
});

describeWith('images', (buildah) => {
  it('buildah login', async () => {
    const { token } = registries.oci;
    const auth = ['--username', 'local', '--password-stdin', '--tls-verify=false'];
    await run(
      buildah,
      token,
      { REGISTRY_AUTH_FILE: join(home, '.config/containers/auth.json') },
      'login',
      ...auth,
      hostOf('oci'),
    );
    const access = await find(oci());
    expect(shown(access)).toBe(`local:${token} < ${hostOf('oci')} in ~/.config/containers/auth.json`);
    expect(['allowed', 'untold']).toContain(await admitted(oci(), access));
  }, 30_000);
});

describeWith('helm', (helm) => {
  it('helm registry login', async () => {
    const { token } = registries.oci;
    const login = ['registry', 'login', '--plain-http', '--username', 'local', '--password-stdin', hostOf('oci')];
    await run(helm, token, { HELM_REGISTRY_CONFIG: join(home, '.config/helm/registry/config.json') }, ...login);
    const access = await find(oci());
    expect(shown(access)).toBe(`local:${token} < ${hostOf('oci')} in ~/.config/helm/registry/config.json`);
  }, 30_000);

  it('helm repo add', async () => {
    const { url, token } = registries.charts;
    await run(helm, token, {}, 'repo', 'add', 'ours', url, '--username', 'local', '--password-stdin');
    const access = await find(charts());
    expect(shown(access)).toBe(`local:${token} < ours in ~/.config/helm/repositories.yaml`);
    expect(await admitted(charts(), access)).toBe('untold');
  }, 30_000);
});

it('a helper of docker, asked as docker asks it', async () => {
  const { token } = registries.oci;
  const script = `#!/bin/sh\n[ "$1" = get ] || exit 2\nread host\n[ "$host" = "${hostOf('oci')}" ] || exit 1\necho '{"ServerURL":"x","Username":"local","Secret":"${token}"}'\n`;
  write(home, { '.docker/config.json': '{"credsStore":"harbour"}', 'bin/docker-credential-harbour': script });
  chmodSync(join(home, 'bin/docker-credential-harbour'), 0o755);
  const before = process.env.PATH ?? '';
  process.env.PATH = [join(home, 'bin'), before].join(delimiter);
  try {
    const access = await find(oci());
    expect(shown(access)).toBe(`local:${token} < docker-credential-harbour, as ~/.docker/config.json says`);
    const other = { ...oci(), registry: { protocol: 'oci', url: 'https://ghcr.io' } } as const;
    expect(await find(other)).toMatchObject({
      is: 'none',
      problem: { what: expect.stringContaining('Nothing came from') },
    });
  } finally {
    process.env.PATH = before;
  }
});
