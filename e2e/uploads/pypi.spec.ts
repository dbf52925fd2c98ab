import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { startRegistries } from '../../packages/local-registries/src/index.ts';
import { packed } from '../../packages/local-registries/src/archive/write-tar.ts';
import { wheelName, wheelOf, type Wheel } from '../../packages/local-registries/src/python/write-wheel.ts';
import { python } from '../../packages/nx-convoy/src/ecosystems/python/index.ts';
import type { Credential } from '../../packages/nx-convoy/src/model/credential.ts';
import type { Registry, Released, Sent } from '../../packages/nx-convoy/src/model/registry.ts';
import { presenceOfFile } from '../../packages/nx-convoy/src/delivery/file-presence.ts';
import { held } from '../../packages/nx-convoy/src/registries/pypi/held.ts';
import { presence } from '../../packages/nx-convoy/src/registries/pypi/presence.ts';
import { upload } from '../../packages/nx-convoy/src/registries/pypi/upload.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import { describeWith, describeWithAll } from '../../tools/toolchains/require.ts';
import { command } from '../registries/commands.ts';
import { ours, pypiserver, type Server } from '../registries/python-servers.ts';
import { tempFolder } from '../world/folder.ts';
import { basic, carryOut, token } from './carry-out.ts';
import { carrying } from './carrier.ts';
import { openedFile, parcelOf } from './parcel.ts';
import { record, type Recorded } from './recorder.ts';

/** Nothing of whoever runs the tests: neither a configuration nor a token. */
const bare = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: tempFolder(),
  NO_COLOR: '1',
  COLUMNS: '500',
  PIP_NO_CACHE_DIR: '1',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  UV_NO_CACHE: '1',
});

const rope: Wheel = {
  name: 'Quay.Rope',
  version: '1.0',
  metadata: [
    'Requires-Python: >=3.8',
    'Keywords: sea,  rope',
    'Project-URL: Home, https://quay.example/a,b',
    'License-File: LICENSE',
    'Summary: Schöne Seile',
    'Classifier: Topic :: Utilities',
    'Classifier: Programming Language :: Python',
    'Requires-Dist: tug>=1; extra == "all"',
    'Provides-Extra: all',
    'Dynamic: Summary',
  ],
};

function wheelIn(wheel: Wheel, folder = tempFolder()): string {
  const file = join(folder, wheelName(wheel));
  writeFileSync(file, wheelOf(wheel));
  return file;
}

function sdistIn(name: string, version: string, more: Readonly<Record<string, string>> = {}): string {
  const stem = `${name.toLowerCase().replaceAll(/[-_.]+/g, '_')}-${version}`;
  const file = join(tempFolder(), `${stem}.tar.gz`);
  const info = `Metadata-Version: 2.5\nName: ${name}\nVersion: ${version}\nLicense-Expression: MIT\nLicense-File: LICENSE\nImport-Name: quay\n\n# Seil\n\nMit *Ü*.\n`;
  const files = { 'PKG-INFO': info, 'pyproject.toml': '', ...more };
  writeFileSync(file, packed(Object.entries(files).map(([path, content]) => ({ path: `${stem}/${path}`, content }))));
  return file;
}

const at = (registry: Omit<Registry, 'protocol'>, name: string, version: string): Released => ({
  registry: { protocol: 'pypi', ...registry },
  name,
  version,
});
const how = (sent: Sent): string => (sent.is === 'accepted' ? sent.is : sent.how);

describe('the embedded index', () => withServer(() => ours()));
describeWith('pypiserver', ({ path }) => withServer((folder) => pypiserver(path, folder)));

function withServer(start: (folder: string) => Promise<Server>): void {
  let server: Server;
  let by: Credential;
  beforeAll(async () => {
    server = await start(tempFolder());
    by = server.user === '__token__' ? token(server.password) : basic(server.user, server.password);
  });
  afterAll(() => server.close());

  describeWithAll(['python', 'uv'], (clients) => {
    it('takes what is sent, file by file, and clients install it', async () => {
      const released = at({ url: server.simple }, 'quay-rope', '1.0');
      const [wheel, sdist] = [wheelIn(rope), sdistIn('Quay.Rope', '1.0')];
      const send = (file: string) => carryOut(upload(parcelOf(file, released), by));
      expect(await carryOut(presence(released, by))).toEqual({ is: 'absent', name: 'unknown' });
      expect(await send(sdist)).toEqual({ is: 'accepted' });
      const half = await carryOut(presence(released, by));
      const fileOf = (file: string) => presenceOfFile(half, { name: basename(file) }).is;
      expect([sdist, wheel].map(fileOf)).toEqual(['present', 'absent']);
      expect(await send(wheel)).toEqual({ is: 'accepted' });
      expect(presenceOfFile(await carryOut(presence(released, by)), { name: basename(wheel) })).toMatchObject({
        is: 'present',
        digest: `sha256:${openedFile(wheel).sha256}`,
      });
      // PyPI takes the same bytes twice for one upload; others do not look into them.
      expect(how(await send(wheel))).toBe(server.isPyPI ? 'accepted' : 'exists');
      const other = parcelOf(wheelIn({ ...rope, files: { 'quay_rope.py': 'other = True\n' } }), released);
      expect(how(await carryOut(upload(other, by)))).toBe('exists');
      const there = await carryOut(held(released, other.artifact, by));
      if (there.is !== 'file') throw new Error(JSON.stringify(there));
      const [own, theirs] = [openedFile(wheel), openedFile(wheel, there.bytes)];
      expect(python.isSame?.(own, theirs)).toBe(true);
      expect(python.isSame?.(openedFile(other.path), theirs)).toBe(false);
      const env = { ...bare(), UV_DEFAULT_INDEX: server.simple };
      const target = tempFolder();
      await command([clients.python.path, '-m', 'pip'], () => callable([clients.python], env)).done(
        target,
        'install',
        '--quiet',
        '--no-deps',
        '--target',
        join(target, 'pip'),
        '--index-url',
        server.simple,
        'quay-rope==1.0',
      );
      await command([clients.uv.path], () => callable([clients.uv, clients.python], env)).done(
        target,
        'pip',
        'install',
        '--quiet',
        '--no-deps',
        '--target',
        join(target, 'uv'),
        'quay-rope==1.0',
      );
      for (const client of ['pip', 'uv'])
        expect(readFileSync(join(target, client, `quay_rope-1.0.dist-info/METADATA`), 'utf8')).toContain(
          'Schöne Seile',
        );
    }, 60_000);
  });

  for (const client of ['twine', 'uv', 'maturin'] as const)
    describeWith(client, (present) => {
      it('uploads where it is asked for', async () => {
        const upload = server.isPyPI ? { upload: server.upload } : {};
        const released = at({ url: server.simple, ...upload }, `by-${client}`, '1.0');
        const file = wheelIn({ name: `by-${client}`, version: '1.0' });
        const carrier = carrying(python, { client, released, file });
        const run = () => carrier.run(callable([present], bare()), by);
        expect(await run()).toEqual({ is: 'accepted' });
        expect(presenceOfFile(await carryOut(presence(released, by)), { name: basename(file) }).is).toBe('present');
        writeFileSync(file, wheelOf({ name: `by-${client}`, version: '1.0', files: { 'x.py': '' } }));
        expect(how(await run())).toBe('exists');
      }, 60_000);
    });
}

describeWith('twine', (client) => {
  it('tells that it was not let in', async () => {
    const registries = await startRegistries({ registries: ['python'] });
    try {
      const { url } = registries.python;
      const released = at({ url: `${url}/simple/`, upload: `${url}/legacy/` }, 'by-nobody', '1.0');
      const carrier = carrying(python, {
        client: 'twine',
        released,
        file: wheelIn({ name: 'by-nobody', version: '1.0' }),
      });
      expect(await carrier.run(callable([client], bare()), token('pypi-wrong'))).toMatchObject({
        how: 'refused',
        problem: { code: 'UPLOAD_FORBIDDEN' },
      });
    } finally {
      await registries.close();
    }
  }, 60_000);
});

describeWith('twine', (client) => {
  it.each([
    ['a wheel', () => wheelIn(rope)],
    ['a source distribution', () => sdistIn('Quay.Rope', '1.0')],
  ])(
    'sends of %s what twine sends',
    async (_, make) => {
      const recorder = await record();
      try {
        const file = make();
        const env = { ...bare(), TWINE_USERNAME: '__token__', TWINE_PASSWORD: 'pypi-x' };
        await command([client.path], () => callable([client], env)).done(
          tempFolder(),
          'upload',
          '--non-interactive',
          '--repository-url',
          `${recorder.url}/`,
          file,
        );
        const released = at({ url: `${recorder.url}/simple/` }, 'quay-rope', '1.0');
        expect(await carryOut(upload(parcelOf(file, released), token('pypi-x')))).toEqual({ is: 'accepted' });
        const [theirs, own] = recorder.sent();
        expect(own?.headers.authorization).toBe(theirs?.headers.authorization);
        expect(own?.path).toBe(theirs?.path);
        expect(fieldsIn(own)).toEqual(fieldsIn(theirs));
      } finally {
        await recorder.close();
      }
    },
    30_000,
  );
});

/** The parts of a form; what only some of those who upload tell is left out. */
function fieldsIn(request: Recorded | undefined): readonly string[] {
  const boundary = /boundary=(.+)$/.exec(String(request?.headers['content-type']))?.[1] ?? '?';
  const parts = (request?.body.toString('latin1') ?? '').split(`--${boundary}`);
  // Another digest, which may be left out; and what metadata has since 2.5, of which twine does not know.
  const isOwn = /name="(?:blake2_256_digest|import_name)"/;
  return parts.filter((part) => !isOwn.test(part)).sort();
}

describe('when something goes wrong', () => {
  const started = startRegistries({ registries: ['python'] });
  afterAll(async () => (await started).close());
  it.each([
    ['too many', { does: 'refuse', status: 429, retryAfter: 7 }, 'transient', 7000],
    ['too many, for nobody knows how long', { does: 'refuse', status: 429 }, 'transient', undefined],
    ['a server that is down', { does: 'refuse', status: 500 }, 'unknown', undefined],
    ['a reply that was lost', { does: 'lose-reply' }, 'unknown', undefined],
    ['a connection that broke before', { does: 'reset', when: 'before' }, 'unknown', undefined],
    ['a connection that broke behind', { does: 'reset', when: 'after' }, 'unknown', undefined],
    ['a token that is too old', { does: 'expire-token', times: 1 }, 'refused', undefined],
    ['a server that may only be read', { does: 'read-only', times: 1 }, 'transient', undefined],
  ] as const)('%s', async (which, fault, expected, waitMs) => {
    const registries = await started;
    registries.clearFaults();
    const { url, token: secret } = registries.python;
    const name = `quay ${which}`.replaceAll(/\W+/g, '-');
    const file = wheelIn({ name, version: '1.0' });
    const registry = { url: `${url}/simple/`, upload: `${url}/legacy/` };
    const parcel = parcelOf(file, at(registry, name, '1.0'));
    registries.fault({ registry: 'python', on: 'publish', ...fault });
    const sent = await carryOut(upload(parcel, token(secret)));
    expect(sent).toMatchObject({ is: 'failed', how: expected });
    expect(sent.is === 'failed' ? sent.waitMs : undefined).toBe(waitMs);
    registries.clearFaults();
    const isThere = 'does' in fault && (fault.does === 'lose-reply' || ('when' in fault && fault.when === 'after'));
    expect((await carryOut(presence(parcel.released))).is).toBe(isThere ? 'present' : 'absent');
  });

  it.each(['truncate', 'corrupt'] as const)('what is there cannot be compared where it is %sd', async (does) => {
    const registries = await started;
    registries.clearFaults();
    const { url, token: secret } = registries.python;
    const parcel = parcelOf(
      wheelIn({ name: `held-${does}`, version: '1.0' }),
      at({ url: `${url}/simple/` }, `held-${does}`, '1.0'),
    );
    // Nothing takes files above this index: it is PyPI's own, and has them beside.
    expect(await carryOut(upload(parcel, token(secret)))).toEqual({ is: 'accepted' });
    registries.fault({ registry: 'python', on: 'download', does });
    expect(await carryOut(held(parcel.released, parcel.artifact))).toMatchObject({ is: 'unknown' });
    expect(await carryOut(held(parcel.released, parcel.artifact))).toMatchObject({ is: 'file' });
  });
});

it('asks a closed index as whom it lets in', async () => {
  const registries = await startRegistries({ registries: ['python'], isPrivate: true });
  try {
    const { url, token: secret } = registries.python;
    const parcel = parcelOf(wheelIn(rope), at({ url: `${url}/simple/` }, 'quay-rope', '1.0'));
    expect(await carryOut(upload(parcel, token(secret)))).toEqual({ is: 'accepted' });
    expect(await carryOut(presence(parcel.released))).toMatchObject({
      is: 'unknown',
      problem: { code: 'REGISTRY_CLOSED' },
    });
    expect(await carryOut(presence(parcel.released, token(secret)))).toMatchObject({ is: 'present' });
    expect(await carryOut(held(parcel.released, parcel.artifact, token(secret)))).toMatchObject({ is: 'file' });
  } finally {
    await registries.close();
  }
});
