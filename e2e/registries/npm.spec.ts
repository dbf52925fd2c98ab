import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Registries } from '../../packages/local-registries/src/index.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import type { Present } from '../../tools/toolchains/client.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { tempFolder, write } from '../world/folder.ts';
import { command } from './commands.ts';
import { ours, packument, place, verdaccio, type Server } from './npm-servers.ts';

const manifest = (name: string, version: string, more: object = {}): Record<string, string> => ({
  'package.json': JSON.stringify({ name, version, description: 'For a test', main: 'index.js', ...more }),
  'index.js': `module.exports = ${JSON.stringify(`${name} ${version}`)};\n`,
});
const below = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]));
const folderOf = (name: string, version: string, more: object = {}): string =>
  write(tempFolder(), manifest(name, version, more));

/** The clients must believe us exactly as they believe another registry: each of these tests runs against both. */
describe('the embedded registry', () => {
  let registries: Registries<'npm'>;
  withClients(
    async (folder) => {
      const started = await ours(folder);
      ({ registries } = started);
      return started;
    },
    (world) => onlyOurs(world, () => registries),
  );
});
describeWith('verdaccio', ({ path }) => withClients((folder) => verdaccio(path, folder)));

interface World {
  readonly server: () => Server;
  readonly env: () => NodeJS.ProcessEnv;
}

function withClients(start: (folder: string) => Promise<Server>, more?: (world: World) => void): void {
  let server: Server;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    const home = tempFolder();
    server = await start(join(home, 'server'));
    // npm itself started this test, and told its children about its own project.
    const inherited = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
    env = { ...Object.fromEntries(inherited), HOME: home, NO_COLOR: '1', ...quiet, ...storesIn(home), ...server.env };
  }, 30_000);
  afterAll(() => server.close());

  const world: World = { server: () => server, env: () => env };
  describeWith('npm', (client) => withNpm(client, world));
  describeWith('pnpm', (client) => withPnpm(client, world));
  describeWith('yarn@4', (client) => withYarn(client, world));
  describeWith('bun', (client) => withBun(client, world));
  more?.(world);
}

const quiet = { npm_config_update_notifier: 'false', npm_config_audit: 'false', npm_config_fund: 'false' };
const storesIn = (home: string) => ({
  npm_config_cache: join(home, 'cache'),
  XDG_CACHE_HOME: home,
  XDG_DATA_HOME: home,
  YARN_ENABLE_TELEMETRY: '0',
  // Else nothing is installed that is younger than a day.
  YARN_NPM_MINIMAL_AGE_GATE: '0',
  YARN_GLOBAL_FOLDER: join(home, 'yarn'),
  BUN_INSTALL_CACHE_DIR: join(home, 'bun'),
});

function withNpm(client: Present, { server, env }: World): void {
  const { run, done } = command([client.path], () => callable([client], env()));

  it('publishes and installs, with a lock file that holds', async () => {
    await Promise.all([
      done(folderOf('anchor', '1.0.0'), 'publish'),
      done(folderOf('@quay/rope', '2.0.0'), 'publish', '--access', 'public'),
    ]);
    const user = folderOf('user', '0.0.0', { dependencies: { anchor: '^1.0.0', '@quay/rope': '2' } });
    await done(user, 'install');
    expect(readFileSync(join(user, 'node_modules/@quay/rope/index.js'), 'utf8')).toContain('@quay/rope 2.0.0');
    await done(user, 'ci', '--cache', join(user, 'empty'));
    expect(existsSync(join(user, 'node_modules/anchor/index.js'))).toBe(true);
  }, 60_000);

  it('refuses a version that is there, in the words of npm', async () => {
    await place(server(), 'there', '1.0.0');
    expect(await run(folderOf('there', '1.0.0'), 'publish')).toMatchObject({
      ok: false,
      said: expect.stringContaining('You cannot publish over the previously published versions: 1.0.0'),
    });
  }, 60_000);

  it('tags, deprecates, unpublishes', async () => {
    const at = server();
    await place(at, 'buoy', '1.0.0');
    await place(at, 'buoy', '1.1.0-rc.1', 'next');
    const folder = tempFolder();
    await done(folder, 'dist-tag', 'add', 'buoy@1.0.0', 'stable');
    await done(folder, 'dist-tag', 'rm', 'buoy', 'next');
    await done(folder, 'deprecate', 'buoy@1.0.0', 'rusty');
    expect(await packument(at, 'buoy')).toMatchObject({
      'dist-tags': { latest: '1.0.0', stable: '1.0.0' },
      versions: { '1.0.0': { deprecated: 'rusty' }, '1.1.0-rc.1': {} },
    });
    await done(folder, 'unpublish', 'buoy@1.1.0-rc.1', '--force');
    expect(Object.keys((await packument(at, 'buoy'))?.versions ?? {})).toEqual(['1.0.0']);
    await done(folder, 'unpublish', 'buoy', '--force');
    expect(await packument(at, 'buoy')).toBeUndefined();
  }, 60_000);

  it('knows who asks', async () => {
    expect(await done(tempFolder(), 'whoami')).toBe('local\n');
    const token = `--${server().url.replace('http:', '')}/:_authToken=wrong`;
    expect(await run(tempFolder(), 'whoami', token)).toMatchObject({
      ok: false,
      said: expect.stringMatching(/E401|ENEEDAUTH/),
    });
  }, 60_000);

  it('carries a release of a workspace', async () => {
    const folder = write(tempFolder(), {
      'package.json': JSON.stringify({ private: true, workspaces: ['a', 'b'] }),
      ...below('a', manifest('@work/a', '1.0.0')),
      ...below('b', manifest('@work/b', '1.0.0', { dependencies: { '@work/a': '1.0.0' } })),
    });
    await done(folder, 'publish', '--workspaces');
    const user = folderOf('user', '0.0.0');
    await done(user, 'install', '@work/b');
    expect(existsSync(join(user, 'node_modules/@work/a/index.js'))).toBe(true);
  }, 60_000);
}

/** Each manager resolves its own ranges on the way out, and finds what it wrote on the way in. */
const pair = (scope: string): Record<string, string> => ({
  ...below('a', manifest(`@${scope}/a`, '1.0.0')),
  ...below('b', manifest(`@${scope}/b`, '1.0.0', { dependencies: { [`@${scope}/a`]: 'workspace:^' } })),
});
const cameThrough = async (at: Server, scope: string, user: string): Promise<void> => {
  expect((await packument(at, `@${scope}/b`))?.versions['1.0.0']?.dependencies).toEqual({ [`@${scope}/a`]: '^1.0.0' });
  expect(readFileSync(join(user, 'node_modules', `@${scope}/b/index.js`), 'utf8')).toContain(`@${scope}/b 1.0.0`);
};

function withPnpm(client: Present, { server, env }: World): void {
  it('publishes with its own ranges resolved, and installs', async () => {
    const { done } = command([process.execPath, client.path], () => callable([client], env()));
    const root = { 'pnpm-workspace.yaml': 'packages: [a, b]\n', 'package.json': '{ "private": true }' };
    const folder = write(tempFolder(), { ...root, ...pair('pnpm') });
    await done(folder, 'install', '--offline');
    await done(folder, 'publish', '--recursive', '--no-git-checks');
    const user = folderOf('user', '0.0.0');
    await done(user, 'add', '@pnpm/b');
    rmSync(join(user, 'node_modules'), { recursive: true });
    await done(user, 'install', '--frozen-lockfile');
    await cameThrough(server(), 'pnpm', user);
  }, 60_000);
}

function withYarn(client: Present, { server, env }: World): void {
  it('publishes with its own ranges resolved, refuses what is there, and installs', async () => {
    const { run, done } = command([process.execPath, client.path], () => callable([client], env()));
    const linked = { '.yarnrc.yml': 'nodeLinker: node-modules\n', 'yarn.lock': '' };
    const workspace = { 'package.json': JSON.stringify({ private: true, workspaces: ['a', 'b'] }) };
    const folder = write(tempFolder(), { ...linked, ...workspace, ...pair('yarn') });
    await done(folder, 'install', '--no-immutable');
    await done(folder, 'workspaces', 'foreach', '--all', '--no-private', '--topological', 'npm', 'publish');
    expect(await run(join(folder, 'a'), 'npm', 'publish')).toMatchObject({ ok: false });
    const user = write(tempFolder(), { ...linked, ...manifest('user', '0.0.0') });
    await done(user, 'add', '@yarn/b');
    rmSync(join(user, 'node_modules'), { recursive: true });
    await done(user, 'install', '--immutable', '--check-cache');
    await cameThrough(server(), 'yarn', user);
  }, 60_000);
}

function withBun(client: Present, { server, env }: World): void {
  it('publishes with its own ranges resolved, refuses what is there, and installs', async () => {
    const { run, done } = command([client.path], () => callable([client], env()));
    const workspace = { 'package.json': JSON.stringify({ private: true, workspaces: ['a', 'b'] }) };
    const folder = write(tempFolder(), { ...workspace, ...pair('bun') });
    await done(folder, 'install');
    await done(join(folder, 'a'), 'publish', '--access', 'public');
    await done(join(folder, 'b'), 'publish', '--access', 'public');
    expect(await run(join(folder, 'b'), 'publish', '--access', 'public')).toMatchObject({ ok: false });
    const user = folderOf('user', '0.0.0');
    await done(user, 'add', '@bun/b');
    rmSync(join(user, 'node_modules'), { recursive: true });
    await done(user, 'install', '--frozen-lockfile');
    await cameThrough(server(), 'bun', user);
  }, 60_000);
}

/** What only a registry does that can be told to fail, or that people look at. */
function onlyOurs({ server, env }: World, registries: () => Registries<'npm'>): void {
  describeWith('npm', (client) => {
    const { run, done } = command([client.path], () => callable([client], env()));
    afterEach(() => registries().clearFaults());

    it('refuses by itself where the client sees an older index', async () => {
      await place(server(), 'late', '1.0.0');
      registries().fault({ does: 'refuse', status: 404, on: 'index', times: 'all' });
      expect(await run(folderOf('late', '1.0.0'), 'publish')).toMatchObject({
        ok: false,
        said: expect.stringContaining('You cannot publish over the previously published versions: 1.0.0'),
      });
      expect(
        registries()
          .requests('npm')
          .map(({ method, path, status }) => `${method} ${path} ${status}`),
      ).toContain('PUT /late 403');
    }, 60_000);

    it('is noticed where a download is damaged', async () => {
      await place(server(), 'broken', '1.0.0');
      const user = folderOf('user', '0.0.0', { dependencies: { broken: '1.0.0' } });
      registries().fault({ does: 'corrupt', times: 'all' });
      expect(await run(user, 'install', '--fetch-retries', '0')).toMatchObject({
        ok: false,
        said: expect.stringMatching(/EINTEGRITY|TAR_|zlib/),
      });
    }, 60_000);

    it('answers what people ask', async () => {
      await place(server(), 'lamp', '1.0.0');
      expect(await done(tempFolder(), 'ping')).toContain('PONG');
      expect(await done(tempFolder(), 'search', 'lamp')).toContain('For a test');
      await done(tempFolder(), 'owner', 'add', 'mate', 'lamp');
      expect(await done(tempFolder(), 'owner', 'ls', 'lamp')).toMatch(
        /local <local@localhost>\n.*mate <mate@localhost>/s,
      );
    }, 60_000);
  });
}
