import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../../tools/root.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { commitAll, copyOf, git, tempFolder, write } from '../world/folder.ts';
import { filesOf, packaged, withoutLog } from './packaged.ts';

const chart = (name: string, rest = ''): string => `apiVersion: v2\nname: ${name}\nversion: 1.2.0\n${rest}`;

describeWith('helm', (helm) => {
  const env = {
    ...process.env,
    ...helm.env,
    PATH: `${dirname(helm.path)}:${process.env.PATH ?? ''}`,
  };

  it('packs a chart with its subcharts, the same bytes from another clone', () => {
    const folder = commitAll(copyOf(join(root, 'e2e/workspaces/harbor')));
    const args = ['--units=helm:harbor,helm:harbor-api'];
    const { made, problems } = packaged(folder, args, env);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(made.map(({ unit, ok }) => [unit, ok])).toEqual([
      ['helm:harbor', true],
      ['helm:harbor-api', true],
    ]);
    const manifest = JSON.parse(readFileSync(join(folder, 'dist/release/helm/harbor/manifest.json'), 'utf8')) as {
      files: readonly { contents: readonly { path: string }[] }[];
    };
    const paths = manifest.files[0]?.contents.map(({ path }) => path);
    expect(paths).toContain('harbor/charts/harbor-api/Chart.yaml');
    expect(paths).not.toContain('harbor/Chart.lock');
    const tgz = statSync(join(folder, 'dist/release/helm/harbor/harbor-0.7.0.tgz'));
    expect(tgz.mtimeMs / 1000).toBe(Number(git(folder, 'log', '-1', '--format=%ct')));
    const clone = join(tempFolder(), 'clone');
    git(folder, 'clone', '--quiet', folder, clone);
    packaged(clone, args, env);
    expect(withoutLog(filesOf(join(clone, 'dist/release')))).toEqual(withoutLog(filesOf(join(folder, 'dist/release'))));
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('packs what is committed, also where the workspace lies inside of its checkout', () => {
    const folder = tempFolder();
    write(folder, {
      'ship/convoy.json': '{}',
      'ship/.gitignore': 'values-local.yaml\n',
      'ship/app/Chart.yaml': chart('app'),
      'ship/app/values.yaml': 'a: 1\n',
      'ship/app/values-local.yaml': 'mine: 1\n',
      'ship/app/templates/a.yaml': 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n',
    });
    commitAll(folder);
    expect(packaged(join(folder, 'ship'), [], env).problems).toEqual([]);
    const manifest = readFileSync(join(folder, 'ship/dist/release/helm/app/manifest.json'), 'utf8');
    expect(manifest).toContain('"app/values.yaml"');
    expect(manifest).not.toContain('local');
  });

  it.each<[string, Readonly<Record<string, string>>, string, RegExp]>([
    ['a template that is broken', { 'templates/a.yaml': '{{ .Values.a.b.c }}' }, 'PACKAGE_FAILED', /helm lint/],
    [
      'a chart that asks for values',
      { 'templates/a.yaml': 'a: {{ required "say a" .Values.a }}' },
      'CHART_UNRENDERED',
      /say a/,
    ],
    [
      'a chart that its test values do not render',
      { 'templates/a.yaml': 'a: {{ required "say a" .Values.a }}', 'ci/x-values.yaml': 'b: 1\n' },
      'CHART_UNRENDERED',
      /ci\/x-values.yaml/,
    ],
    [
      'a subchart that is not there',
      { 'Chart.yaml': chart('app', 'dependencies: [{name: sub, version: 1.0.0}]\n') },
      'PACKAGE_FAILED',
      /sub/,
    ],
    ['a key', { 'files/tls.key': '-----BEGIN PRIVATE KEY-----' }, 'PACKAGE_SECRET', /a private key/],
  ])('tells of %s', (_, files, code, what) => {
    const folder = commitAll(
      write(tempFolder(), {
        'app/Chart.yaml': chart('app'),
        'app/values.yaml': '',
        ...Object.fromEntries(Object.entries(files).map(([file, text]) => [`app/${file}`, text])),
      }),
    );
    const { problems } = packaged(folder, [], env);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.what).toMatch(what);
  });

  it('is content with the values that are there for tests', () => {
    const folder = commitAll(
      write(tempFolder(), {
        'app/Chart.yaml': chart('app'),
        'app/templates/a.yaml': 'a: {{ required "say a" .Values.a }}',
        'app/ci/x-values.yaml': 'a: 1\n',
      }),
    );
    expect(packaged(folder, [], env).problems).toEqual([]);
  });
});
