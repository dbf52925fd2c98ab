import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import type { Present } from '../../tools/toolchains/client.ts';
import { describeWith, describeWithAll } from '../../tools/toolchains/require.ts';
import { tempFolder, write } from '../world/folder.ts';
import { command } from './commands.ts';
import { cargoHttpRegistry, ours, type Server } from './crate-servers.ts';

const manifest = (name: string, version: string, more = ''): string =>
  `[package]\nname = "${name}"\nversion = "${version}"\nedition = "2021"\ndescription = "For a test"\nlicense = "MIT"\n${more}`;

const harbor = {
  'Cargo.toml': '[workspace]\nmembers = ["rope", "ship"]\nresolver = "2"\n',
  'rope/Cargo.toml': manifest('quay-rope', '1.0.0', '[features]\nstrong = []\n'),
  'rope/src/lib.rs': 'pub fn knot() -> u8 { 7 }\n',
  'ship/Cargo.toml': manifest(
    'quay-ship',
    '1.0.0',
    '[dependencies]\nline = { package = "quay-rope", path = "../rope", version = "1.0.0", optional = true }\n[features]\ndefault = ["tied"]\ntied = ["dep:line"]\n',
  ),
  'ship/src/lib.rs': '#[cfg(feature = "tied")]\npub fn sail() -> u8 { line::knot() }\n',
};

/** Cargo must believe us exactly as it believes another registry: each of these tests runs against both. */
describeWith('cargo', (cargo) => describe('the embedded registry', () => withCargo(cargo, ours)));
describeWithAll(['cargo', 'git', 'cargo-http-registry'], ({ cargo, git, 'cargo-http-registry': { path } }) =>
  withCargo(cargo, (folder) => cargoHttpRegistry(path, git.path, folder)),
);

function withCargo(cargo: Present, start: (folder: string) => Promise<Server>): void {
  let server: Server;
  let env: NodeJS.ProcessEnv;
  beforeEach(async () => {
    const home = tempFolder();
    server = await start(join(home, 'server'));
    env = { ...callable([cargo]), ...pure(home), ...server.env };
  });
  afterEach(() => server.close());
  const { run, done } = command([cargo.path], () => env);

  it('publishes a workspace in order, without a word about the registry in its manifests', async () => {
    const folder = write(tempFolder(), harbor);
    const publish = ['publish', '--workspace', '--registry', 'local', '--allow-dirty'];
    await done(folder, ...publish, '--dry-run');
    const said = await done(folder, ...publish);
    expect(said.match(/Published (\S+)/g)).toEqual(['Published quay-rope', 'Published quay-ship']);
  }, 60_000);

  it('serves what it took: add, build, and a lock file that still names crates.io', async () => {
    await done(write(tempFolder(), harbor), ...publishAll);
    const user = write(tempFolder(), {
      'Cargo.toml': manifest('user', '0.1.0'),
      'src/main.rs': 'fn main() { println!("{}", quay_ship::sail()); }\n',
    });
    await done(user, 'add', 'quay-ship');
    expect(await done(user, 'run', '--quiet')).toContain('7');
    expect(readFileSync(join(user, 'Cargo.toml'), 'utf8')).toContain('quay-ship = "1.0.0"');
    const lock = readFileSync(join(user, 'Cargo.lock'), 'utf8');
    expect(lock.match(/^source = .*$/gm)).toEqual(
      Array(2).fill('source = "registry+https://github.com/rust-lang/crates.io-index"'),
    );
    await done(user, 'build', '--locked');
  }, 60_000);

  it('has a version once: cargo reads that in the index', async () => {
    const folder = write(tempFolder(), harbor);
    await done(folder, ...publishRope);
    expect(await run(folder, ...publishRope)).toMatchObject({
      ok: false,
      said: expect.stringContaining('crate quay-rope@1.0.0 already exists on `local` index'),
    });
  }, 60_000);
}

/** What no test inherits, and none leaves behind. */
const pure = (home: string) => ({ HOME: home, CARGO_TARGET_DIR: join(home, 'target'), CARGO_TERM_COLOR: 'never' });
const publishAll = ['publish', '--workspace', '--registry', 'local', '--allow-dirty', '--no-verify'];
const publishRope = ['publish', '-p', 'quay-rope', '--registry', 'local', '--allow-dirty', '--no-verify'];

describeWith('cargo', (cargo) => {
  let registries: Registries<'crates'>;
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    registries = await startRegistries({ registries: ['crates'] });
    const home = tempFolder();
    env = { ...callable([cargo]), ...pure(home), ...(await registries.setUp(home)).env };
  });
  afterEach(() => registries.close());

  const { run, done } = command([cargo.path], () => env);
  const uploads = (): readonly string[] =>
    registries.requests('crates').flatMap(({ role, status }) => (role === 'publish' ? [String(status)] : []));

  it('is asked to publish as often as there are crates, and not at all by a dry run', async () => {
    const folder = write(tempFolder(), harbor);
    await done(folder, ...publishAll, '--dry-run');
    expect(uploads()).toEqual([]);
    await done(folder, ...publishAll);
    expect(uploads()).toEqual(['200', '200']);
  }, 60_000);

  it('is noticed where a download is damaged', async () => {
    await done(write(tempFolder(), harbor), ...publishRope);
    const user = write(tempFolder(), {
      'Cargo.toml': manifest('user', '0.1.0', '[dependencies]\nquay-rope = "1"\n'),
      'src/lib.rs': '',
    });
    await done(user, 'generate-lockfile');
    registries.fault({ does: 'corrupt' });
    expect(await run(user, 'fetch', '--locked')).toMatchObject({
      ok: false,
      said: expect.stringContaining('failed to verify the checksum'),
    });
  }, 60_000);

  it('refuses a duplicate by itself where the index is stale', async () => {
    const folder = write(tempFolder(), harbor);
    await done(folder, ...publishRope);
    registries.fault({ does: 'refuse', status: 404, on: 'index', path: '/index/qu/ay/quay-rope' });
    expect(await run(folder, ...publishRope)).toMatchObject({
      ok: false,
      said: expect.stringContaining('crate version `1.0.0` is already uploaded'),
    });
    expect(uploads()).toEqual(['200', '400']);
  }, 60_000);

  it('serves what cargo fetched earlier, to a lock file from then', async () => {
    await done(write(tempFolder(), harbor), ...publishAll);
    const user = write(tempFolder(), {
      'Cargo.toml': manifest('user', '0.1.0', '[dependencies]\nquay-ship = "1"\n'),
      'src/main.rs': 'fn main() { println!("{}", quay_ship::sail()); }\n',
    });
    await done(user, 'fetch');
    const cache = join(env.CARGO_HOME ?? '', 'registry/cache');
    const later = await startRegistries({ registries: ['crates'], packages: cache });
    try {
      env = { ...env, ...(await later.setUp(tempFolder())).env };
      expect(await done(user, 'run', '--quiet', '--locked')).toContain('7');
      const behind = await startRegistries({
        registries: ['crates'],
        upstream: { crates: `${later.crates.url}/index` },
      });
      env = { ...env, ...(await behind.setUp(tempFolder())).env };
      await done(user, 'fetch', '--locked').finally(() => behind.close());
    } finally {
      await later.close();
    }
  }, 60_000);

  it('yanks and takes it back', async () => {
    const folder = write(tempFolder(), harbor);
    await done(folder, ...publishRope);
    const resolve = () =>
      run(
        write(tempFolder(), {
          'Cargo.toml': manifest('user', '0.1.0', '[dependencies]\nquay-rope = "1"\n'),
          'src/lib.rs': '',
        }),
        'generate-lockfile',
      );
    await done(folder, 'yank', 'quay-rope@1.0.0', '--registry', 'local');
    expect(await resolve()).toMatchObject({ ok: false, said: expect.stringContaining('is yanked') });
    await done(folder, 'yank', 'quay-rope@1.0.0', '--undo', '--registry', 'local');
    expect(await resolve()).toMatchObject({ ok: true });
  }, 60_000);

  it('takes no wrong token, and lets owners and searches work', async () => {
    const folder = write(tempFolder(), harbor);
    const right = env;
    env = { ...env, CARGO_REGISTRIES_LOCAL_TOKEN: 'wrong' };
    expect(await run(folder, ...publishRope)).toMatchObject({
      ok: false,
      said: expect.stringContaining('authentication failed'),
    });
    env = right;
    await done(folder, ...publishRope);
    await done(folder, 'owner', '--registry', 'local', '--add', 'mate', 'quay-rope');
    expect(await done(folder, 'owner', '--registry', 'local', '--list', 'quay-rope')).toContain('mate');
    expect(await done(folder, 'search', '--registry', 'local', 'rope')).toContain('quay-rope = "1.0.0"');
    expect(await done(folder, 'info', '--registry', 'local', 'quay-rope')).toContain('For a test');
  }, 60_000);

  it('meets what can go wrong on the way, and tells what it did', async () => {
    const folder = write(tempFolder(), harbor);
    const publish = () => run(folder, ...publishRope);
    registries.fault({ does: 'refuse', status: 429, retryAfter: 1, on: 'publish' });
    expect(await publish()).toMatchObject({ ok: false, said: expect.stringContaining('429') });
    registries.fault({ does: 'read-only' });
    expect(await publish()).toMatchObject({ ok: false, said: expect.stringContaining('read-only mode') });
    registries.clearFaults();
    // The upload was accepted, but nobody told cargo: only the index knows.
    registries.fault({ does: 'lose-reply' });
    expect(await publish()).toMatchObject({ ok: false, said: expect.stringContaining('502') });
    expect(await publish()).toMatchObject({ ok: false, said: expect.stringContaining('already exists') });
    const faulty = registries.requests('crates').filter(({ fault }) => fault !== undefined);
    expect(faulty.map(({ fault, status }) => `${fault} ${status}`)).toEqual([
      'refuse 429',
      'read-only 503',
      'lose-reply 502',
    ]);
  }, 60_000);
});
