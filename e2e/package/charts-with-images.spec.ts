import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { imageStorage } from '../../tools/toolchains/image-storage.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { installNx, nx } from '../world/nx.ts';
import { packaged } from './packaged.ts';

const chart = (name: string, rest = ''): string => `apiVersion: v2\nname: ${name}\nversion: 0.3.0\n${rest}`;
const values = [
  '# what runs',
  'image:',
  '  repository: ghcr.io/acme/api # ours',
  '  tag: ""',
  'worker: {image: "ghcr.io/acme/api:1.2.0"}',
  'cache: {image: {repository: docker.io/library/redis, tag: "7"}}',
  'split:',
  '  image:',
  '    repository: ghcr.io/acme/api',
  '    tag: 1.2.0',
  '    digest:',
  '',
].join('\n');
const template = 'image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n';
const image = { name: 'ghcr.io/acme/api', dockerfile: 'api/Dockerfile', context: 'api' };

const files = (options: object = {}): Readonly<Record<string, string>> => ({
  'nx.json': JSON.stringify({ plugins: [{ plugin: 'nx-convoy', options: { images: [image], ...options } }] }),
  '.gitignore': 'node_modules\n.nx\ndist\n',
  'api/Dockerfile': 'FROM scratch\nLABEL org.opencontainers.image.version=1.2.0\nUSER 65532\nCOPY main.txt /\n',
  'api/main.txt': 'hello\n',
  'chart/Chart.yaml': chart('app'),
  'chart/values.yaml': values,
  'chart/templates/a.yaml': template,
});

const made = (folder: string, path: string): string =>
  readFileSync(join(folder, 'dist/release', path, 'manifest.json'), 'utf8');
const digestOf = (folder: string): string =>
  (JSON.parse(made(folder, 'docker/acme+api')) as { readonly image: { readonly digest: string } }).image.digest;
const packed = (folder: string, name = 'app', inside = ''): string =>
  execFileSync(
    'tar',
    ['-xOzf', join(folder, `dist/release/helm/${name}/${name}-0.3.0.tgz`), `${name}/${inside}values.yaml`],
    { encoding: 'utf8' },
  );

describeWithAll(['helm', 'buildah'], ({ helm, buildah }) => {
  const storage = imageStorage(join(tempFolder(), 'images'));
  const PATH = `${dirname(helm.path)}:${process.env.PATH ?? ''}`;
  const env = { ...process.env, ...helm.env, ...buildah.env, ...storage, PATH };

  it('a chart names its image as it was made, and nothing else of its values changes', () => {
    const folder = commitAll(write(tempFolder(), files()));
    const told = packaged(folder, [], env);
    expect(told.problems).toEqual([]);
    expect(told.made.map(({ unit }) => unit)).toEqual(['docker:acme/api', 'helm:app']);
    const digest = digestOf(folder);
    expect(packed(folder)).toBe(
      values
        .replace('tag: ""', `tag: "1.2.0@${digest}"`)
        .replace('api:1.2.0"}', `api:1.2.0@${digest}"}`)
        .replace('tag: 1.2.0', 'tag: "1.2.0"')
        .replace('digest:', `digest: "${digest}"`),
    );
    expect(readFileSync(join(folder, 'chart/values.yaml'), 'utf8')).toBe(values);
    expect(git(folder, 'status', '--porcelain')).toBe('');
    // What was recorded of this commit is enough, also where the chart is made alone.
    const before = readFileSync(join(folder, 'dist/release/helm/app/app-0.3.0.tgz'));
    packaged(folder, ['--units=helm:app'], env);
    expect(readFileSync(join(folder, 'dist/release/helm/app/app-0.3.0.tgz')).equals(before)).toBe(true);
  });

  it('what was made of another commit is not named', () => {
    const folder = commitAll(write(tempFolder(), files()));
    packaged(folder, ['--units=docker:acme/api'], env);
    commitAll(write(folder, { 'api/main.txt': 'other\n' }), 'fix: other');
    const told = packaged(folder, ['--units=helm:app'], env);
    expect(told.problems.map(({ code }) => code)).toEqual(['CHART_IMAGE_MISSING']);
    expect(told.problems[0]?.fix).toContain('--units=docker:acme/api');
  });

  it('an umbrella names what its subcharts deploy; one that is there by its digest needs no build', () => {
    const given = `ghcr.io/acme/api@sha256:${'a'.repeat(64)}`;
    const needs = 'dependencies:\n- name: app\n  version: 0.3.0\n  repository: file://../chart\n';
    const folder = commitAll(
      write(tempFolder(), {
        ...files({ units: { 'docker:acme/api': { image: given } } }),
        'all/Chart.yaml': chart('all', needs),
      }),
    );
    expect(packaged(folder, ['--units=helm:all'], env).problems).toEqual([]);
    const inner = join(tempFolder(), 'inner');
    execFileSync('mkdir', [inner]);
    execFileSync('tar', ['-xzf', join(folder, 'dist/release/helm/all/all-0.3.0.tgz'), '-C', inner]);
    expect(readFileSync(join(inner, 'all/charts/app/values.yaml'), 'utf8')).toContain(`1.2.0@sha256:${'a'.repeat(64)}`);
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'a place without a tag',
      { 'chart/values.yaml': 'image:\n  repository: ghcr.io/acme/api\n  tagged: no\n' },
      ['CHART_IMAGE_UNPINNED'],
    ],
    ['an image of somebody else', { 'chart/values.yaml': 'image: {repository: docker.io/redis, tag: "7"}\n' }, []],
    [
      'an image without version',
      { 'api/Dockerfile': 'FROM scratch\nUSER 1\nCOPY main.txt /\n' },
      ['CHART_IMAGE_UNPINNED'],
    ],
  ])('%s stays as it is', (_, changed, expected) => {
    const folder = commitAll(write(tempFolder(), { ...files(), 'chart/templates/a.yaml': 'a: b\n', ...changed }));
    const told = packaged(folder, [], env);
    expect(told.problems.map(({ code }) => code)).toEqual(expected);
    expect(packed(folder)).toBe(readFileSync(join(folder, 'chart/values.yaml'), 'utf8'));
  });

  it('an image that installs a unit, and what deploys it, is left to publish', () => {
    const wheel =
      '[project]\nname = "tool"\nversion = "1.2.0"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n';
    const folder = commitAll(
      write(tempFolder(), {
        ...files(),
        'tool/pyproject.toml': wheel,
        'api/Dockerfile': 'FROM scratch\nLABEL org.opencontainers.image.version=1.2.0\nRUN pip install tool==1.2.0\n',
      }),
    );
    const { made: units, left } = packaged(folder, ['--units=docker:acme/api,helm:app'], env) as never as {
      readonly made: readonly unknown[];
      readonly left: readonly { readonly unit: string; readonly why: string }[];
    };
    expect(units).toEqual([]);
    expect(left.map(({ unit, why }) => `${unit} ${why.split(':').slice(0, 2).join(':')}`)).toEqual([
      'docker:acme/api it can be made once python:tool is out',
      'helm:app it can be made once docker:acme/api is out',
    ]);
  });

  it('Nx packages the image before the chart, and both from its cache where nothing else is wanted', () => {
    const folder = commitAll(write(tempFolder(), files()));
    installNx(folder);
    const outside = { ...storage, ...buildah.env, PATH };
    const first = nx(folder, ['run-many', '-t', 'package', '--projects=app'], outside);
    expect([first.code, first.stdout]).toEqual([0, expect.stringMatching(/run api:package[^]*run app:package/)]);
    expect(packed(folder)).toContain(digestOf(folder));
    const again = nx(folder, ['run-many', '-t', 'package'], outside);
    expect(again.stdout).toMatch(/2\/2 hit|2 out of 2 tasks/);
  }, 30_000);
});
