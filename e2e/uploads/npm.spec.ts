import { join } from 'node:path';
import type { Released } from '../../packages/nx-convoy/src/model/registry.ts';
import { upload } from '../../packages/nx-convoy/src/registries/npm/upload.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { command } from '../registries/commands.ts';
import { tempFolder, write } from '../world/folder.ts';
import { carryOut, token } from './carry-out.ts';
import { parcelOf } from './parcel.ts';
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
  const packed = async (folder: string, into = tempFolder()): Promise<string> =>
    join(into, (await npmIn.done(folder, 'pack', '--silent', '--ignore-scripts', `--pack-destination=${into}`)).trim());

  it.each(Object.keys(packages))('sends of %s what npm sends', async (which) => {
    const recorder = await record();
    try {
      const folder = write(tempFolder(), packages[which] ?? {});
      const { name, version } = JSON.parse(packages[which]?.['package.json'] ?? '') as Released;
      const { host } = new URL(recorder.url);
      const theirs = ['publish', `--registry=${recorder.url}`, `--//${host}/:_authToken=x`, '--tag=next'];
      const [file] = await Promise.all([packed(folder), npmIn.done(folder, ...theirs, '--ignore-scripts')]);
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

/** Without what tells of the client alone. */
function documentIn(request: Recorded | undefined): unknown {
  const own = new Set(['_nodeVersion', '_npmVersion', 'gitHead']);
  return JSON.parse(request?.body.toString('utf8') ?? '', (key, value: unknown) => (own.has(key) ? undefined : value));
}
