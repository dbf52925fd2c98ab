import { execFile, execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ClientName, Present } from '../../tools/toolchains/client.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { environmentWith } from '../apply/clients.ts';
import { bin } from '../world/bin.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { filesOf, packaged, withoutLog } from './packaged.ts';

/** A home of its own, in which the client finds Node and nothing of ours; npm itself started this test. */
function home(client: Present): NodeJS.ProcessEnv {
  const { PATH = '', ...rest } = environmentWith([client]);
  return { ...rest, PATH: `${PATH}:${dirname(process.execPath)}` };
}

type Files = Readonly<Record<string, string>>;

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** What a tarball says of itself, and the paths in it. */
function inside(folder: string, slug: string, file: string): { manifest: Record<string, unknown>; paths: string[] } {
  const tarball = join(folder, 'dist/release/npm', slug, file);
  const tar = (...args: readonly string[]): string => execFileSync('tar', [...args], { encoding: 'utf8' });
  return {
    manifest: JSON.parse(tar('-xOzf', tarball, 'package/package.json')) as Record<string, unknown>,
    paths: tar('-tzf', tarball).trim().split('\n').sort(),
  };
}

const manifestOf = (folder: string, slug: string) =>
  JSON.parse(readFileSync(join(folder, 'dist/release/npm', slug, 'manifest.json'), 'utf8')) as {
    readonly identity: { readonly by: string };
    readonly tools: Readonly<Record<string, string>>;
    readonly files: readonly { readonly name: string; readonly sha512: string }[];
  };

/** Two members, of which one needs the other; `more` is what its client needs beside. */
const pair = (client: string, need: string, catalog: string, more: Files): Files => ({
  '.gitignore': 'node_modules\ndist\n',
  'package.json': json({ name: 'all', private: true, packageManager: client, workspaces: ['packages/*'] }),
  'packages/deck/package.json': json({
    name: '@acme/deck',
    version: '1.1.0',
    main: 'index.js',
    bin: { deck: './run.js' },
    dependencies: { rope: need, semver: catalog },
    devDependencies: { rope: need },
  }),
  'packages/deck/index.js': 'module.exports = 1;\n',
  'packages/deck/run.js': '#!/usr/bin/env node\n',
  'packages/rope/package.json': json({ name: 'rope', version: '1.2.0' }),
  ...more,
});

const managers: readonly (readonly [ClientName, string, (version: string) => Files])[] = [
  ['npm', 'npm', (version) => pair(`npm@${version}`, '^1.2.0', '^7.0.0', {})],
  ['yarn@1', 'npm', (version) => pair(`yarn@${version}`, '^1.2.0', '^7.0.0', {})],
  [
    'pnpm',
    'pnpm',
    (version) =>
      pair(`pnpm@${version}`, 'workspace:^', 'catalog:', {
        'pnpm-workspace.yaml': 'packages: [packages/*]\ncatalog:\n  semver: ^7.0.0\n',
      }),
  ],
  [
    'yarn@4',
    'yarn',
    (version) =>
      pair(`yarn@${version}`, 'workspace:^', 'catalog:', {
        '.yarnrc.yml': 'catalog:\n  semver: ^7.0.0\n',
      }),
  ],
  [
    'bun',
    'bun',
    (version) =>
      pair(`bun@${version}`, 'workspace:^', 'catalog:', {
        'package.json': json({
          private: true,
          packageManager: `bun@${version}`,
          workspaces: { packages: ['packages/*'], catalog: { semver: '^7.0.0' } },
        }),
      }),
  ],
];

for (const [name, tool, files] of managers) {
  describeWith(name, (client) => {
    it(`${name}: ranges of the workspace become those of users, the same bytes from another clone`, () => {
      const env = home(client);
      const folder = commitAll(write(tempFolder(), files(client.version)));
      const { made, problems } = packaged(folder, [], env);
      expect(problems).toEqual([]);
      expect(made.map(({ unit, ok }) => [unit, ok])).toEqual([
        ['npm:@acme/deck', true],
        ['npm:rope', true],
      ]);
      const { manifest, paths } = inside(folder, '@acme+deck', 'acme-deck-1.1.0.tgz');
      expect(manifest).toMatchObject({ dependencies: { rope: '^1.2.0', semver: '^7.0.0' } });
      expect(paths.filter((path) => !path.endsWith('/'))).toEqual([
        'package/index.js',
        'package/package.json',
        'package/run.js',
      ]);
      const told = manifestOf(folder, '@acme+deck');
      expect(told).toMatchObject({ identity: { by: 'bytes' }, tools: { [tool]: expect.any(String) as string } });
      const clone = join(tempFolder(), 'clone');
      git(folder, 'clone', '--quiet', folder, clone);
      packaged(clone, [], env);
      expect(withoutLog(filesOf(join(clone, 'dist/release')))).toEqual(
        withoutLog(filesOf(join(folder, 'dist/release'))),
      );
      expect(git(folder, 'status', '--porcelain')).toBe('');
    });
  });
}

describeWith('npm', (npm) => {
  const env = home(npm);
  /** Writes what it was told to, and what it was told. */
  const builder = `const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
mkdirSync('dist', { recursive: true });
const { name } = JSON.parse(readFileSync('package.json', 'utf8'));
if (existsSync('dist/old.js')) throw new Error('an earlier build is here');
const below = name === 'deck' ? require('rope') : 'none';
const seen = Object.entries(process.env).filter(([, value]) => value.includes('canary')).map(String);
writeFileSync('dist/index.js', 'module.exports = ' + JSON.stringify([name, below, ...seen]));
console.log('seen', seen.join(' '));
`;
  const built: Files = {
    '.gitignore': 'node_modules\ndist\n',
    'build.cjs': builder,
    'package.json': json({ private: true, workspaces: ['packages/*'] }),
    'packages/deck/package.json': json({
      ...{ name: 'deck', version: '1.0.0', main: 'dist/index.js', files: ['dist'] },
      dependencies: { rope: '^1.0.0' },
      scripts: { prepack: 'node ../../build.cjs' },
    }),
    'packages/rope/package.json': json({
      ...{ name: 'rope', version: '1.0.0', main: 'dist/index.js', files: ['dist'] },
    }),
    'convoy.json': json({ convoy: { units: { 'npm:rope': { build: [['node', '../../build.cjs']] } } } }),
  };
  const locked = (files: Files): string => {
    const folder = write(tempFolder(), files);
    const quiet = ['--package-lock-only', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
    execFileSync('npm', ['install', ...quiet], { cwd: folder, env, stdio: 'pipe' });
    return commitAll(folder);
  };

  it('builds in a copy, each after what it needs, without what earlier builds left and without secrets', () => {
    const folder = locked(built);
    write(folder, { 'packages/deck/dist/old.js': '', 'packages/rope/dist/index.js': 'module.exports = "stale"' });
    const canaries = { NPM_TOKEN: 'canary-1', NODE_AUTH_TOKEN: 'canary-2', YARN_NPM_AUTH_IDENT: 'canary-3' };
    const { made, problems } = packaged(folder, ['--units=deck'], { ...env, ...canaries });
    expect(problems).toEqual([]);
    expect(made).toHaveLength(1);
    const { paths } = inside(folder, 'deck', 'deck-1.0.0.tgz');
    expect(paths).toEqual(['package/dist/index.js', 'package/package.json']);
    const tarball = join(folder, 'dist/release/npm/deck/deck-1.0.0.tgz');
    const text = execFileSync('tar', ['-xOzf', tarball, 'package/dist/index.js'], { encoding: 'utf8' });
    expect(text).toBe('module.exports = ["deck",["rope","none"]]');
    expect(readFileSync(join(folder, 'dist/release/npm/deck/package.log'), 'utf8')).not.toContain('canary');
    expect(manifestOf(folder, 'deck')).toMatchObject({ identity: { by: 'content' } });
  });

  it('goes on with others where one fails, but not with those that are built with it', () => {
    const folder = locked({
      ...built,
      'packages/sail/package.json': json({ name: 'sail', version: '1.0.0', scripts: { prepack: 'echo "ok"' } }),
      'convoy.json': json({ convoy: { units: { 'npm:rope': { build: [['node', '-e', 'process.exit(3)']] } } } }),
    });
    const { made, problems } = packaged(folder, [], env);
    expect(made.map(({ unit, ok }) => [unit, ok])).toEqual([
      ['npm:rope', false],
      ['npm:deck', false],
      ['npm:sail', true],
    ]);
    expect(problems.map(({ code }) => code)).toEqual(['PACKAGE_FAILED', 'PACKAGE_NEEDS']);
  });

  it('tells sha512 as npm writes it', async () => {
    const { artifactsOf } = await import('../../packages/nx-convoy/src/packaging/manifest.ts');
    const folder = commitAll(write(tempFolder(), { 'package.json': json({ name: 'tug', version: '1.0.0' }) }));
    packaged(folder, [], env);
    const at = join(folder, 'dist/release/npm/tug');
    const told = execFileSync('npm', ['pack', '--dry-run', '--json', './tug-1.0.0.tgz'], { cwd: at, env });
    const [{ integrity } = {}] = JSON.parse(told.toString()) as readonly { readonly integrity?: string }[];
    const manifest = JSON.parse(readFileSync(join(at, 'manifest.json'), 'utf8')) as Parameters<typeof artifactsOf>[0];
    expect(artifactsOf(manifest, at)[0]?.digests).toContain(integrity);
  });

  it.each<[string, Files, string, RegExp]>([
    [
      'a folder with another version, which is published in its place',
      {
        'package.json': json({ name: 'tug', version: '1.0.0', publishConfig: { directory: 'out' } }),
        'out/package.json': json({ name: 'tug', version: '0.9.0' }),
      },
      'PACKAGE_OTHER',
      /says version 0.9.0, and package.json 1.0.0/,
    ],
    [
      'credentials, and a script that runs before publishing',
      {
        'package.json': json({ name: 'tug', version: '1.0.0', scripts: { prepublishOnly: 'node make.cjs' } }),
        'make.cjs': `require('node:fs').writeFileSync('.env', 'API_TOKEN=abcdefgh')`,
      },
      'PACKAGE_SECRET',
      /package\/\.env/,
    ],
  ])('tells of %s', (_, files, code, what) => {
    const { problems } = packaged(commitAll(write(tempFolder(), files)), [], env);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.what).toMatch(what);
  });

  it('packs the folder that a build makes, by publishConfig.directory', () => {
    const make = `require('node:fs').mkdirSync('out'); require('node:fs').writeFileSync('out/package.json', '{"name":"tug","version":"1.0.0"}')`;
    const folder = commitAll(
      write(tempFolder(), {
        'make.cjs': make,
        'package.json': json({
          name: 'tug',
          version: '1.0.0',
          publishConfig: { directory: 'out' },
          scripts: { prepack: 'node make.cjs' },
        }),
      }),
    );
    expect(packaged(folder, [], env).problems).toEqual([]);
    expect(inside(folder, 'tug', 'tug-1.0.0.tgz').paths).toEqual(['package/package.json']);
  });

  it('says what was kept from a client that is let in nowhere', async () => {
    const server = createServer((_, answer) => answer.writeHead(401).end('{}'));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      const folder = commitAll(
        write(tempFolder(), {
          '.npmrc': `registry=${url}\n${url.slice(5)}:_authToken=\${NPM_READ_TOKEN}\n`,
          'package.json': json({
            name: 'tug',
            version: '1.0.0',
            dependencies: { rope: '1.0.0' },
            scripts: { prepack: 'true' },
          }),
        }),
      );
      const secret = { NPM_READ_TOKEN: 'canary-reader', npm_config_fetch_retries: '0' };
      const { stdout } = await promisify(execFile)(process.execPath, [bin, 'package', '--format=json'], {
        cwd: folder,
        env: { ...env, ...secret },
      }).catch((error: unknown) => error as { readonly stdout: string });
      const [problem] = (JSON.parse(stdout) as { problems: { code: string; fix: string }[] }).problems;
      expect(problem?.code).toBe('PACKAGE_UNAUTHORISED');
      expect(problem?.fix).toMatch(/NODE_AUTH_TOKEN, NPM_READ_TOKEN, .* were kept from it/);
      expect(stdout).not.toContain('canary');
    } finally {
      server.close();
    }
  });
});
