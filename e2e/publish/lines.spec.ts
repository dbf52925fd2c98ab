import { join } from 'node:path';
import { callable } from '../../tools/toolchains/callable.ts';
import { imageStorage } from '../../tools/toolchains/image-storage.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { release, remoteOf } from './chain.ts';
import { fatesOf, openDockyard, publish, type Dockyard } from './dockyard.ts';

function repository({ registries: { urls } }: Dockyard): string {
  const oci = new URL(urls.oci).host;
  return commitAll(
    write(tempFolder(), {
      'convoy.json': JSON.stringify({
        convoy: {
          images: [{ name: `${oci}/quay/app`, dockerfile: 'app/Dockerfile', context: 'app' }],
          registries: { npm: urls.npm },
          units: { 'docker:quay/app': { registries: [oci], labels: ['latest', '{major}', '{major}.{minor}'] } },
        },
      }),
      '.gitignore': 'dist\n',
      'web/package.json': JSON.stringify({ name: 'quay-web', version: '1.0.0', main: 'index.js' }),
      'web/index.js': 'module.exports = 1;\n',
      'app/Dockerfile': 'FROM scratch\nLABEL org.opencontainers.image.version=1.0.0\nUSER 65532\nCOPY hello /hello\n',
      'app/hello': 'hello\n',
    }),
  );
}

const change = (folder: string, text: string, message: string): string =>
  commitAll(write(folder, { 'web/index.js': `module.exports = ${text};\n`, 'app/hello': `hello ${text}\n` }), message);

describeWithAll(['buildah', 'npm'], ({ buildah, npm }) => {
  let yard: Dockyard;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    yard = await openDockyard(callable([buildah, npm]));
    env = { ...yard.env, ...imageStorage(join(tempFolder(), 'images')) };
  });
  afterAll(() => yard.close());

  const digestOf = async (tag: string): Promise<string | null> => {
    const answer = await fetch(`${yard.registries.urls.oci}/v2/quay/app/manifests/${tag}`, {
      headers: { accept: 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json' },
    });
    await answer.arrayBuffer();
    return answer.headers.get('docker-content-digest');
  };
  /** Which version each label leads to; and what npm offers under each word. */
  const offered = async (versions: readonly string[], labels: readonly string[]): Promise<object> => {
    const byDigest = new Map<string | null, string>();
    for (const version of versions) byDigest.set(await digestOf(version), version);
    const led: Record<string, string | undefined> = {};
    for (const label of labels) {
      const digest = await digestOf(label);
      if (digest !== null) led[label] = byDigest.get(digest);
    }
    const packument = (await (await fetch(`${yard.registries.urls.npm}/quay-web`)).json()) as {
      readonly 'dist-tags': object;
    };
    return { image: led, npm: packument['dist-tags'] };
  };
  const out = async (folder: string): Promise<readonly string[]> => {
    const told = await publish(folder, ['--yes'], env);
    expect(told.end.problems).toEqual([]);
    return fatesOf(told).filter((fate) => !fate.endsWith(' published'));
  };
  const labels = ['latest', '1', '1.0', '2', '2.0'];

  it('labels and words move with stable releases of their own line alone', async () => {
    const folder = repository(yard);
    remoteOf(folder);
    await release(folder, env);
    expect(await out(folder)).toEqual([]);
    const first = { image: { latest: '1.0.0', 1: '1.0.0', '1.0': '1.0.0' }, npm: { latest: '1.0.0' } };
    expect(await offered(['1.0.0'], labels)).toEqual(first);
    const begun = git(folder, 'rev-parse', 'HEAD').trim();

    change(folder, '2', 'feat!: another world');
    await release(folder, env, '--preid=rc');
    expect(await out(folder)).toEqual([]);
    expect(await offered(['1.0.0', '2.0.0-rc.1'], labels)).toEqual({
      image: first.image,
      npm: { latest: '1.0.0', rc: '2.0.0-rc.1' },
    });

    await release(folder, env);
    expect(await out(folder)).toEqual([]);
    const both = { latest: '2.0.0', 1: '1.0.0', '1.0': '1.0.0', 2: '2.0.0', '2.0': '2.0.0' };
    const versions = ['1.0.0', '1.0.1', '2.0.0-rc.1', '2.0.0'];
    expect(await offered(versions, labels)).toEqual({ image: both, npm: { latest: '2.0.0', rc: '2.0.0-rc.1' } });

    git(folder, 'checkout', '--quiet', '-b', '1.x', begun);
    change(folder, '1.1', 'fix: of the old world');
    await release(folder, env);
    expect(await out(folder)).toEqual([]);
    expect(await offered(versions, labels)).toEqual({
      image: { ...both, 1: '1.0.1', '1.0': '1.0.1' },
      npm: { latest: '2.0.0', rc: '2.0.0-rc.1', 'release-1.x': '1.0.1' },
    });
  }, 120_000);

  it('a registry that does not list what it has is not guessed at: its labels are unknown, and hold up nothing', async () => {
    const folder = repository(yard);
    change(folder, '3', 'feat: no list');
    const image = 'FROM scratch\nLABEL org.opencontainers.image.version=3.0.0\nUSER 65532\nCOPY hello /hello\n';
    commitAll(write(folder, { 'app/Dockerfile': image }), 'chore: number');
    const before = await digestOf('latest');
    const lift = yard.registries.fault({
      registry: 'oci',
      does: 'refuse',
      status: 403,
      path: '/v2/quay/app/tags/list',
      times: 'all',
    });
    const told = await publish(folder, ['--yes', '--unreleased', '--units=docker:quay/app'], env);
    lift();
    const labelled = ['latest', '3', '3.0'].map(() => 'docker:quay/app unknown');
    expect([told.code, fatesOf(told)]).toEqual([1, ['docker:quay/app published', ...labelled]]);
    expect([await digestOf('latest'), await digestOf('3')]).toEqual([before, null]);
  }, 60_000);
});
