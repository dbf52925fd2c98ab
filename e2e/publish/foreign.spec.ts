import { join } from 'node:path';
import { callable } from '../../tools/toolchains/callable.ts';
import { imageStorage } from '../../tools/toolchains/image-storage.ts';
import { describeWhere, describeWithAll } from '../../tools/toolchains/require.ts';
import { verdaccio } from '../registries/npm-servers.ts';
import { dockerRegistry } from '../registries/oci-servers.ts';
import { pypiserver } from '../registries/python-servers.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { verb } from './chain.ts';
import { fatesOf, publish } from './dockyard.ts';

/** A wheel, an image that holds it, a chart that runs the image, one around the chart, and an npm package. */
function repository(oci: string, simple: string, npm: string): string {
  const images = [
    {
      name: `${oci}/quay/app`,
      dockerfile: 'app/Dockerfile',
      context: 'app',
      contexts: { wheel: { unit: 'python:quay-sail' } },
    },
  ];
  const charts = { registries: [`oci://${oci}/charts`] };
  const units = { 'helm:pier': charts, 'helm:port': charts, 'docker:quay/app': { registries: [`http://${oci}`] } };
  const registries = { PyPI: simple, npm };
  const folder = commitAll(
    write(tempFolder(), {
      'convoy.json': JSON.stringify({ convoy: { images, units, registries } }),
      'sail/pyproject.toml':
        '[project]\nname = "quay-sail"\nversion = "1.0.0"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
      'sail/src/quay_sail/__init__.py': '',
      'web/package.json': JSON.stringify({ name: '@quay/web', version: '1.0.0' }),
      'app/Dockerfile':
        'FROM scratch\nLABEL org.opencontainers.image.version=1.0.0\nUSER 65532\nCOPY --from=wheel quay_sail-*.whl /app/\n',
      'pier/Chart.yaml': 'apiVersion: v2\nname: pier\nversion: 1.0.0\n',
      'pier/values.yaml': `image:\n  repository: ${oci}/quay/app\n  tag: ""\n`,
      'pier/templates/a.yaml': 'image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n',
      'port/Chart.yaml':
        'apiVersion: v2\nname: port\nversion: 1.0.0\ndependencies:\n- name: pier\n  version: 1.0.0\n  repository: file://../pier\n',
    }),
  );
  git(folder, 'tag', 'v1.0.0');
  return folder;
}

const asked = process.env.CONVOY_ALL !== undefined;
describeWhere(asked, 'real servers are tried with everything else: CONVOY_ALL=1', () => {
  describeWithAll(
    ['python', 'uv', 'twine', 'buildah', 'skopeo', 'helm', 'npm', 'docker-registry', 'pypiserver', 'verdaccio'],
    (clients) => {
      const closing: (() => Promise<void>)[] = [];
      afterAll(async () => {
        for (const close of closing) await close();
      });

      it.each([
        ['by our own uploads', []],
        ['by twine, helm and npm', ['twine', 'helm', 'npm']],
      ])(
        'publishes to docker-registry, pypiserver and verdaccio, %s',
        async (_, by) => {
          const home = tempFolder();
          const oci = await dockerRegistry(clients['docker-registry'].path, join(home, 'oci'));
          const python = await pypiserver(clients.pypiserver.path, join(home, 'python'));
          const npm = await verdaccio(clients.verdaccio.path, join(home, 'npm'));
          closing.push(oci.close, () => python.close(), npm.close);
          const folder = repository(oci.host, python.simple, npm.url);
          const place = new URL(python.simple).host.replaceAll(/\W/g, '_');
          const env = {
            ...callable(Object.values(clients)),
            ...imageStorage(join(home, 'images')),
            ...npm.env,
            ...{ HOME: home, [`CONVOY_USER_${place}`]: python.user, [`CONVOY_PASSWORD_${place}`]: python.password },
          };
          write(folder, {
            'convoy.json': withClients(git(folder, 'show', 'HEAD:convoy.json'), by),
          });
          if (by.length > 0) {
            commitAll(folder, 'chore: by clients');
            git(folder, 'tag', '--force', 'v1.0.0');
          }
          const told = await publish(folder, ['--yes'], env);
          expect(told.end.problems).toEqual([]);
          expect(new Set(fatesOf(told).map((fate) => fate.split(' ').at(-1)))).toEqual(new Set(['published']));
          expect(await verb(folder, env, 'verify', '--wait=0')).toContain('Verified 5 of 5 units');
          const again = await publish(folder, ['--yes'], env);
          expect([again.code, again.end.units.length]).toEqual([0, 6]);
        },
        300_000,
      );
    },
  );
});

function withClients(text: string, client: readonly string[]): string {
  const { convoy } = JSON.parse(text) as { readonly convoy: object };
  return client.length === 0 ? text : JSON.stringify({ convoy: { ...convoy, publish: { client } } });
}
