import type { RegistryName } from '../../packages/local-registries/src/index.ts';
import type { ClientName } from '../toolchains/client.ts';
import type { Passing } from './relay.ts';

/** One kind of thing that ships, as a small repository of it. */
export interface Kind {
  readonly name: string;
  readonly clients: readonly ClientName[];
  readonly registries: readonly RegistryName[];
  files(urls: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  readonly units: readonly string[];
  readonly needs: readonly { readonly from: string; readonly to: string }[];
  /** What a request would put on its registry for good; undefined where it changes nothing that anybody sees. */
  puts(passing: Passing): string | undefined;
  /** Whether its registry refuses what is there. An index of Python's takes the same bytes again, and tags are written over. */
  readonly isRefusing: boolean;
  /** Where all that is there is found: by what puts it, the address of its bytes, or of an answer that holds their digest. */
  holds(url: string, effect: string): { readonly at: string; readonly accept?: string };
}

/** Registries that show at once what they took need not be waited for. */
export const publishing = {
  policy: {
    settle: 0.6,
    poll: { first: 0.03, most: 0.2 },
    backOff: { first: 0.03, most: 0.2 },
    // A publisher that is alive may take as long as it wants.
    owner: 60,
  },
};

const convoyJson = (options: object): string => JSON.stringify({ convoy: { publish: publishing, ...options } });
const ignored = { '.gitignore': 'target\nnode_modules\n' };
const hostOf = (url = ''): string => new URL(url).host;

const crate = (name: string, more = ''): string =>
  `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "For a test"\n${more}`;

const chart = (name: string): Readonly<Record<string, string>> => ({
  'chart/Chart.yaml': `apiVersion: v2\nname: ${name}\ndescription: For a test.\ntype: application\nversion: 1.0.0\nappVersion: "1.0.0"\n`,
  'chart/values.yaml': 'replicas: 1\n',
  'chart/templates/map.yaml': 'kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\n',
});

const formFile = ({ body }: Passing): string | undefined => /filename="([^"]+)"/.exec(body.toString('latin1'))?.[1];

const tagPut = ({ method, path }: Passing): string | undefined => {
  const [, name, reference] = method === 'PUT' ? (/^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(path) ?? []) : [];
  return name === undefined || reference === undefined || reference.includes(':') ? undefined : `${name}:${reference}`;
};

const inOci = (url: string, effect: string): { at: string; accept: string } => {
  const [name = '', tag = ''] = effect.split(':');
  return {
    at: `${url}/v2/${name}/manifests/${tag}`,
    accept: 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json',
  };
};

export const kinds: readonly Kind[] = [
  {
    name: 'crates by cargo',
    clients: ['cargo'],
    registries: ['crates'],
    files: () => ({
      ...ignored,
      'convoy.json': convoyJson({ registries: { 'crates.io': 'local' } }),
      'Cargo.toml': '[workspace]\nmembers = ["rope", "ship"]\nresolver = "2"\n',
      'rope/Cargo.toml': crate('quay-rope'),
      'rope/src/lib.rs': 'pub fn knot() -> u8 { 7 }\n',
      'ship/Cargo.toml': crate('quay-ship', '[dependencies]\nquay-rope = { path = "../rope", version = "1.0.0" }\n'),
      'ship/src/lib.rs': 'pub fn sail() -> u8 { quay_rope::knot() }\n',
    }),
    isRefusing: true,
    units: ['cargo:quay-rope', 'cargo:quay-ship'],
    needs: [{ from: 'cargo:quay-ship', to: 'cargo:quay-rope' }],
    puts({ method, path, body }) {
      if (method !== 'PUT' || path !== '/api/v1/crates/new') return undefined;
      const [, name, version] = /"name":"([^"]+)","vers":"([^"]+)"/.exec(body.toString('latin1')) ?? [];
      return `${name ?? ''}-${version ?? ''}.crate`;
    },
    holds(url, effect) {
      const [, name, version] = /^(.+)-(\d.*)\.crate$/.exec(effect) ?? [];
      return { at: `${url}/api/v1/crates/${name ?? ''}/${version ?? ''}/download` };
    },
  },
  {
    name: 'wheel and sdist',
    clients: ['python', 'uv'],
    registries: ['python'],
    files: ({ python = '' }) => ({
      ...ignored,
      'convoy.json': convoyJson({ registries: { PyPI: `${python}/simple/` } }),
      'pyproject.toml':
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n[project]\nname = "quay-tug"\nversion = "1.0.0"\n\n[tool.hatch.build.targets.wheel]\npackages = ["quay_tug"]\n',
      'quay_tug/__init__.py': '',
    }),
    isRefusing: false,
    units: ['python:quay-tug'],
    needs: [],
    puts: (passing) =>
      passing.method === 'POST' && passing.path.startsWith('/legacy') ? formFile(passing) : undefined,
    holds: (url, effect) => ({
      at: `${url}/simple/quay-tug/#${effect}`,
      accept: 'application/vnd.pypi.simple.v1+json',
    }),
  },
  {
    name: 'npm package',
    clients: ['npm'],
    registries: ['npm'],
    files: ({ npm = '' }) => ({
      ...ignored,
      'convoy.json': convoyJson({ registries: { npm } }),
      'package.json': '{ "name": "@quay/net", "version": "1.0.0", "license": "MIT", "files": ["index.js"] }\n',
      'index.js': 'module.exports = 7;\n',
    }),
    isRefusing: true,
    units: ['npm:@quay/net'],
    needs: [],
    puts: ({ method, path }) =>
      method === 'PUT' && !path.startsWith('/-/') ? decodeURIComponent(path.slice(1)) : undefined,
    holds: (url, effect) => ({ at: `${url}/${effect.replace('/', '%2f')}` }),
  },
  {
    name: 'image',
    clients: ['buildah'],
    registries: ['oci'],
    files: ({ oci }) => ({
      ...ignored,
      'convoy.json': convoyJson({
        images: [{ name: 'registry.example.com/quay/crane', dockerfile: 'Dockerfile', context: '.' }],
        registries: { 'registry.example.com': hostOf(oci) },
      }),
      'package.json': '{ "name": "quay", "version": "1.0.0", "private": true }\n',
      Dockerfile: 'FROM scratch\nLABEL org.opencontainers.image.version="1.0.0"\nCOPY main.txt /app/\nUSER 65532\n',
      'main.txt': 'hello\n',
    }),
    isRefusing: false,
    units: ['docker:quay/crane'],
    needs: [],
    puts: tagPut,
    holds: inOci,
  },
  {
    name: 'chart in OCI',
    clients: ['helm'],
    registries: ['oci'],
    files: ({ oci }) => ({
      ...ignored,
      ...chart('quay-light'),
      'convoy.json': convoyJson({ units: { 'helm:quay-light': { registries: [`oci://${hostOf(oci)}/charts`] } } }),
    }),
    isRefusing: false,
    units: ['helm:quay-light'],
    needs: [],
    puts: tagPut,
    holds: inOci,
  },
  {
    name: 'chart in a repository',
    clients: ['helm'],
    registries: ['charts'],
    files: ({ charts = '' }) => ({
      ...ignored,
      ...chart('quay-buoy'),
      'convoy.json': convoyJson({ units: { 'helm:quay-buoy': { registries: [charts] } } }),
    }),
    isRefusing: true,
    units: ['helm:quay-buoy'],
    needs: [],
    puts: (passing) =>
      passing.method === 'POST' && passing.path.startsWith('/api/charts') ? formFile(passing) : undefined,
    holds: (url, effect) => ({ at: `${url}/charts/${effect}` }),
  },
];
