import { join } from 'node:path';
import { startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { tempFolder, write } from '../world/folder.ts';
import { command, type Ran } from './commands.ts';

/** Several real clients at the same time: nothing that was accepted is lost, and one version has one owner. */
let registries: Registries<'crates' | 'npm'>;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  const home = tempFolder();
  registries = await startRegistries({ registries: ['crates', 'npm'], keepIn: join(home, 'kept') });
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const quiet = { npm_config_update_notifier: 'false', npm_config_cache: join(home, 'cache') };
  env = { ...Object.fromEntries(inherited), HOME: home, ...quiet, ...(await registries.setUp(home)).env };
});
afterAll(() => registries.close());

const different = ['one', 'two', 'three', 'four'];
/** What tells four publications of one version apart. */
const copies = ['a', 'b', 'c', 'd'];
const won = (all: readonly Ran[]): readonly string[] => copies.filter((_, at) => all[at]?.ok);
const statuses = (registry: 'crates' | 'npm', from: number): readonly number[] =>
  registries
    .requests(registry)
    .slice(from)
    .flatMap(({ role, status }) => (role === 'publish' ? [status] : []))
    .sort();

describeWith('npm', (npm) => {
  const { run, done } = command([npm.path], () => callable([npm], env));
  const publish = (name: string, description: string) =>
    run(write(tempFolder(), { 'package.json': JSON.stringify({ name, version: '1.0.0', description }) }), 'publish');

  it('keeps each of several packages', async () => {
    const all = await Promise.all(different.map((name) => publish(`npm-${name}`, name)));
    expect(all.filter(({ ok }) => !ok)).toEqual([]);
    const kept = await Promise.all(different.map((name) => fetch(`${registries.npm.url}/npm-${name}/1.0.0`)));
    expect(await Promise.all(kept.map((one) => one.json()))).toMatchObject(
      different.map((description) => ({ description })),
    );
  }, 60_000);

  it('gives one version to one of several', async () => {
    const from = registries.requests('npm').length;
    // All of them look before any of them has published: the index is shown as it was before.
    const undo = registries.fault({ registry: 'npm', does: 'stale' });
    const all = await Promise.all(copies.map((copy) => publish('npm-same', copy)));
    undo();
    expect(won(all)).toHaveLength(1);
    expect(statuses('npm', from)).toEqual([201, 403, 403, 403]);
    expect(all.filter(({ ok }) => !ok).map(({ said }) => said)).toEqual(
      Array(3).fill(expect.stringContaining('You cannot publish over the previously published versions')),
    );
    expect(await done(tempFolder(), 'view', 'npm-same', 'description')).toBe(`${won(all)[0] ?? ''}\n`);
  }, 60_000);
});

describeWith('cargo', (cargo) => {
  const publish = (name: string, description: string) => {
    const folder = write(tempFolder(), {
      'Cargo.toml': `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\ndescription = "${description}"\nlicense = "MIT"\n`,
      'src/lib.rs': '',
    });
    // A home of its own: cargo lets processes that share one take turns.
    const own = {
      CARGO_HOME: join(folder, 'home'),
      CARGO_TARGET_DIR: join(folder, 'target'),
      CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS: 'cargo:token',
    };
    const { run } = command([cargo.path], () => ({ ...callable([cargo], env), ...own }));
    return run(folder, 'publish', '--registry', 'local', '--allow-dirty', '--no-verify');
  };
  const described = async (name: string): Promise<unknown> => {
    const answer = await fetch(`${registries.crates.url}/api/v1/crates?q=${name}`);
    const { crates } = (await answer.json()) as { readonly crates: readonly { name: string; description: string }[] };
    return crates.find((one) => one.name === name)?.description;
  };

  it('keeps each of several crates', async () => {
    const all = await Promise.all(different.map((name) => publish(`crate-${name}`, name)));
    expect(all.filter(({ ok }) => !ok)).toEqual([]);
    expect(await Promise.all(different.map((name) => described(`crate-${name}`)))).toEqual(different);
  }, 60_000);

  it('gives one version to one of several', async () => {
    const from = registries.requests('crates').length;
    // As many as look at first find nothing; then cargo waits until it sees what it published.
    const path = '/index/cr/at/crate-same';
    registries.fault({ registry: 'crates', does: 'refuse', status: 404, path, times: copies.length });
    const all = await Promise.all(copies.map((copy) => publish('crate-same', copy)));
    expect(won(all)).toHaveLength(1);
    expect(statuses('crates', from)).toEqual([200, 400, 400, 400]);
    expect(all.filter(({ ok }) => !ok).map(({ said }) => said)).toEqual(
      Array(3).fill(expect.stringContaining('crate version `1.0.0` is already uploaded')),
    );
    expect(await described('crate-same')).toBe(won(all)[0]);
  }, 60_000);
});
