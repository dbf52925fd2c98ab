import { createHash } from 'node:crypto';
import type { Address, Recorded, RegistryName } from '../../../packages/local-registries/src/index.ts';
import type { ClientName } from '../../../tools/toolchains/client.ts';

/** Two units of one kind, the second of which needs the first, and how to see for oneself what a registry has of them. */
export interface Kind {
  readonly name: string;
  readonly registry: RegistryName;
  readonly clients: readonly ClientName[];
  readonly files: (url: string) => Readonly<Record<string, string>>;
  readonly options: (url: string) => object;
  /** Where an OCI registry has them. */
  readonly repositories?: Readonly<Record<string, string>>;
  /** Files whose content is what is published. */
  readonly sources: readonly string[];
  /** In the order in which they go. */
  readonly units: readonly [first: string, second: string];
  /** SHA-256 of every file of these units that clients would get, labels apart; without any code of ours. */
  readonly there: (at: Address) => Promise<readonly string[]>;
  /** A request that puts one file there. */
  readonly puts: (request: Recorded) => boolean;
}

const crate = (name: string, more = ''): string =>
  `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "For a test"\n${more}`;

const wheel = (name: string, needs: readonly string[]): string =>
  `[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\nname = "${name}"\ndescription = "For a test"\nversion = "1.0.0"\ndependencies = ${JSON.stringify(needs)}\n`;

const chart = (name: string, more = ''): string =>
  `apiVersion: v2\nname: ${name}\ndescription: For a test\ntype: application\nversion: 1.0.0\n${more}`;

const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n';

const charts = {
  'rope/Chart.yaml': chart('rope'),
  'rope/values.yaml': 'knots: 2\n',
  'rope/templates/map.yaml': map,
  'ship/Chart.yaml': chart(
    'ship',
    'dependencies:\n  - name: rope\n    version: 1.0.0\n    repository: file://../rope\n',
  ),
  'ship/values.yaml': 'masts: 2\n',
};

const hostOf = (url: string): string => new URL(url).host;

export const kinds: readonly Kind[] = [
  {
    name: 'crate',
    registry: 'crates',
    clients: ['cargo'],
    units: ['cargo:quay-rope', 'cargo:quay-ship'],
    sources: ['rope/src/lib.rs'],
    options: () => ({ registries: { 'crates.io': 'local' } }),
    files: () => ({
      'Cargo.toml': '[workspace]\nmembers = ["rope", "ship"]\nresolver = "2"\n',
      'rope/Cargo.toml': crate('quay-rope'),
      'rope/src/lib.rs': 'pub fn knot() -> u8 { 7 }\n',
      'ship/Cargo.toml': crate('quay-ship', '[dependencies]\nquay-rope = { path = "../rope", version = "1.0.0" }\n'),
      'ship/src/lib.rs': 'pub fn sail() -> u8 { quay_rope::knot() }\n',
    }),
    there: (at) =>
      shas(
        at,
        ['quay-rope', 'quay-ship'].map((name) => `${at.url}/api/v1/crates/${name}/1.0.0/download`),
      ),
    puts: ({ path }) => path === '/api/v1/crates/new',
  },
  {
    name: 'wheel and sdist',
    registry: 'python',
    clients: ['python'],
    units: ['python:quay-rope', 'python:quay-ship'],
    sources: ['rope/quay_rope/__init__.py'],
    options: (url) => ({ registries: { PyPI: `${url}/simple/` } }),
    files: () => ({
      'rope/pyproject.toml': wheel('quay-rope', []),
      'rope/quay_rope/__init__.py': 'KNOTS = 7\n',
      'ship/pyproject.toml': `${wheel('quay-ship', ['quay-rope==1.0.0'])}[tool.uv.sources]\nquay-rope = { path = "../rope" }\n`,
      'ship/quay_ship/__init__.py': 'MASTS = 2\n',
    }),
    there: async (at) => {
      const pages = await Promise.all(
        ['quay-rope', 'quay-ship'].map(async (name) => {
          const said = await get(at, `${at.url}/simple/${name}/`, { accept: 'application/vnd.pypi.simple.v1+json' });
          if (said.status === 404) return [];
          const { files } = (await said.json()) as { files: { url: string }[] };
          return files.map(({ url }) => new URL(url, said.url).href);
        }),
      );
      return shas(at, pages.flat());
    },
    puts: ({ path, method }) => path.startsWith('/legacy') && method === 'POST',
  },
  {
    name: 'npm',
    registry: 'npm',
    clients: [],
    units: ['npm:quay-rope', 'npm:quay-ship'],
    sources: ['rope/index.js'],
    options: (url) => ({ registries: { npm: url } }),
    files: () => ({
      'package.json': JSON.stringify({ name: 'quay', private: true, workspaces: ['rope', 'ship'] }),
      'rope/package.json': JSON.stringify({ name: 'quay-rope', version: '1.0.0', main: 'index.js' }),
      'rope/index.js': 'module.exports = 7;\n',
      'ship/package.json': JSON.stringify({
        ...{ name: 'quay-ship', version: '1.0.0', main: 'index.js' },
        dependencies: { 'quay-rope': '1.0.0' },
      }),
      'ship/index.js': 'module.exports = 2;\n',
    }),
    there: async (at) => {
      const found = await Promise.all(
        ['quay-rope', 'quay-ship'].map(async (name) => {
          const said = await get(at, `${at.url}/${name}`);
          if (said.status === 404) return [];
          const { versions } = (await said.json()) as { versions: Record<string, { dist: { tarball: string } }> };
          return Object.values(versions).map(({ dist }) => dist.tarball);
        }),
      );
      return shas(at, found.flat());
    },
    puts: ({ method, role }) => method === 'PUT' && role === 'publish',
  },
  {
    name: 'image',
    registry: 'oci',
    clients: ['buildah', 'helm'],
    units: ['docker:quay/app', 'helm:pier'],
    sources: ['app/hello'],
    repositories: { 'docker:quay/app': 'quay/app', 'helm:pier': 'charts/pier' },
    options: (url) => ({
      images: [{ name: 'registry.example.com/quay/app', dockerfile: 'app/Dockerfile' }],
      registries: { 'registry.example.com': hostOf(url) },
      units: { 'helm:pier': { registries: [`oci://${hostOf(url)}/charts`] } },
    }),
    files: () => ({
      'app/Dockerfile': 'FROM scratch\nLABEL org.opencontainers.image.version=1.0.0\nCOPY hello /hello\nUSER 65532\n',
      'app/hello': 'hello\n',
      'pier/Chart.yaml': `${chart('pier')}appVersion: 1.0.0\n`,
      'pier/values.yaml': 'image:\n  repository: registry.example.com/quay/app\n  tag: "1.0.0"\n  digest: ""\n',
      'pier/templates/map.yaml': `${map}data:\n  image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}{{ with .Values.image.digest }}@{{ . }}{{ end }}"\n`,
    }),
    there: async (at) => [...(await image(at, 'quay/app')), ...(await chartIn(at, 'charts/pier'))],
    puts: isManifest,
  },
  {
    name: 'chart, OCI',
    registry: 'oci',
    clients: ['helm'],
    units: ['helm:rope', 'helm:ship'],
    sources: ['rope/values.yaml'],
    repositories: { 'helm:rope': 'charts/rope', 'helm:ship': 'charts/ship' },
    options: (url) => ({
      units: Object.fromEntries(
        ['helm:rope', 'helm:ship'].map((id) => [id, { registries: [`oci://${hostOf(url)}/charts`] }]),
      ),
    }),
    files: () => charts,
    there: async (at) => [...(await chartIn(at, 'charts/rope')), ...(await chartIn(at, 'charts/ship'))],
    puts: isManifest,
  },
  {
    name: 'chart, classic',
    registry: 'charts',
    clients: ['helm'],
    units: ['helm:rope', 'helm:ship'],
    sources: ['rope/values.yaml'],
    options: (url) => ({
      units: Object.fromEntries(['helm:rope', 'helm:ship'].map((id) => [id, { registries: [url] }])),
    }),
    files: () => charts,
    there: async (at) => {
      const index = await get(at, `${at.url}/index.yaml`);
      const names = [...(await index.text()).matchAll(/charts\/((?:rope|ship)-1\.0\.0\.tgz)/g)].map(([, name]) => name);
      return shas(
        at,
        names.map((name) => `${at.url}/charts/${name ?? ''}`),
      );
    },
    puts: ({ method, path }) => method === 'POST' && path === '/api/charts',
  },
];

function isManifest({ method, path }: Recorded): boolean {
  return method === 'PUT' && path.endsWith('/manifests/1.0.0');
}

function get({ token }: Address, url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`__token__:${token}`).toString('base64')}`;
  return fetch(url, { headers: { authorization, ...headers } });
}

async function shas(at: Address, urls: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    urls.map(async (url) => {
      const said = await get(at, url);
      return said.ok ? [sha256(Buffer.from(await said.arrayBuffer()))] : [];
    }),
  );
  return found.flat();
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Manifest {
  readonly layers?: readonly { readonly digest: string }[];
}

const accept = 'application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json';

/** By the digest of what the tag leads to. */
async function image(at: Address, name: string): Promise<readonly string[]> {
  return shas(at, [`${at.url}/v2/${name}/manifests/1.0.0`]);
}

/** The archive itself: its manifest tells when it was sent. */
async function chartIn(at: Address, name: string): Promise<readonly string[]> {
  const said = await get(at, `${at.url}/v2/${name}/manifests/1.0.0`, { accept });
  if (!said.ok) return [];
  const { layers = [] } = (await said.json()) as Manifest;
  return shas(
    at,
    layers.map(({ digest }) => `${at.url}/v2/${name}/blobs/${digest}`),
  );
}
