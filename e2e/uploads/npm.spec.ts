import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packed as packedTar } from '../../packages/local-registries/src/archive/write-tar.ts';
import { startRegistries } from '../../packages/local-registries/src/index.ts';
import { npm as npmPackages } from '../../packages/nx-convoy/src/ecosystems/npm/index.ts';
import type { Released } from '../../packages/nx-convoy/src/model/registry.ts';
import { held } from '../../packages/nx-convoy/src/registries/npm/held.ts';
import { presence } from '../../packages/nx-convoy/src/registries/npm/presence.ts';
import { upload } from '../../packages/nx-convoy/src/registries/npm/upload.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { command } from '../registries/commands.ts';
import { ours, packument, verdaccio, type Server } from '../registries/npm-servers.ts';
import { tempFolder, write } from '../world/folder.ts';
import { carryOut, token } from './carry-out.ts';
import { carrying } from './carrier.ts';
import { openedFile, parcelOf } from './parcel.ts';
import { record, type Recorded } from './recorder.ts';

const at = (url: string, name: string, version: string): Released => ({
  registry: { protocol: 'npm', url },
  name,
  version,
});

/** Nothing of whoever runs the tests. */
const bare = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: home,
  npm_config_cache: join(home, 'cache'),
  npm_config_update_notifier: 'false',
});

const manifest = (more: object): string => JSON.stringify({ name: 'buoy', version: '1.0.0', ...more });

/** What people write, in all its shapes. */
const packages: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a small one': { 'package.json': manifest({ main: 'index.js' }), 'index.js': '' },
  'one in short forms': {
    'package.json': manifest({
      description: '',
      repository: 'quay/buoy',
      bugs: 'bugs@quay.example',
      author: 'Ada <ada@quay.example> (https://quay.example)',
      contributors: ['Bob', { name: 'Cleo', mail: 'cleo@quay.example' }],
      license: 'MIT',
      keywords: 'sea, mark',
      bin: './cli.js',
      homepage: 'quay.example',
      scripts: { test: 'node_modules/.bin/jest', odd: 7 },
      dependencies: { rope: '^1.0.0', 'git-rope': 'quay/rope#v1' },
      devDependencies: { jest: 'git@github.com:jestjs/jest.git' },
      optionalDependencies: { rope: '^1.0.0' },
      bundledDependencies: ['rope'],
      files: ['*.js', '*.d.ts'],
      man: 'buoy.1',
      _odd: true,
    }),
    'README.md': '# Buoy\n\nMarks the way\nof ships.\n\nMore.\n',
    'cli.js': '#!/usr/bin/env node\n',
    'index.js': '',
    'index.d.ts': 'export {};\n',
    'server.js': '',
    'buoy.1': '',
    'node_modules/rope/package.json': '{"name":"rope","version":"1.0.0"}',
  },
  'one told by its files': {
    'package.json': manifest({
      name: '@quay/buoy',
      repository: { type: 'git', url: 'git://github.com/quay/buoy.git', directory: 'packages/buoy' },
      directories: { bin: './bin', man: 'man' },
      publishConfig: { access: 'public', tag: 'next' },
      main: 'lib/main.cjs',
      bundleDependencies: false,
    }),
    AUTHORS: '# of all\nAda <ada@quay.example>\n\nBob\n',
    readme: 'Small letters.\n',
    'bin/one': '#!/bin/sh\n',
    'bin/two.js': '#!/usr/bin/env node\n',
    'man/one.1': '',
    'lib/main.cjs': '',
    'lib/main.d.ts': 'export {};\n',
    'binding.gyp': '{}',
  },
  'one from elsewhere': {
    'package.json': manifest({
      version: 'v2.0.0-rc.1',
      repository: { type: 'git', url: 'https://gitlab.com/quay/part/buoy/' },
      bugs: { web: 'https://quay.example/bugs', email: 'nobody' },
      bin: { buoy: '../../cli.js', '../up': 'cli.js', none: 7 },
      dependencies: ['rope@^1', 'chain >=2'],
      publishConfig: { tag: 'next' },
      typings: 'x.d.ts',
      modules: ['x'],
      contributors: 'Ada',
    }),
    'README.txt': 'Plain.\n',
    'README.markdown': '# One\n',
    'cli.js': '',
  },
};

describeWith('npm', (client) => {
  const home = tempFolder();
  const npmIn = command([client.path], () => callable([client], bare(home)));
  it.each(Object.keys(packages))('sends of %s what npm sends', async (which) => {
    const recorder = await record();
    try {
      const folder = write(tempFolder(), packages[which] ?? {});
      const { name, version } = JSON.parse(packages[which]?.['package.json'] ?? '') as Released;
      const { host } = new URL(recorder.url);
      const theirs = ['publish', `--registry=${recorder.url}`, `--//${host}/:_authToken=x`, '--tag=next'];
      await npmIn.done(folder, ...theirs, '--ignore-scripts');
      const file = join(tempFolder(), 'packed.tgz');
      writeFileSync(file, attachedTo(recorder.sent()[0]));
      const parcel = parcelOf(file, at(recorder.url, name, version.replace(/^v/, '')), { channel: 'next' });
      expect(await carryOut(upload(parcel, token('x')))).toEqual({ is: 'accepted' });
      const [first, second] = recorder.sent();
      expect(second?.path).toBe(first?.path);
      expect(second?.headers.authorization).toBe(first?.headers.authorization);
      expect(documentIn(second)).toEqual(documentIn(first));
    } finally {
      await recorder.close();
    }
  });
});

describeWith('npm', (client) => {
  it('is sent to by npm where that is asked for', async () => {
    const server = await ours(tempFolder());
    const released = at(server.url, 'by-npm', '1.0.0');
    const file = tarballIn('by-npm', '1.0.0');
    const carrier = carrying(npmPackages, { client: 'npm', released, file });
    const run = () => carrier.run(callable([client], bare(tempFolder())), token(server.token));
    expect(await run()).toEqual({ is: 'accepted' });
    expect((await packument(server, 'by-npm'))?.['dist-tags'].next).toBe('1.0.0');
    expect(await run()).toMatchObject({ is: 'failed', how: 'exists' });
    await server.close();
  }, 60_000);
});

/** Registries must take what we send as they take what npm sends: each of these tests runs against both. */
describe('the embedded registry', () => withServer((folder) => ours(folder)));
describeWith('verdaccio', ({ path }) => withServer((folder) => verdaccio(path, folder)));

function withServer(start: (folder: string) => Promise<Server>): void {
  let server: Server;
  beforeAll(async () => {
    server = await start(tempFolder());
  }, 30_000);
  afterAll(() => server.close());

  describeWith('npm', (client) => {
    it('takes what is sent, and npm installs it', async () => {
      const env = () => callable([client], { ...bare(tempFolder()), ...server.env });
      const released = at(server.url, '@quay/buoy', '1.0.0');
      const parcel = parcelOf(tarballIn('@quay/buoy', '1.0.0', { bin: 'cli.js' }), released, { channel: 'latest' });
      const by = token(server.token);
      expect(await carryOut(presence(released, by))).toEqual({ is: 'absent', name: 'unknown' });
      expect(await carryOut(upload(parcel, by))).toEqual({ is: 'accepted' });
      const [, , integrity] = parcel.artifact.digests;
      expect(await carryOut(presence(released, by))).toEqual({ is: 'present', digest: integrity });
      expect(await carryOut(upload(parcel, by))).toMatchObject({ is: 'failed', how: 'exists' });
      const older = at(server.url, '@quay/buoy', '0.9.1');
      expect(await carryOut(upload(parcelOf(tarballIn('@quay/buoy', '0.9.1'), older), by))).toEqual({ is: 'accepted' });
      expect((await packument(server, '@quay/buoy'))?.['dist-tags']).toEqual({ latest: '1.0.0', 'latest-0': '0.9.1' });
      const there = await carryOut(held(released, parcel.artifact, by));
      if (there.is !== 'file') throw new Error(JSON.stringify(there));
      expect(npmPackages.isSame?.(openedFile(parcel.path), openedFile(parcel.path, there.bytes))).toBe(true);
      const user = write(tempFolder(), { 'package.json': '{"name":"user","version":"0.0.0"}' });
      await command([client.path], env).done(user, 'install', '@quay/buoy');
      expect(readFileSync(join(user, 'node_modules/.bin/buoy'), 'utf8')).toContain('@quay/buoy');
    }, 60_000);
  });

  it('says who is not let in', async () => {
    const parcel = parcelOf(tarballIn('closed', '1.0.0'), at(server.url, 'closed', '1.0.0'));
    expect(await carryOut(upload(parcel, token('wrong')))).toMatchObject({
      how: 'refused',
      problem: { code: 'UPLOAD_FORBIDDEN' },
    });
    expect(await carryOut(upload(parcel, undefined))).toMatchObject({
      how: 'refused',
      problem: { code: 'UPLOAD_FORBIDDEN' },
    });
  });
}

describe('when something goes wrong', () => {
  const started = startRegistries({ registries: ['npm'] });
  afterAll(async () => (await started).close());
  it.each([
    ['too many', { does: 'refuse', status: 429, retryAfter: 7 }, 'transient', 7000],
    ['a server that is down', { does: 'refuse', status: 500 }, 'unknown', undefined],
    ['a server that says when', { does: 'refuse', status: 503, retryAfter: 2 }, 'transient', 2000],
    ['a reply that was lost', { does: 'lose-reply' }, 'unknown', undefined],
    ['a connection that broke in the middle', { does: 'reset', when: 'during' }, 'unknown', undefined],
    ['a connection that broke behind', { does: 'reset', when: 'after' }, 'unknown', undefined],
    ['a token that is too old', { does: 'expire-token', times: 1 }, 'refused', undefined],
  ] as const)('%s', async (which, fault, expected, waitMs) => {
    const registries = await started;
    registries.clearFaults();
    const name = which.replaceAll(/\W+/g, '-');
    const parcel = parcelOf(tarballIn(name, '1.0.0'), at(registries.npm.url, name, '1.0.0'));
    registries.fault({ registry: 'npm', on: 'publish', ...fault });
    const sent = await carryOut(upload(parcel, token(registries.npm.token)));
    expect(sent).toMatchObject({ is: 'failed', how: expected });
    expect(sent.is === 'failed' ? sent.waitMs : undefined).toBe(waitMs);
    registries.clearFaults();
    const isThere = fault.does === 'lose-reply' || ('when' in fault && fault.when === 'after');
    expect((await carryOut(presence(parcel.released))).is).toBe(isThere ? 'present' : 'absent');
  });

  it.each(['truncate', 'corrupt'] as const)('does not compare what comes broken: %s', async (does) => {
    const registries = await started;
    registries.clearFaults();
    const parcel = parcelOf(tarballIn(`held-${does}`, '1.0.0'), at(registries.npm.url, `held-${does}`, '1.0.0'));
    expect(await carryOut(upload(parcel, token(registries.npm.token)))).toEqual({ is: 'accepted' });
    registries.fault({ registry: 'npm', on: 'download', does });
    expect(await carryOut(held(parcel.released, parcel.artifact))).toMatchObject({ is: 'unknown' });
    expect(await carryOut(held(parcel.released, parcel.artifact))).toMatchObject({ is: 'file' });
  });
});

it('asks a closed registry as whom it lets in', async () => {
  const registries = await startRegistries({ registries: ['npm'], isPrivate: true });
  try {
    const by = token(registries.npm.token);
    const parcel = parcelOf(tarballIn('shy', '1.0.0'), at(registries.npm.url, 'shy', '1.0.0'));
    expect(await carryOut(upload(parcel, by))).toEqual({ is: 'accepted' });
    expect(await carryOut(presence(parcel.released))).toMatchObject({ is: 'unknown' });
    expect(await carryOut(presence(parcel.released, by))).toMatchObject({ is: 'present' });
    expect(await carryOut(held(parcel.released, parcel.artifact, by))).toMatchObject({ is: 'file' });
  } finally {
    await registries.close();
  }
});

function tarballIn(name: string, version: string, more: object = {}): string {
  const file = join(tempFolder(), `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  const entries = {
    'package.json': JSON.stringify({ name, version, ...more }),
    'README.md': `# ${name}\n`,
    'cli.js': `#!/usr/bin/env node\nconsole.log('${name}');\n`,
  };
  writeFileSync(
    file,
    packedTar(Object.entries(entries).map(([path, content]) => ({ path: `package/${path}`, content }))),
  );
  return file;
}

/** What npm has packed. */
function attachedTo(request: Recorded | undefined): Buffer {
  const document = JSON.parse(request?.body.toString('utf8') ?? '') as {
    _attachments: Record<string, { data: string }>;
  };
  return Buffer.from(Object.values(document._attachments)[0]?.data ?? '', 'base64');
}

/** Without what tells of the client alone. */
function documentIn(request: Recorded | undefined): unknown {
  const own = new Set(['_nodeVersion', '_npmVersion', 'gitHead']);
  return JSON.parse(request?.body.toString('utf8') ?? '', (key, value: unknown) => (own.has(key) ? undefined : value));
}
