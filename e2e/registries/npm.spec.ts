import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { tempFolder, write } from '../world/folder.ts';

const manifest = (name: string, version: string, more: object = {}): Record<string, string> => ({
  'package.json': JSON.stringify({ name, version, description: 'For a test', main: 'index.js', ...more }),
  'index.js': `module.exports = ${JSON.stringify(`${name} ${version}`)};\n`,
});

interface Ran {
  readonly ok: boolean;
  readonly said: string;
}

let registries: Registries<'npm'>;
let env: NodeJS.ProcessEnv;
beforeEach(async () => {
  registries = await startRegistries({ registries: ['npm'] });
  const home = tempFolder();
  const { env: pointed } = await registries.setUp(home);
  // npm itself started this test, and told its children about its own project.
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const quiet = { npm_config_update_notifier: 'false', npm_config_cache: join(home, 'cache'), NO_COLOR: '1' };
  env = { ...Object.fromEntries(inherited), HOME: home, ...quiet, ...pointed };
});
afterEach(() => registries.close());

const running =
  (start: readonly string[], given: () => NodeJS.ProcessEnv) =>
  async (cwd: string, ...args: readonly string[]): Promise<Ran> => {
    const [file = '', ...first] = start;
    return promisify(execFile)(file, [...first, ...args], { cwd, env: given() }).then(
      ({ stderr, stdout }) => ({ ok: true, said: stderr + stdout }),
      (error: unknown) => {
        const { stderr, stdout } = error as { readonly stderr: string; readonly stdout: string };
        return { ok: false, said: stderr + stdout };
      },
    );
  };

describeWith('npm', (client) => {
  const run = running([client.path], () => callable([client], env));
  const done = async (cwd: string, ...args: readonly string[]): Promise<string> => {
    const { ok, said } = await run(cwd, ...args);
    if (!ok) throw new Error(said);
    return said;
  };
  const published = async (name: string, version: string, ...args: readonly string[]): Promise<string> => {
    const folder = write(tempFolder(), manifest(name, version));
    await done(folder, 'publish', ...args);
    return folder;
  };

  it('publishes and installs, with a lock file whose integrity is checked', async () => {
    await published('anchor', '1.0.0');
    await published('@quay/rope', '2.0.0', '--access', 'public');
    const user = write(
      tempFolder(),
      manifest('user', '0.0.0', { dependencies: { anchor: '^1.0.0', '@quay/rope': '2' } }),
    );
    await done(user, 'install');
    expect(readFileSync(join(user, 'node_modules/@quay/rope/index.js'), 'utf8')).toContain('@quay/rope 2.0.0');
    await done(user, 'ci');
    registries.fault({ does: 'corrupt', times: 'all' });
    const again = await run(user, 'ci', '--cache', join(user, 'other-cache'), '--fetch-retries', '0');
    expect(again).toMatchObject({ ok: false, said: expect.stringMatching(/EINTEGRITY|TAR_|zlib/) });
  }, 60_000);

  it('refuses a version that is there, in the words of npm', async () => {
    const folder = await published('anchor', '1.0.0');
    const words = expect.stringContaining('You cannot publish over the previously published versions: 1.0.0');
    expect(await run(folder, 'publish')).toMatchObject({ ok: false, said: words });
    // The client looks first: where it sees an older index, the registry has to refuse.
    registries.fault({ does: 'refuse', status: 404, on: 'index', times: 'all' });
    expect(await run(folder, 'publish')).toMatchObject({ ok: false, said: words });
    expect(registries.requests('npm').map(({ method, status }) => `${method} ${status}`)).toContain('PUT 403');
  }, 60_000);

  it('tags, deprecates, unpublishes', async () => {
    await published('anchor', '1.0.0');
    const folder = await published('anchor', '1.1.0-rc.1', '--tag', 'next');
    expect(await done(folder, 'dist-tag', 'ls', 'anchor')).toBe('latest: 1.0.0\nnext: 1.1.0-rc.1\n');
    await done(folder, 'dist-tag', 'add', 'anchor@1.0.0', 'stable');
    await done(folder, 'dist-tag', 'rm', 'anchor', 'next');
    expect(await done(folder, 'dist-tag', 'ls', 'anchor')).toBe('latest: 1.0.0\nstable: 1.0.0\n');
    await done(folder, 'deprecate', 'anchor@1.0.0', 'rusty');
    expect(await done(folder, 'view', 'anchor@1.0.0', 'deprecated')).toContain('rusty');
    await done(folder, 'unpublish', 'anchor@1.1.0-rc.1', '--force');
    expect(JSON.parse(await done(folder, 'view', 'anchor', 'versions', '--json'))).toEqual(['1.0.0']);
    expect(await run(folder, 'publish', '--tag', 'next')).toMatchObject({ ok: false });
    await done(folder, 'unpublish', 'anchor', '--force');
    expect(await run(folder, 'view', 'anchor')).toMatchObject({ ok: false, said: expect.stringContaining('E404') });
  }, 60_000);

  it('knows who asks', async () => {
    const folder = await published('anchor', '1.0.0');
    expect(await done(folder, 'whoami')).toBe('local\n');
    expect(await done(folder, 'ping')).toContain('PONG');
    expect(await done(folder, 'search', 'anchor')).toContain('For a test');
    expect(await done(folder, 'owner', 'ls')).toContain('local <local@localhost>');
    await done(folder, 'owner', 'add', 'mate');
    expect(await done(folder, 'owner', 'ls')).toContain('mate <mate@localhost>');
    const token = `--${registries.npm.url.replace('http:', '')}/:_authToken=wrong`;
    expect(await run(folder, 'whoami', token)).toMatchObject({ ok: false, said: expect.stringContaining('E401') });
  }, 60_000);

  it('carries a release of a workspace', async () => {
    const folder = write(tempFolder(), {
      'package.json': JSON.stringify({ private: true, workspaces: ['a', 'b'] }),
      ...Object.fromEntries(Object.entries(manifest('@quay/a', '1.0.0')).map(([file, text]) => [`a/${file}`, text])),
      ...Object.fromEntries(
        Object.entries(manifest('@quay/b', '1.0.0', { dependencies: { '@quay/a': '1.0.0' } })).map(([file, text]) => [
          `b/${file}`,
          text,
        ]),
      ),
    });
    await done(folder, 'publish', '--workspaces');
    const user = write(tempFolder(), manifest('user', '0.0.0'));
    await done(user, 'install', '@quay/b');
    expect(existsSync(join(user, 'node_modules/@quay/a/index.js'))).toBe(true);
  }, 60_000);
});

describeWith('pnpm', (client) => {
  it('publishes with its own ranges resolved, and installs', async () => {
    const run = running([process.execPath, client.path], () => ({
      ...callable([client], env),
      XDG_CACHE_HOME: env.HOME,
      XDG_DATA_HOME: env.HOME,
    }));
    const folder = write(tempFolder(), {
      'pnpm-workspace.yaml': 'packages: [a, b]\n',
      'package.json': JSON.stringify({ private: true }),
      ...Object.fromEntries(Object.entries(manifest('@quay/a', '1.0.0')).map(([file, text]) => [`a/${file}`, text])),
      ...Object.fromEntries(
        Object.entries(manifest('@quay/b', '1.0.0', { dependencies: { '@quay/a': 'workspace:^' } })).map(
          ([file, text]) => [`b/${file}`, text],
        ),
      ),
    });
    expect(await run(folder, 'install')).toMatchObject({ ok: true });
    expect(await run(folder, 'publish', '--recursive', '--no-git-checks')).toMatchObject({ ok: true });
    const user = write(tempFolder(), manifest('user', '0.0.0'));
    expect(await run(user, 'add', '@quay/b')).toMatchObject({ ok: true });
    const b = JSON.parse(readFileSync(join(user, 'node_modules/@quay/b/package.json'), 'utf8')) as {
      dependencies: object;
    };
    expect(b.dependencies).toEqual({ '@quay/a': '^1.0.0' });
    expect(await run(user, 'install', '--frozen-lockfile')).toMatchObject({ ok: true });
  }, 60_000);
});
