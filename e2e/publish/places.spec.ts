import { join } from 'node:path';
import { startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import { imageStorage } from '../../tools/toolchains/image-storage.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { verb } from './chain.ts';
import { fatesOf, publish } from './dockyard.ts';

const hostOf = (url: string): string => new URL(url).host;
const basic = (user: string, password: string): string => Buffer.from(`${user}:${password}`).toString('base64');

/** The home of somebody whose clients know both: nothing of it is in the repository, and nothing in variables. */
function homeOf(one: Registries, other: Registries): string {
  const auth = (registries: Registries): object => ({
    [hostOf(registries.urls.oci)]: { auth: basic('local', registries.tokens.oci) },
  });
  return write(tempFolder(), {
    '.cargo/config.toml': `[registries.ours]\nindex = "sparse+${other.urls.crates}/index/"\n`,
    '.cargo/credentials.toml': `[registries.ours]\ntoken = "${other.tokens.crates}"\n`,
    '.config/uv/uv.toml': `[[index]]\nname = "house"\nurl = "${one.urls.python}/simple/"\npublish-url = "${one.urls.python}/legacy/"\n`,
    '.pypirc': [
      ...['[distutils]', 'index-servers = house yard'],
      ...[
        '[house]',
        `repository = ${one.urls.python}/legacy/`,
        'username = __token__',
        `password = ${one.tokens.python}`,
      ],
      ...[
        '[yard]',
        `repository = ${other.urls.python}/legacy/`,
        'username = __token__',
        `password = ${other.tokens.python}`,
      ],
      '',
    ].join('\n'),
    '.npmrc': [
      `registry=${one.urls.npm}/ ; for all`,
      `@quay:registry=${other.urls.npm}/`,
      `//${hostOf(one.urls.npm)}/:_authToken=${one.tokens.npm}`,
      `//${hostOf(other.urls.npm)}/:_authToken=${other.tokens.npm}`,
      '',
    ].join('\n'),
    '.config/helm/repositories.yaml': `repositories:\n- name: ours\n  url: ${other.urls.charts}\n  username: local\n  password: ${other.tokens.charts}\n`,
    '.docker/config.json': JSON.stringify({ auths: { ...auth(one), ...auth(other) } }),
  });
}

function repository(one: Registries, other: Registries): string {
  const images = [{ name: `${hostOf(one.urls.oci)}/quay/app`, dockerfile: 'app/Dockerfile', context: 'app' }];
  const units = {
    'docker:quay/app': { registries: [hostOf(one.urls.oci), `${hostOf(other.urls.oci)}/mirror`] },
    'helm:pier': { registries: ['@ours', `oci://${hostOf(one.urls.oci)}/charts`] },
    'python:quay-sail': { registries: ['house', 'yard'] },
  };
  const folder = commitAll(
    write(tempFolder(), {
      'convoy.json': JSON.stringify({ convoy: { images, units } }),
      'rope/Cargo.toml':
        '[package]\nname = "quay-rope"\nversion = "1.0.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "x"\npublish = ["ours"]\n',
      'rope/src/lib.rs': '',
      '.gitignore': 'target\nCargo.lock\n',
      'sail/pyproject.toml':
        '[project]\nname = "quay-sail"\nversion = "1.0.0"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
      'sail/src/quay_sail/__init__.py': '',
      'web/package.json': JSON.stringify({ name: '@quay/web', version: '1.0.0' }),
      'all/package.json': JSON.stringify({ name: 'quay-all', version: '1.0.0' }),
      'app/Dockerfile': 'FROM scratch\nLABEL org.opencontainers.image.version=1.0.0\nUSER 65532\nCOPY hello /hello\n',
      'app/hello': 'hello\n',
      'pier/Chart.yaml': 'apiVersion: v2\nname: pier\nversion: 1.0.0\n',
      'pier/templates/map.yaml': 'a: b\n',
    }),
  );
  git(folder, 'tag', 'v1.0.0');
  return folder;
}

/** What was made there, without the parts of an upload. */
const arrivedAt = (registries: Registries): readonly string[] =>
  registries
    .requests()
    .filter(({ role, method, status }) => role === 'publish' && /^(?:PUT|POST)$/.test(method) && status < 300)
    .map(({ registry, path }) => `${registry} ${path}`)
    .filter((line) => !line.includes('/blobs/'))
    .sort();

describeWithAll(['cargo', 'python', 'uv', 'buildah', 'helm', 'npm'], ({ cargo, python, uv, buildah, helm, npm }) => {
  const opened: Registries[] = [];
  afterAll(async () => {
    for (const registries of opened) await registries.close();
  });

  it('goes where the clients of the user would, to each of several registries', async () => {
    const [one, other] = [await startRegistries(), await startRegistries()];
    opened.push(one, other);
    const folder = repository(one, other);
    const clean = Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) => !/^(?:CARGO|TWINE|npm|NPM|HELM|DOCKER|REGISTRY_AUTH|XDG|UV_(?:PUBLISH|CONFIG))_?/.test(name),
      ),
    );
    const env = {
      ...callable([cargo, python, uv, buildah, helm, npm], clean),
      ...imageStorage(join(tempFolder(), 'images')),
      HOME: homeOf(one, other),
    };
    const told = await publish(folder, ['--yes'], env);
    expect(told.end.problems).toEqual([]);
    expect(new Set(fatesOf(told).map((fate) => fate.split(' ').at(-1)))).toEqual(new Set(['published']));
    expect(arrivedAt(one)).toEqual([
      'npm /quay-all',
      'oci /v2/charts/pier/manifests/1.0.0',
      'oci /v2/quay/app/manifests/1.0.0',
      'oci /v2/quay/app/manifests/latest',
      'python /legacy/',
      'python /legacy/',
    ]);
    expect(arrivedAt(other)).toEqual([
      'charts /api/charts',
      'crates /api/v1/crates/new',
      'npm /@quay%2fweb',
      'oci /v2/mirror/quay/app/manifests/1.0.0',
      'oci /v2/mirror/quay/app/manifests/latest',
      'python /legacy/',
      'python /legacy/',
    ]);
    expect(await verb(folder, env, 'verify', '--wait=0', '--parallel=2')).toContain('Verified 9 of 9 units');
    const log = told.stdout + told.stderr;
    for (const token of [...Object.values(one.tokens), ...Object.values(other.tokens)])
      expect(log).not.toContain(token);
  }, 120_000);
});
