import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callable } from '../../tools/toolchains/callable.ts';
import { imageStorage } from '../../tools/toolchains/image-storage.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { bin } from '../world/bin.ts';
import { commitAll, tempFolder, write } from '../world/folder.ts';
import { fatesOf, openDockyard, publish, uploads, type Dockyard } from './dockyard.ts';
import { pushPython } from './python-base.ts';

/** A wheel, an image that installs it with pip while it is built, a chart that runs the image, and one that holds the chart. */
function repository({ registries }: Dockyard, name: string, ...installs: readonly string[]): string {
  const { urls } = registries;
  const oci = new URL(urls.oci).host;
  const pip = [
    '/bin/python',
    '-m',
    'pip',
    'install',
    '--no-cache-dir',
    '--target',
    '/site',
    `${name}==1.0.0`,
    ...installs,
  ];
  const from = ['--index-url', `${urls.python}/simple/`];
  const images = [{ name: `${oci}/acme/${name}`, dockerfile: 'image/Dockerfile', context: 'image' }];
  const chart = { registries: [`oci://${oci}/charts`] };
  return commitAll(
    write(tempFolder(), {
      'convoy.json': JSON.stringify({
        convoy: {
          images,
          registries: { PyPI: `${urls.python}/simple/` },
          units: {
            [`helm:${name}-app`]: chart,
            [`helm:${name}-all`]: chart,
            [`docker:acme/${name}`]: { registries: [oci] },
          },
        },
      }),
      'tool/pyproject.toml': `[project]\nname = "${name}"\nversion = "1.0.0"\ndescription = "For a test"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n`,
      [`tool/src/${name}/__init__.py`]: 'knots = 7\n',
      'image/Dockerfile': `FROM ${oci}/base/python:3\nLABEL org.opencontainers.image.version=1.0.0\nRUN ${JSON.stringify([...pip, ...from])}\nUSER 65532\n`,
      'app/Chart.yaml': `apiVersion: v2\nname: ${name}-app\nversion: 1.0.0\n`,
      'app/values.yaml': `image:\n  repository: ${oci}/acme/${name}\n  tag: ""\n`,
      'app/templates/a.yaml': 'image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n',
      'all/Chart.yaml': `apiVersion: v2\nname: ${name}-all\nversion: 1.0.0\ndependencies:\n- name: ${name}-app\n  version: 1.0.0\n  repository: file://../app\n`,
    }),
    releaseOf(name),
  );
}

const releaseOf = (name: string): string =>
  [
    `chore(release): ${name} 1.0.0\n`,
    `Convoy-Plan: ${createHash('sha256').update(name).digest('hex')}`,
    'Convoy-Date: 2026-11-20',
    `Convoy-Base: ${'b'.repeat(40)}`,
    'Convoy-Options: {}',
    'Convoy-Version: 0.1.0',
    ...unitsOf(name)
      .slice(0, -1)
      .map((unit) => `Convoy-Unit: ${unit} 1.0.0`),
  ].join('\n');

const unitsOf = (name: string): readonly string[] => [
  `docker:acme/${name}`,
  `helm:${name}-all`,
  `helm:${name}-app`,
  `python:${name}`,
  // Its label.
  `docker:acme/${name}`,
];

const filesInLayers = (folder: string, name: string): string => {
  const blobs = join(folder, `dist/release/docker/acme+${name}/${name}-1.0.0.oci/blobs/sha256`);
  return readdirSync(blobs)
    .filter((file) =>
      readFileSync(join(blobs, file))
        .subarray(0, 2)
        .equals(Buffer.from([0x1f, 0x8b])),
    )
    .map((file) => execFileSync('tar', ['-tzf', join(blobs, file)], { encoding: 'utf8' }))
    .join('');
};

describeWithAll(['python', 'uv', 'buildah', 'helm'], ({ python, uv, buildah, helm }) => {
  let yard: Dockyard;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    yard = await openDockyard(callable([python, uv, buildah, helm]));
    env = { ...yard.env, ...imageStorage(join(tempFolder(), 'images')) };
    await pushPython(python.path, `${new URL(yard.registries.urls.oci).host}/base/python:3`, env);
  }, 60_000);
  afterAll(() => yard.close());
  afterEach(() => yard.registries.clearFaults());

  it('makes an image once what it installs is visible, and goes on where it was killed between', async () => {
    const folder = repository(yard, 'rope');
    const before = uploads(yard).length;
    const dry = await publish(folder, ['--dry-run'], env);
    expect(fatesOf(dry)).toEqual(unitsOf('rope').map((unit) => `${unit} would be published`));
    expect(uploads(yard)).toHaveLength(before);

    await killedWhen(/"unit":"docker:acme\/rope","is":"underway","says":"is made"/, folder, env);
    const then = uploads(yard).slice(before);
    expect(then.map((line) => line.split(' ', 1)[0])).toEqual(['POST', 'POST']);

    const told = await publish(folder, ['--yes'], env);
    expect(told.end.problems).toEqual([]);
    expect(fatesOf(told)).toEqual(unitsOf('rope').map((unit) => `${unit} published`));
    const sent = uploads(yard).slice(before);
    expect(sent.slice(0, 2)).toEqual(then);
    expect(sent.slice(2).every((line) => !line.startsWith('POST /legacy'))).toBe(true);
    // pip took it from the index, and what it took is in the image.
    const taken = yard.registries
      .requests('python')
      .filter(({ path, role }) => role === 'download' && /rope-1/.test(path));
    expect(taken.length).toBeGreaterThan(0);
    expect(filesInLayers(folder, 'rope')).toContain('site/rope/__init__.py');
    const again = await publish(folder, ['--yes'], env);
    expect([again.code, ...fatesOf(again)]).toEqual([0, ...fatesOf(told)]);
    expect(uploads(yard).slice(before)).toEqual(sent);
  }, 120_000);

  it('blocks an image whose wheel was refused, and what deploys it', async () => {
    const folder = repository(yard, 'sail');
    yard.registries.fault({ registry: 'python', does: 'refuse', status: 403, on: 'publish', times: 'all' });
    const told = await publish(folder, ['--yes'], env);
    expect(told.code).toBe(1);
    expect(told.end.units.map(({ unit, is, why }) => `${unit} ${is} ${why}`)).toEqual([
      'docker:acme/sail blocked waits for python:sail',
      'helm:sail-all blocked waits for helm:sail-app',
      'helm:sail-app blocked waits for docker:acme/sail',
      expect.stringMatching(/^python:sail failed/),
      'docker:acme/sail blocked waits for docker:acme/sail',
    ]);
  }, 60_000);

  it('an image that cannot be built keeps nothing else back', async () => {
    const folder = repository(yard, 'hull', 'nowhere==2.0.0');
    const told = await publish(folder, ['--yes'], env);
    expect(told.end.units.map(({ unit, is, why }) => `${unit} ${is} ${why}`)).toEqual([
      'docker:acme/hull failed PACKAGE_FAILED',
      'helm:hull-all blocked waits for helm:hull-app',
      'helm:hull-app blocked waits for docker:acme/hull',
      expect.stringMatching(/^python:hull published/),
      'docker:acme/hull blocked waits for docker:acme/hull',
    ]);
    expect(told.end.problems.map(({ what }) => what).join()).toContain('nowhere==2.0.0');
  }, 60_000);

  it('asks for all of it before the first upload, also for what nobody can have made yet', async () => {
    const folder = repository(yard, 'mast');
    const before = uploads(yard);
    const shown = await onTerminal(folder, env, 'n');
    for (const unit of unitsOf('mast')) expect(shown).toContain(unit);
    expect(shown).toMatch(/5 versions will be public/);
    const nobody = {
      ...env,
      REGISTRY_AUTH_FILE: '/nowhere',
      DOCKER_CONFIG: '/nowhere',
      HELM_REGISTRY_CONFIG: '/nowhere',
    };
    const told = await publish(folder, ['--yes'], nobody);
    expect([told.code, ...new Set(told.end.problems.map(({ code }) => code))]).toEqual([1, 'NO_CREDENTIAL']);
    expect(uploads(yard)).toEqual(before);
  }, 60_000);
});

/** Publishes, and is gone the moment it says so. */
function killedWhen(says: RegExp, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const args = [bin, 'publish', '--format=json', '--yes'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (text: Buffer): void => {
      said += text.toString();
      if (says.test(said)) child.kill('SIGKILL');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('close', (_, signal) => (signal === 'SIGKILL' ? resolve() : reject(new Error(said))));
  });
}

/** `script` gives a real terminal. */
function onTerminal(folder: string, env: NodeJS.ProcessEnv, answer: string): Promise<string> {
  const line = `"${process.execPath}" "${bin}" publish`;
  return new Promise((resolve) => {
    const child = spawn('script', ['-qec', line, '/dev/null'], { cwd: folder, env: { ...env, CI: '' } });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    child.stdin.write(`${answer}\n`);
    child.on('close', () => resolve(said));
  });
}
