import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import { describeWith, describeWithAll } from '../../tools/toolchains/require.ts';
import { tempFolder, write } from '../world/folder.ts';

describeWith('helm', (helm) => {
  let registries: Registries<'charts' | 'oci'>;
  let env: NodeJS.ProcessEnv;
  beforeEach(async () => {
    registries = await startRegistries({ registries: ['charts', 'oci'], isPrivate: true });
    const home = tempFolder();
    env = { ...callable([helm]), ...(await registries.setUp(home)).env, HOME: home };
  });
  afterEach(() => registries.close());

  const run = async (...args: readonly string[]): Promise<string> =>
    promisify(execFile)(helm.path, args, { env }).then(
      ({ stdout }) => stdout,
      (error: unknown) => {
        throw new Error((error as { readonly stderr: string }).stderr);
      },
    );
  const upload = async (...files: readonly string[]): Promise<void> => {
    const { url, token } = registries.charts;
    const form = new FormData();
    for (const file of files) form.set(file.endsWith('.prov') ? 'prov' : 'chart', new Blob([readFileSync(file)]), file);
    const authorization = `Basic ${Buffer.from(`local:${token}`).toString('base64')}`;
    const { status } = await fetch(`${url}/api/charts`, { method: 'POST', body: form, headers: { authorization } });
    if (status !== 201) throw new Error(String(status));
  };
  const packaged = async (...versions: readonly string[]): Promise<string> => {
    const folder = tempFolder();
    for (const version of versions) {
      write(folder, { 'rope/Chart.yaml': `apiVersion: v2\nname: rope\nversion: ${version}\nappVersion: "1.10"\n` });
      await run('package', join(folder, 'rope'), '--destination', folder);
      await upload(join(folder, `rope-${version}.tgz`));
    }
    return folder;
  };

  it('finds, pulls and depends on what was uploaded, of the repository that its files name', async () => {
    const folder = await packaged('1.0.0', '1.2.0', '2.0.0-rc.1');
    await run('repo', 'update');
    const found = JSON.parse(await run('search', 'repo', 'local/rope', '--output', 'json')) as unknown;
    expect(found).toMatchObject([{ name: 'local/rope', version: '1.2.0', app_version: '1.10' }]);
    const place = tempFolder();
    await run('pull', 'local/rope', '--version', '~1.0', '--destination', place);
    expect(readFileSync(join(place, 'rope-1.0.0.tgz'))).toEqual(readFileSync(join(folder, 'rope-1.0.0.tgz')));
    const { url } = registries.charts;
    const dependency = `  - name: rope\n    version: ^1.0.0\n    repository: ${url}\n`;
    const ship = write(tempFolder(), {
      'Chart.yaml': `apiVersion: v2\nname: ship\nversion: 1.0.0\ndependencies:\n${dependency}`,
    });
    await run('dependency', 'update', ship);
    expect(existsSync(join(ship, 'charts/rope-1.2.0.tgz'))).toBe(true);
  }, 30_000);

  it('adds the repository by name and password, and nobody else does', async () => {
    await packaged('1.0.0');
    const { url, token } = registries.charts;
    env = { ...env, HELM_REPOSITORY_CONFIG: join(tempFolder(), 'repositories.yaml') };
    await expect(run('repo', 'add', 'mine', url)).rejects.toThrow(/401/);
    await run('repo', 'add', 'mine', url, '--username', 'local', '--password', token);
    expect(await run('search', 'repo', 'mine/')).toContain('mine/rope');
  }, 30_000);

  it('notices an archive that came damaged', async () => {
    await packaged('1.0.0');
    await run('repo', 'update');
    registries.fault({ registry: 'charts', does: 'corrupt', times: 'all' });
    const place = tempFolder();
    await run('pull', 'local/rope', '--destination', place).catch(() => undefined);
    await expect(run('show', 'chart', join(place, 'rope-1.0.0.tgz'))).rejects.toThrow();
  }, 30_000);

  describeWithAll(['gpg'], ({ gpg }) => {
    it('verifies a signature that was uploaded with its archive', async () => {
      const folder = write(tempFolder(), { 'rope/Chart.yaml': 'apiVersion: v2\nname: rope\nversion: 1.0.0\n' });
      const home = tempFolder();
      const keys = async (...args: readonly string[]) =>
        promisify(execFile)(gpg.path, ['--homedir', home, '--batch', ...args], { encoding: 'buffer' });
      await keys('--passphrase', '', '--quick-generate-key', 'Rope <rope@test.invalid>', 'rsa2048', 'sign', 'never');
      for (const [option, file] of [
        ['--export-secret-keys', 'secret.gpg'],
        ['--export', 'public.gpg'],
      ] as const) {
        await keys('--passphrase', '', '--pinentry-mode', 'loopback', '--output', join(home, file), option);
      }
      const secret = ['--sign', '--key', 'Rope', '--keyring', join(home, 'secret.gpg')];
      await run('package', join(folder, 'rope'), '--destination', folder, ...secret);
      await upload(join(folder, 'rope-1.0.0.tgz'), join(folder, 'rope-1.0.0.tgz.prov'));
      await run('repo', 'update');
      const place = tempFolder();
      const said = await run('pull', 'local/rope', '--verify', '--keyring', join(home, 'public.gpg'), '-d', place);
      expect(said).toContain('Signed by: Rope');
      await promisify(execFile)('gpgconf', ['--homedir', home, '--kill', 'all']).catch(() => undefined);
    }, 30_000);
  });
});
