import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { Plan } from '../../packages/nx-convoy/src/model/plan.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { convoy } from '../world/bin.ts';
import { tempFolder, write } from '../world/folder.ts';
import { git, history } from './history.ts';
import { planIn, reportIn } from './in-process.ts';
import { serveRegistries, type Published } from './registry-server.ts';

const files = {
  'crate/Cargo.toml': '[package]\nname = "tug-core"\nversion = "1.0.0"\n',
  'wheel/pyproject.toml': '[build-system]\nrequires = []\n[project]\nname = "Tug.Py"\nversion = "1.0.0"\n',
  'package/package.json': '{ "name": "@tug/client", "version": "1.0.0" }',
  'image/Dockerfile': 'FROM scratch\nLABEL org.opencontainers.image.version="1.0.0"\n',
  'chart/Chart.yaml': 'apiVersion: v2\nname: tug\nversion: 1.0.0\n',
  'old/Chart.yaml': 'apiVersion: v2\nname: old-tug\nversion: 1.0.0\n',
};

/** One unit of each protocol, all of which go to the server. */
function workspace(url: string, more: object = {}): string {
  const folder = write(history('commit chore: begin'), {
    ...files,
    'convoy.json': JSON.stringify({
      convoy: {
        images: [{ name: 'ghcr.io/acme/tug', dockerfile: 'image/Dockerfile' }],
        registries: { 'crates.io': `sparse+${url}/index/`, PyPI: `${url}/simple/`, npm: `${url}/npm/` },
        units: {
          'docker:acme/tug': { registries: [url] },
          'helm:tug': { registries: [`${url.replace('http', 'oci')}/charts`] },
          'helm:old-tug': { registries: [`${url}/charts`] },
        },
        ...more,
      },
    }),
  });
  git(folder, ['add', '--all']);
  git(folder, ['commit', '--quiet', '--message=feat: begin']);
  return folder;
}

const told = ({ checks }: Plan): readonly string[] =>
  (checks?.registries?.problems ?? []).map(({ severity, code, file }) => `${severity} ${code} ${file ?? ''}`);

const is = ({ checks }: Plan): Readonly<Record<string, string>> =>
  Object.fromEntries((checks?.registries?.answers ?? []).map((answer) => [answer.unit, answer.is]));

const everything: Published = {
  crates: { 'tug-core': [{ name: 'tug-core', vers: '1.0.0', cksum: 'ab' }] },
  pypi: { 'tug-py': [{ filename: 'tug_py-1.0.0-py3-none-any.whl', hashes: { sha256: 'ab' }, yanked: 'broken' }] },
  npm: { '@tug/client': { versions: {}, time: { '1.0.0': '2026-01-01T00:00:00Z' } } },
  oci: ['acme/tug:1.0.0', 'charts/tug:1.0.0'],
  charts: 'apiVersion: v1\nentries:\n  old-tug:\n    - version: 1.0.0\n      digest: ab\n',
};

it('finds every version that is taken, and asks each registry once for each unit', async () => {
  const { url, asked } = await serveRegistries(everything);
  const plan = await planIn(workspace(url), ['--check-registries']);
  expect(told(plan)).toEqual(
    [
      'crate/Cargo.toml',
      'image/Dockerfile',
      'old/Chart.yaml',
      'chart/Chart.yaml',
      'package/package.json',
      'wheel/pyproject.toml',
    ].map((file) => `error VERSION_TAKEN ${file}`),
  );
  const what = (plan.checks?.registries?.problems ?? []).map((problem) => problem.what).join('\n');
  expect(what).toContain(`cargo:tug-core would become 1.0.0, but ${url}/index has it already.`);
  expect(what).toContain('yanked: its number is never given again');
  expect(what).toContain('deleted it');
  expect(plan.checks?.registries?.answers[0]).toEqual({
    unit: 'cargo:tug-core',
    registry: `${url}/index`,
    name: 'tug-core',
    version: '1.0.0',
    is: 'present',
    digest: 'sha256:ab',
  });
  expect([...asked].sort()).toEqual(
    [
      'GET /charts/index.yaml',
      'GET /index/tu/g-/tug-core',
      'GET /npm/@tug%2fclient',
      'GET /simple/tug-py/',
      ...['acme/tug', 'charts/tug'].map(
        (name) => `GET /token?service=here&scope=${encodeURIComponent(`repository:${name}:pull`)}`,
      ),
      ...['acme/tug', 'charts/tug'].flatMap((name) => [
        `HEAD /v2/${name}/manifests/1.0.0`,
        `HEAD /v2/${name}/manifests/1.0.0`,
      ]),
    ].sort(),
  );
});

it('finds nothing in the way where nothing is published, and the plan is the same plan', async () => {
  const { url } = await serveRegistries({ charts: 'apiVersion: v1\nentries: {}\n' });
  const folder = workspace(url);
  const asking = await reportIn(folder, ['--check-registries']);
  expect(told(asking.value)).toEqual([]);
  expect(new Set(Object.values(is(asking.value)))).toEqual(new Set(['absent']));
  expect(asking.ok).toBe(true);
  expect(asking.value.id).toBe((await planIn(folder)).id);
});

it('fails where a version is taken, with a fix that helps', async () => {
  const { url } = await serveRegistries({ crates: { 'tug-core': [{ name: 'tug-core', vers: '1.0.0' }] } });
  const folder = workspace(url);
  const report = await reportIn(folder, ['--check-registries', '--projects=tug-core', '--exit-code']);
  expect(report.ok).toBe(false);
  expect(report.text).toContain('VERSION_TAKEN');
  const [, specifier = ''] = /(--specifier=\S+);/.exec(report.value.checks?.registries?.problems[0]?.fix ?? '') ?? [];
  expect(told(await planIn(folder, ['--check-registries', '--projects=tug-core', specifier]))).toEqual([
    'warning NAME_KNOWN crate/Cargo.toml',
  ]);
});

it('a saved plan that a registry speaks against is not applied', async () => {
  const { url } = await serveRegistries({ crates: { 'tug-core': [{ name: 'tug-core', vers: '1.0.0' }] } });
  const out = join(tempFolder(), 'plan.json');
  const folder = workspace(url);
  await reportIn(folder, ['--check-registries', '--projects=tug-core', '--format=json', `--out=${out}`]);
  const { code, stdout, stderr } = convoy(folder, ['apply', '--yes', `--plan=${out}`]);
  expect(code).toBe(1);
  expect(stdout + stderr).toContain('VERSION_TAKEN');
});

it.each<[string, Published, readonly string[]]>([
  [
    'another spelling of its name',
    { crates: { tug_core: [{ name: 'tug_core', vers: '0.1.0' }] } },
    ['error NAME_TAKEN crate/Cargo.toml'],
  ],
  [
    'its name',
    { pypi: { 'tug-py': [{ filename: 'tug_py-0.1.tar.gz' }] } },
    ['warning NAME_KNOWN wheel/pyproject.toml'],
  ],
])('tells of a first release where the registry knows %s', async (_, published, expected) => {
  const { url } = await serveRegistries(published);
  expect(told(await planIn(workspace(url), ['--check-registries', '--projects=tug-core,python:tug-py']))).toEqual(
    expected,
  );
});

it('says once for all what it could not ask, and is no reason to stop', () => {
  const crates = Array.from({ length: 20 }, (_, at) => `crate c${at} 1.0.0`).join('\n');
  const folder = history(
    `write convoy.json {"convoy":{"registries":{"crates.io":"sparse+http://127.0.0.1:1/"}}}\n${crates}\n commit feat: begin`,
  );
  const { stdout, code } = convoy(folder, ['plan', '--check-registries']);
  expect(stdout.match(/REGISTRY_SILENT/g)).toHaveLength(1);
  expect(stdout).toContain('The same holds for 19 more');
  expect(stdout).toContain('cargo info c0@1.0.0');
  expect(code).toBe(0);
});

it('asks nobody but where it is told to', async () => {
  const { url, asked } = await serveRegistries(everything);
  expect((await planIn(workspace(url))).checks?.registries).toBeUndefined();
  expect(asked).toEqual([]);
});

it.each<[string, string, string, string]>([
  ['cargo settings', '.cargo/config.toml', '[registries.inner]\nindex = "sparse+URL/index/"\n', 'cargo:tug-core'],
  [
    'an index of uv',
    'pyproject.toml',
    '[[tool.uv.index]]\nname = "inner"\nurl = "URL/simple/"\npublish-url = "URL/upload"\n',
    'python:tug-py',
  ],
  ['.npmrc', '.npmrc', '# ours\n@tug:registry = URL/npm/\nregistry=http://127.0.0.1:1\n', 'npm:@tug/client'],
  ['Yarn settings', '.yarnrc.yml', 'npmScopes:\n  tug:\n    npmRegistryServer: URL/npm\n', 'npm:@tug/client'],
])('finds registries in %s', async (_, path, text, unit) => {
  const { url, asked } = await serveRegistries(everything);
  const folder = write(
    workspace(url, { registries: {}, units: { [unit]: unit.startsWith('npm') ? {} : { registries: ['inner'] } } }),
    { [path]: text.replaceAll('URL', url) },
  );
  const plan = await planIn(folder, ['--check-registries', `--projects=${unit}`]);
  expect(is(plan)).toEqual({ [unit]: 'present' });
  expect(asked).toHaveLength(1);
});

describeWithAll(['docker-registry', 'helm'], ({ 'docker-registry': registry, helm }) => {
  it('asks a real registry of images, for an image and for a chart that helm pushed', async () => {
    const folder = tempFolder();
    write(folder, {
      'config.yml': `version: 0.1\nlog: {level: info}\nstorage: {filesystem: {rootdirectory: ${folder}/data}}\nhttp: {addr: "127.0.0.1:0"}\n`,
      'tug/Chart.yaml': 'apiVersion: v2\nname: tug\nversion: 1.0.0+b.1\n',
    });
    const server = spawn(registry.path, ['serve', join(folder, 'config.yml')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH },
    });
    try {
      const url = `http://${await addressOf(server.stderr)}`;
      const env = { ...process.env, ...helm.env, HOME: folder };
      execFileSync(helm.path, ['package', join(folder, 'tug'), '--destination', folder], { env, stdio: 'ignore' });
      execFileSync(
        helm.path,
        ['push', join(folder, 'tug-1.0.0+b.1.tgz'), `${url.replace('http', 'oci')}/charts`, '--plain-http'],
        { env, stdio: 'ignore' },
      );
      const digest = await pushImage(url, 'acme/tug', '1.0.0');
      const plan = await planIn(workspace(url), [
        '--check-registries',
        '--projects=helm:tug,docker:acme/tug',
        '--specifier=helm:tug=1.0.0+b.1',
      ]);
      expect(is(plan)).toEqual({ 'docker:acme/tug': 'present', 'helm:tug': 'present' });
      expect(plan.checks?.registries?.answers[0]?.digest).toBe(digest);
      expect(
        is(
          await planIn(workspace(url), [
            '--check-registries',
            '--projects=helm:tug,docker:acme/tug',
            '--specifier=2.0.0',
          ]),
        ),
      ).toEqual({ 'docker:acme/tug': 'absent', 'helm:tug': 'absent' });
    } finally {
      server.kill();
    }
  });
});

/** Where it says that it listens. */
async function addressOf(log: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(log)) {
    const found = /listening on ([\d.]+:\d+)/.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error('the registry ended before it listened');
}

/** An empty image, as the distribution specification has it. Returns the digest of its manifest. */
async function pushImage(url: string, name: string, tag: string): Promise<string> {
  const config = '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}';
  const digest = `sha256:${createHash('sha256').update(config).digest('hex')}`;
  const { headers } = await fetch(`${url}/v2/${name}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(headers.get('location') ?? '', url);
  place.searchParams.set('digest', digest);
  await fetch(place, { method: 'PUT', body: config, headers: { 'content-type': 'application/octet-stream' } });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const configType = 'application/vnd.oci.image.config.v1+json';
  const manifest = {
    schemaVersion: 2,
    mediaType,
    config: { mediaType: configType, digest, size: config.length },
    layers: [],
  };
  const put = await fetch(`${url}/v2/${name}/manifests/${tag}`, {
    method: 'PUT',
    body: JSON.stringify(manifest),
    headers: { 'content-type': mediaType },
  });
  return put.headers.get('docker-content-digest') ?? `refused: ${put.status}`;
}
