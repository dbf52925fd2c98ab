import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { wheelName, wheelOf, type Wheel } from '../../packages/local-registries/src/python/write-wheel.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import type { Present } from '../../tools/toolchains/client.ts';
import { describeWith, describeWithAll } from '../../tools/toolchains/require.ts';
import { tempFolder, write } from '../world/folder.ts';
import { ours, pypiserver, type Server } from './python-servers.ts';

interface Ran {
  readonly ok: boolean;
  readonly said: string;
}

/** Nothing of whoever runs the tests: neither a configuration nor a token. */
const bare = (): NodeJS.ProcessEnv => {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(PIP|UV|TWINE|MATURIN|PYTHON|GITHUB|ACTIONS|CI$)/.test(name),
  );
  return { ...Object.fromEntries(own), HOME: tempFolder(), NO_COLOR: '1', COLUMNS: '500', PIP_NO_CACHE_DIR: '1' };
};

const running =
  (env: NodeJS.ProcessEnv) =>
  async (client: Present, ...args: readonly string[]): Promise<Ran> =>
    promisify(execFile)(client.path, args, { env: callable([client], env), cwd: env.HOME, maxBuffer: 1 << 26 }).then(
      ({ stderr, stdout }) => ({ ok: true, said: stdout + stderr }),
      (error: unknown) => {
        const { stderr, stdout } = error as { readonly stderr: string; readonly stdout: string };
        return { ok: false, said: stdout + stderr };
      },
    );

function wheelIn(wheel: Wheel, folder = tempFolder()): string {
  const file = join(folder, wheelName(wheel));
  writeFileSync(file, wheelOf(wheel));
  return file;
}

const rope = { name: 'quay-rope', version: '1.0', metadata: ['Requires-Python: >=3.8'] };
const ship = { name: 'Quay.Ship', version: '2.0', metadata: ['Requires-Dist: quay-rope>=1'] };
const other = { ...rope, files: { 'quay_rope.py': 'other = True\n' } };

/** Clients must believe us exactly as they believe another index: each of these tests runs against both. */
describe('the embedded index', () => withClients(() => ours()));
describeWith('pypiserver', ({ path }) => withClients((folder) => pypiserver(path, folder)));

function withClients(start: (folder: string) => Promise<Server>): void {
  let server: Server;
  let run: ReturnType<typeof running>;
  let target: string;
  beforeEach(async () => {
    server = await start(tempFolder());
    target = tempFolder();
    run = running({
      ...bare(),
      TWINE_USERNAME: server.user,
      TWINE_PASSWORD: server.password,
      TWINE_REPOSITORY_URL: server.upload,
      TWINE_NON_INTERACTIVE: '1',
      PIP_INDEX_URL: server.simple,
      PIP_DISABLE_PIP_VERSION_CHECK: '1',
      UV_DEFAULT_INDEX: server.simple,
      UV_PUBLISH_URL: server.upload,
      UV_PUBLISH_USERNAME: server.user,
      UV_PUBLISH_PASSWORD: server.password,
      UV_NO_CACHE: '1',
      MATURIN_REPOSITORY_URL: server.upload,
      MATURIN_USERNAME: server.user,
      MATURIN_PASSWORD: server.password,
    });
  });
  afterEach(() => server.close());
  const done = async (client: Present, ...args: readonly string[]): Promise<string> => {
    const { ok, said } = await run(client, ...args);
    if (!ok) throw new Error(said);
    return said;
  };

  describeWithAll(['twine', 'python'], ({ twine, python }) => {
    it('takes what twine uploads, and pip installs it with what it needs', async () => {
      const files = [wheelIn(rope), wheelIn(ship)];
      await done(twine, 'upload', ...files);
      await done(python, '-m', 'pip', 'install', '--target', target, 'quay_ship');
      expect(existsSync(join(target, 'quay_rope/__init__.py'))).toBe(true);
    }, 60_000);

    it('refuses other bytes under the same name', async () => {
      await done(twine, 'upload', wheelIn(rope));
      // twine shows only what stands beside the status, where pypiserver says nothing.
      const words = server.isPyPI
        ? "File already exists ('quay_rope-1.0-py3-none-any.whl', with blake2_256"
        : 'HTTPError: 4';
      expect(await run(twine, 'upload', wheelIn(other))).toMatchObject({
        ok: false,
        said: expect.stringContaining(words),
      });
    }, 60_000);

    it('serves bytes whose digest is what pip was told', async () => {
      const file = wheelIn(rope);
      await done(twine, 'upload', file);
      const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
      const wanted = (digest: string): string =>
        join(
          write(tempFolder(), { 'requirements.txt': `quay-rope==1.0 --hash=sha256:${digest}\n` }),
          'requirements.txt',
        );
      await done(python, '-m', 'pip', 'download', '--require-hashes', '-r', wanted(sha256), '-d', target);
      expect(readdirSync(target)).toEqual(['quay_rope-1.0-py3-none-any.whl']);
      const wrong = await run(
        python,
        '-m',
        'pip',
        'download',
        '--require-hashes',
        '-r',
        wanted('0'.repeat(64)),
        '-d',
        target,
      );
      expect(wrong).toMatchObject({ ok: false, said: expect.stringContaining('DO NOT MATCH') });
    }, 60_000);
  });

  describeWith('uv', (uv) => {
    it('lets uv publish, skip what is there, and refuse what is there otherwise', async () => {
      const check = ['--trusted-publishing', 'never', '--check-url', server.simple];
      const file = wheelIn(rope);
      await done(uv, 'publish', ...check, file);
      expect(await done(uv, 'publish', ...check, file)).toMatch(/already exists, skipping/i);
      expect(await run(uv, 'publish', ...check, wheelIn(other))).toMatchObject({
        ok: false,
        said: expect.stringMatching(/Local file and index file do not match/),
      });
      await done(uv, 'pip', 'install', '--target', target, 'quay-rope');
      expect(existsSync(join(target, 'quay_rope/__init__.py'))).toBe(true);
    }, 60_000);
  });

  describeWith('maturin', (maturin) => {
    it('lets maturin upload, and skip what is there', async () => {
      await done(maturin, 'upload', '--non-interactive', wheelIn(rope));
      const again = wheelIn(other);
      expect(await run(maturin, 'upload', '--non-interactive', again)).toMatchObject({ ok: false });
      expect(await done(maturin, 'upload', '--non-interactive', '--skip-existing', again)).toMatch(/already exist/);
    }, 60_000);
  });
}

/** What no other index that can be had here does. */
describeWithAll(['twine', 'python'], ({ twine, python }) => {
  let registries: Registries<'python'>;
  let run: ReturnType<typeof running>;
  let home: string;
  beforeEach(async () => {
    registries = await startRegistries({ registries: ['python'] });
    home = tempFolder();
    run = running({ ...bare(), ...(await registries.setUp(home)).env, PIP_DISABLE_PIP_VERSION_CHECK: '1' });
  });
  afterEach(() => registries.close());

  it('takes what a backend builds, checked by twine, and pip resolves by the metadata beside it', async () => {
    const folder = write(tempFolder(), {
      'pyproject.toml':
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\nname = "Quay.Hull"\nversion = "1.0"\ndescription = "For a test"\nreadme = "README.md"\nrequires-python = ">=3.8"\n[tool.hatch.build.targets.wheel]\npackages = ["quay_hull"]\n',
      'README.md': '# Hull\n',
      'quay_hull/__init__.py': '',
    });
    expect(await run(python, '-m', 'build', '--no-isolation', folder)).toMatchObject({ ok: true });
    const files = readdirSync(join(folder, 'dist')).map((file) => join(folder, 'dist', file));
    expect(await run(twine, 'check', '--strict', ...files)).toMatchObject({ ok: true });
    expect(await run(twine, 'upload', ...files)).toMatchObject({ ok: true });
    const installed = await run(python, '-m', 'pip', 'install', '--target', join(home, 'there'), 'quay-hull>=1');
    expect(installed).toMatchObject({ ok: true });
    const paths = registries.requests('python').map(({ path }) => path);
    expect(paths.some((path) => path.endsWith('quay_hull-1.0-py3-none-any.whl.metadata'))).toBe(true);
  }, 60_000);

  it('shows what is taken back only to whom asks for exactly that', async () => {
    const newer = { ...rope, version: '2.0' };
    await Promise.all([rope, newer].map((wheel) => run(twine, 'upload', wheelIn(wheel))));
    const { url, token } = registries.admin;
    const body = JSON.stringify({ project: 'quay-rope', version: '2.0', reason: 'torn' });
    await fetch(`${url}/python/yank`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body });
    const download = (what: string): Promise<Ran> =>
      run(python, '-m', 'pip', 'download', '--no-deps', '-d', tempFolder(), what);
    expect(await download('quay-rope')).toMatchObject({ ok: true, said: expect.stringContaining('quay_rope-1.0') });
    expect(await download('quay-rope==2.0')).toMatchObject({ ok: true, said: expect.stringContaining('torn') });
  }, 60_000);

  it('loses nothing of several at once', async () => {
    const wheels = Array.from({ length: 4 }, (_, at) => ({ ...rope, version: `${at}.0` }));
    const uploads = await Promise.all(wheels.map((wheel) => run(twine, 'upload', wheelIn(wheel))));
    expect(uploads.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    const accept = 'application/vnd.pypi.simple.v1+json';
    const answer = await fetch(`${registries.python.url}/simple/quay-rope/`, { headers: { accept } });
    expect(await answer.json()).toMatchObject({ versions: ['0.0', '1.0', '2.0', '3.0'] });
  }, 60_000);
});
