import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { callable } from '../../tools/toolchains/callable.ts';
import type { Present } from '../../tools/toolchains/client.ts';
import { imageStorage } from '../../tools/toolchains/image-storage.ts';
import { describeWith, describeWithAll } from '../../tools/toolchains/require.ts';
import { tempFolder, write } from '../world/folder.ts';
import { dockerRegistry, ours, type Server } from './oci-servers.ts';

/** The clients must believe us exactly as they believe another registry: each of these tests runs against both. */
describe('the embedded registry, by token', () => withClients((folder) => ours(folder), { atOnce: true }));
describe('the embedded registry, by name and password', () =>
  withClients((folder) => ours(folder, { login: 'basic' })));
describeWith('docker-registry', ({ path }) => withClients((folder) => dockerRegistry(path, folder)));

/** @param atOnce Debian's registry now and then refuses a manifest whose blobs another client links at that moment */
function withClients(start: (folder: string) => Promise<Server>, { atOnce = false } = {}): void {
  let server: Server;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    const folder = tempFolder();
    server = await start(join(folder, 'server'));
    env = { ...process.env, ...server.env, ...imageStorage(join(folder, 'storage')), HOME: folder };
  });
  afterAll(() => server.close());

  const run = async (client: Present, ...args: readonly string[]): Promise<string> => {
    const settings = { env: callable([client], env), maxBuffer: 1 << 26 };
    return promisify(execFile)(client.path, args, settings).then(
      ({ stdout }) => stdout.trim(),
      (error: unknown) => {
        throw new Error((error as { readonly stderr: string }).stderr);
      },
    );
  };
  const json = (text: string): unknown => JSON.parse(text) as unknown;
  const plain = '--tls-verify=false';
  /** Some registries list them as they lie on the disk. */
  const tags = async (skopeo: Present, image: string): Promise<readonly string[]> => {
    const { Tags } = json(await run(skopeo, 'list-tags', plain, `docker://${image}`)) as { readonly Tags: string[] };
    return Tags.sort();
  };
  const context = () => write(tempFolder(), { Containerfile: 'FROM scratch\nCOPY hello /hello\n', hello: 'hello\n' });

  describeWithAll(['buildah', 'skopeo'], ({ buildah, skopeo }) => {
    it('keeps an image: build, push, copy, pull, delete', async () => {
      const image = `${server.host}/team/app`;
      await run(buildah, 'build', '-q', '--timestamp', '0', '-t', `${image}:1`, context());
      const digestFile = join(tempFolder(), 'digest');
      await run(buildah, 'push', '-q', plain, '--digestfile', digestFile, `${image}:1`);
      const digest = readFileSync(digestFile, 'utf8').trim();
      const both = ['--src-tls-verify=false', '--dest-tls-verify=false'];
      await run(skopeo, 'copy', '-q', ...both, `docker://${image}:1`, `docker://${server.host}/other/app:2`);
      await run(skopeo, 'copy', '-q', ...both, '--format', 'v2s2', `docker://${image}:1`, `docker://${image}:docker`);
      const inspected = json(await run(skopeo, 'inspect', plain, `docker://${server.host}/other/app:2`));
      expect(inspected).toMatchObject({ Digest: digest });
      expect(await tags(skopeo, image)).toEqual(['1', 'docker']);
      const layout = join(tempFolder(), 'layout');
      await run(skopeo, 'copy', '-q', '--src-tls-verify=false', `docker://${image}@${digest}`, `oci:${layout}:1`);
      expect(readFileSync(join(layout, 'index.json'), 'utf8')).toContain(digest);
      await run(skopeo, 'delete', plain, `docker://${image}:1`);
      expect(await tags(skopeo, image)).toEqual(['docker']);
      await expect(run(skopeo, 'inspect', plain, `docker://${image}:1`)).rejects.toThrow(/manifest unknown/i);
    }, 30_000);

    if (atOnce) {
      it('loses nothing of what several clients push at once', async () => {
        const image = `${server.host}/team/busy`;
        const layout = `oci:${join(tempFolder(), 'layout')}`;
        await run(buildah, 'build', '-q', '-t', 'busy', context());
        await run(buildah, 'push', '-q', 'busy', `${layout}:1`);
        const numbers = Array.from({ length: 8 }, (_, number) => `v${number}`);
        const copy = (tag: string) =>
          run(skopeo, 'copy', '-q', '--dest-tls-verify=false', `${layout}:1`, `docker://${image}:${tag}`);
        await Promise.all(numbers.map(copy));
        expect(await tags(skopeo, image)).toEqual(numbers);
        await Promise.all(numbers.map((tag) => run(skopeo, 'inspect', plain, `docker://${image}:${tag}`)));
      }, 30_000);
    }

    it('keeps an index of two platforms', async () => {
      const image = `${server.host}/team/both:2`;
      await run(buildah, 'build', '-q', '--platform', 'linux/amd64,linux/arm64', '--manifest', image, context());
      await run(buildah, 'manifest', 'push', '-q', plain, '--all', image, `docker://${image}`);
      const raw = json(await run(skopeo, 'inspect', plain, '--raw', `docker://${image}`));
      expect((raw as { manifests: unknown[] }).manifests).toHaveLength(2);
      const arm = await run(skopeo, '--override-arch', 'arm64', 'inspect', plain, '--config', `docker://${image}`);
      expect(json(arm)).toMatchObject({ architecture: 'arm64' });
    }, 30_000);
  });

  describeWith('helm', (helm) => {
    it('keeps a chart: push, pull, dependency update', async () => {
      const folder = write(tempFolder(), {
        'rope/Chart.yaml': 'apiVersion: v2\nname: rope\nversion: 1.2.3+build.4\n',
        'ship/Chart.yaml': `apiVersion: v2\nname: ship\nversion: 1.0.0\ndependencies:\n  - name: rope\n    version: ^1.2.0\n    repository: oci://${server.host}/charts\n`,
      });
      await run(helm, 'package', join(folder, 'rope'), '--destination', folder);
      await run(helm, 'push', '--plain-http', join(folder, 'rope-1.2.3+build.4.tgz'), `oci://${server.host}/charts`);
      const pulled = tempFolder();
      await run(
        helm,
        'pull',
        '--plain-http',
        `oci://${server.host}/charts/rope`,
        '--version',
        '1.2.3+build.4',
        '-d',
        pulled,
      );
      const file = 'rope-1.2.3+build.4.tgz';
      expect(readFileSync(join(pulled, file))).toEqual(readFileSync(join(folder, file)));
      await run(helm, 'dependency', 'update', '--plain-http', join(folder, 'ship'));
      expect(readFileSync(join(folder, 'ship/Chart.lock'), 'utf8')).toContain('version: 1.2.3+build.4');
    }, 30_000);
  });

  describeWith('oras', (oras) => {
    it('keeps what is attached to something else', async () => {
      const folder = write(tempFolder(), { 'app.txt': 'app', 'sbom.json': '{}' });
      const target = `${server.host}/files/app:1`;
      const inside = (...args: readonly string[]) =>
        promisify(execFile)(oras.path, args, { cwd: folder, env: callable([oras], env) });
      await inside('push', '--plain-http', target, 'app.txt');
      await inside('attach', '--plain-http', '--artifact-type', 'application/vnd.test.sbom', target, 'sbom.json');
      const { stdout } = await inside('discover', '--plain-http', '--format', 'json', target);
      expect(stdout).toContain('application/vnd.test.sbom');
    }, 30_000);
  });
}
