import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { imageStorage } from '../../tools/toolchains/image-storage.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { ours } from '../registries/oci-servers.ts';
import { bin } from '../world/bin.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { filesOf, packaged, withoutLog } from './packaged.ts';

type Files = Readonly<Record<string, string>>;

interface Manifest {
  readonly version: string;
  readonly identity: { readonly by: string; readonly why?: string };
  readonly image: {
    readonly name: string;
    readonly digest: string;
    readonly platforms: readonly {
      readonly platform: string;
      readonly revision?: string;
      readonly config: { readonly digest: string };
      readonly layers: readonly { readonly digest: string; readonly diffId: string }[];
    }[];
  };
}

const api = { name: 'ghcr.io/acme/api', dockerfile: 'api/Dockerfile', context: 'api' };
const convoyJson = (options: object): string => JSON.stringify({ convoy: { images: [api], ...options } });
const dockerfile = (rest: string): string =>
  `FROM scratch\nLABEL org.opencontainers.image.version=1.2.0\nUSER 65532\n${rest}`;

const repository = (files: Files = {}, options: object = {}): string =>
  commitAll(
    write(tempFolder(), {
      'convoy.json': convoyJson(options),
      'package.json': '{"private": true, "repository": "github:acme/ship"}',
      'api/Dockerfile': dockerfile('COPY . /app/\n'),
      'api/main.txt': 'hello\n',
      ...files,
    }),
  );

const folderOf = (folder: string): string => join(folder, 'dist/release/docker/acme+api');
const manifestOf = (folder: string, at = folderOf(folder)): Manifest =>
  JSON.parse(readFileSync(join(at, 'manifest.json'), 'utf8')) as Manifest;
/** A PATH with these programs alone. */
function pathWith(...programs: readonly string[]): string {
  const folder = tempFolder();
  for (const program of programs) {
    const path = execFileSync('sh', ['-c', 'command -v "$0"', program], { encoding: 'utf8' }).trim();
    symlinkSync(path, join(folder, program));
  }
  return folder;
}

const codes = ({ problems }: ReturnType<typeof packaged>): readonly string[] => problems.map(({ code }) => code);

describeWithAll(['buildah', 'skopeo'], ({ buildah, skopeo }) => {
  const home = tempFolder();
  const env: NodeJS.ProcessEnv = { ...process.env, ...buildah.env, ...imageStorage(join(home, 'images')) };

  /** What a client sees of what was made. */
  const configOf = (folder: string, platform = 'linux/amd64'): { readonly config: { readonly Labels: Files } } => {
    const [os = '', arch = ''] = platform.split('/');
    const layout = `oci:${join(folderOf(folder), manifestOf(folder).image.name)}`;
    const args = ['--override-os', os, '--override-arch', arch, 'inspect', '--config', layout];
    return JSON.parse(execFileSync(skopeo.path, args, { env, encoding: 'utf8' })) as never;
  };

  it('makes an image for each platform, the same bytes from another clone', () => {
    const folder = repository(
      { 'api/.dockerignore': '*.md\nDockerfile\n', 'api/notes.md': 'x' },
      { images: [{ ...api, platforms: ['linux/amd64', 'linux/arm64'] }] },
    );
    expect(packaged(folder, [], env)).toMatchObject({ made: [{ unit: 'docker:acme/api', ok: true }], problems: [] });
    const manifest = manifestOf(folder);
    const commit = git(folder, 'rev-parse', 'HEAD').trim();
    expect(manifest.identity).toEqual({ by: 'bytes' });
    expect(manifest.image.platforms.map(({ platform, revision }) => [platform, revision])).toEqual([
      ['linux/amd64', commit],
      ['linux/arm64', commit],
    ]);
    const date = new Date(Number(git(folder, 'log', '-1', '--format=%ct')) * 1000).toISOString();
    for (const platform of ['linux/amd64', 'linux/arm64'])
      expect(configOf(folder, platform).config.Labels).toMatchObject({
        'org.opencontainers.image.title': 'api',
        'org.opencontainers.image.version': '1.2.0',
        'org.opencontainers.image.revision': commit,
        'org.opencontainers.image.created': date,
        'org.opencontainers.image.source': 'https://github.com/acme/ship',
      });
    const text = readFileSync(join(folderOf(folder), 'manifest.json'), 'utf8');
    expect(text).toContain('"app/main.txt"');
    expect(text).not.toContain('notes.md');
    execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: folderOf(folder) });
    const clone = join(tempFolder(), 'clone');
    git(folder, 'clone', '--quiet', folder, clone);
    packaged(clone, [], env);
    expect(withoutLog(filesOf(folderOf(clone)))).toEqual(withoutLog(filesOf(folderOf(folder))));
    expect(execFileSync(buildah.path, ['images', '--quiet'], { env, encoding: 'utf8' })).toBe('');
  });

  it('builds the stage, with the arguments, contexts and secrets that are said', () => {
    const settings = {
      ...api,
      target: 'ship',
      buildArgs: { GREETING: 'ahoy' },
      contexts: { assets: { folder: 'assets' } },
      secrets: { key: 'READ_KEY' },
      labels: { 'org.opencontainers.image.licenses': 'MIT' },
    };
    const files = {
      'assets/logo.txt': 'logo',
      'api/Dockerfile':
        'FROM scratch AS ship\nARG GREETING\nLABEL org.opencontainers.image.version=1.2.0 greeting=$GREETING org.opencontainers.image.title=Api\nUSER 65532\nCOPY --from=assets logo.txt /logo.txt\nFROM scratch\nCOPY main.txt /\n',
    };
    const withheld = repository(files, { images: [settings] });
    expect(codes(packaged(withheld, [], env))).toEqual(['IMAGE_SECRET_WITHHELD']);
    const folder = repository(files, { images: [settings], package: { env: ['READ_KEY'] } });
    expect(packaged(folder, [], { ...env, READ_KEY: 'canary-7ac1' }).problems).toEqual([]);
    const { Labels } = configOf(folder).config;
    expect(Labels).toMatchObject({
      greeting: 'ahoy',
      'org.opencontainers.image.title': 'Api',
      'org.opencontainers.image.licenses': 'MIT',
    });
    const all = Object.values(filesOf(folderOf(folder))).map((bytes) =>
      Buffer.from(bytes, 'base64').toString('latin1'),
    );
    expect(all.join('\n')).toContain('logo.txt');
    expect(all.join('\n')).not.toContain('canary');
  });

  it('builds on an image of this repository as it was just packaged', () => {
    const images = [{ name: 'ghcr.io/acme/base', dockerfile: 'base/Dockerfile' }, api];
    const folder = repository(
      {
        'base/Dockerfile': dockerfile('COPY Dockerfile /below\n'),
        'api/Dockerfile':
          'FROM ghcr.io/acme/base:1.2.0\nLABEL org.opencontainers.image.version=1.2.0\nCOPY main.txt /\n',
      },
      { images },
    );
    const base = join(folder, 'dist/release/docker/acme+base');
    expect(codes(packaged(folder, ['--units=docker:acme/api'], env))).toContain('IMAGE_BASE_MISSING');
    expect(packaged(folder, [], env).made.map(({ unit, ok }) => [unit, ok])).toEqual([
      ['docker:acme/base', true],
      ['docker:acme/api', true],
    ]);
    const [own, below] = [manifestOf(folder), manifestOf(folder, base)];
    const first = below.image.platforms[0]?.layers[0]?.diffId;
    expect(own.image.platforms[0]?.layers.map(({ diffId }) => diffId)[0]).toBe(first);
    expect(own.identity).toEqual({ by: 'bytes' });
  });

  it('holds what a unit of this repository was packaged as, and nothing else of it', () => {
    const images = [{ ...api, contexts: { wheel: { unit: 'npm:@acme/kit' } } }];
    const folder = repository(
      {
        'kit/package.json': '{"name": "@acme/kit", "version": "1.2.0", "license": "MIT"}',
        'api/Dockerfile': dockerfile('COPY --from=wheel *.tgz /app/\n'),
      },
      { images },
    );
    expect(codes(packaged(folder, ['--units=docker:acme/api'], env))).toEqual(['IMAGE_PART_MISSING']);
    const { made } = packaged(folder, [], env);
    expect(made.map(({ unit, ok }) => [unit, ok])).toEqual([
      ['npm:@acme/kit', true],
      ['docker:acme/api', true],
    ]);
    const { image, identity } = manifestOf(folder);
    expect(identity).toEqual({ by: 'bytes' });
    const blob = image.platforms[0]?.layers[0]?.digest.replace(':', '/') ?? '';
    const layer = join(folderOf(folder), image.name, 'blobs', blob);
    const inside = execFileSync('tar', ['--list', '--gzip', '--file', layer], { encoding: 'utf8' });
    expect(inside.split('\n').filter((name) => !name.endsWith('/'))).toEqual(['app/acme-kit-1.2.0.tgz', '']);
  });

  it.each<[string, string, Files, string, string]>([
    [
      'root',
      'FROM scratch\nLABEL org.opencontainers.image.version=1.2.0\nCOPY main.txt /\n',
      {},
      'IMAGE_ROOT',
      'warning',
    ],
    ['no files', dockerfile(''), {}, 'IMAGE_EMPTY', 'error'],
    ['a token', dockerfile('COPY . /\n'), { 'api/.npmrc': '//r/:_authToken=abcdef\n' }, 'PACKAGE_SECRET', 'error'],
    ['what is not there', dockerfile('COPY nothing /\n'), {}, 'PACKAGE_FAILED', 'error'],
  ])('tells of %s', (_, text, files, code, severity) => {
    const folder = repository({ 'api/Dockerfile': text, ...files });
    const told = packaged(folder, [], env);
    expect(told.problems.map((problem) => [problem.code, problem.severity])).toEqual([[code, severity]]);
    expect(told.made.map(({ ok }) => ok)).toEqual([severity === 'warning']);
  });

  it('takes the builder that is named, and tells where none works', () => {
    const folder = repository({}, { package: { images: 'docker' } });
    const path = { ...env, PATH: pathWith('git', 'sh'), DOCKER_HOST: 'tcp://127.0.0.1:1' };
    expect(codes(packaged(folder, [], path))).toEqual(['TOOL_MISSING']);
    expect(codes(packaged(repository(), [], path))).toEqual(['IMAGE_BUILDER_MISSING']);
    const own = repository({}, { package: { images: 'docker' }, units: { 'docker:acme/api': { builder: 'buildah' } } });
    expect(codes(packaged(own, [], env))).toEqual([]);
  });

  it('takes an image that is there by its digest, and looks into it all the same', async () => {
    const server = await ours(join(home, 'server'));
    try {
      const conf = `[[registry]]\nlocation = "${server.host}"\ninsecure = true\n`;
      const outside = {
        ...env,
        ...server.env,
        HOME: write(tempFolder(), { '.config/containers/registries.conf': conf }),
      };
      const run = (file: string, args: readonly string[], cwd: string): Promise<string> =>
        promisify(execFile)(file, args, { cwd, env: outside }).then(
          ({ stdout }) => stdout,
          (error: unknown) => (error as { readonly stdout: string }).stdout,
        );
      const folder = repository();
      packaged(folder, [], env);
      const { digest, name } = manifestOf(folder).image;
      const target = `${server.host}/acme/api`;
      const layout = `oci:${join(folderOf(folder), name)}`;
      await run(
        skopeo.path,
        ['copy', '--quiet', '--all', '--preserve-digests', layout, `docker://${target}:1.2.0`],
        folder,
      );
      const told = async (image: string): Promise<ReturnType<typeof packaged>> => {
        const options = { units: { 'docker:acme/api': { image } }, package: { env: Object.keys(server.env) } };
        commitAll(write(folder, { 'convoy.json': convoyJson(options) }), 'build: another image');
        return JSON.parse(await run(process.execPath, [bin, 'package', '--format=json'], folder)) as never;
      };
      expect(codes(await told(`${target}:1.2.0`))).toEqual(['IMAGE_UNDIGESTED']);
      expect(codes(await told(`${target}@sha256:${'0'.repeat(64)}`))).toEqual(['PACKAGE_FAILED']);
      // It names the commit that it was built from, which is not the one that is packaged.
      expect(codes(await told(`${target}:1.2.0@${digest}`))).toEqual(['PACKAGE_OTHER']);
    } finally {
      await server.close();
    }
  }, 20_000);
});
