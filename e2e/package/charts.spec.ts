import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { startRegistries } from '../../packages/local-registries/src/index.ts';
import { root } from '../../tools/root.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { bin } from '../world/bin.ts';
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
    const folder = copyOf(join(root, 'e2e/workspaces/harbor'));
    // The image that they deploy is there already: nothing is built for it here.
    const settings = readFileSync(join(folder, 'nx.json'), 'utf8');
    const image = `registry.example.com/harbor/api@sha256:${'1'.repeat(64)}`;
    const given = `"docker:harbor/api": ${JSON.stringify({ image })}`;
    write(folder, { 'nx.json': settings.replace('"units": {', `"units": { ${given},`) });
    commitAll(folder);
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

  it('takes in what a repository elsewhere has, in the version that the lock says', async () => {
    const registries = await startRegistries({ registries: ['charts'] });
    try {
      const { url, token } = registries.charts;
      const authorization = `Basic ${Buffer.from(`local:${token}`).toString('base64')}`;
      for (const version of ['1.0.0', '1.1.0']) {
        const made = tempFolder();
        write(made, { 'rope/Chart.yaml': `apiVersion: v2\nname: rope\nversion: ${version}\n` });
        execFileSync(helm.path, ['package', 'rope', '--destination', made], { cwd: made, env });
        const form = new FormData();
        form.set('chart', new Blob([readFileSync(join(made, `rope-${version}.tgz`))]), `rope-${version}.tgz`);
        const { status } = await fetch(`${url}/api/charts`, { method: 'POST', body: form, headers: { authorization } });
        expect(status).toBe(201);
      }
      const needs = `- name: rope\n  repository: ${url}\n  version: `;
      const folder = commitAll(
        write(tempFolder(), {
          'locked/Chart.yaml': chart('locked', `dependencies:\n${needs}^1.0.0\n`),
          'locked/Chart.lock': `dependencies:\n${needs}1.0.0\ndigest: x\ngenerated: "2026-01-01T00:00:00Z"\n`,
          'loose/Chart.yaml': chart(
            'loose',
            `dependencies:\n${needs}^1.0.0\n  alias: one\n${needs}^1.0.0\n  alias: two\n`,
          ),
        }),
      );
      const { stdout } = await promisify(execFile)(process.execPath, [bin, 'package', '--format=json'], {
        cwd: folder,
        env,
      });
      expect(JSON.parse(stdout)).toMatchObject({ problems: [] });
      const inside = (name: string): string =>
        execFileSync(
          'tar',
          ['-xOzf', join(folder, `dist/release/helm/${name}/${name}-1.2.0.tgz`), `${name}/charts/rope/Chart.yaml`],
          { encoding: 'utf8' },
        );
      expect(inside('locked')).toContain('version: 1.0.0');
      expect(inside('loose')).toContain('version: 1.1.0');
      const identity = (name: string): unknown =>
        (
          JSON.parse(readFileSync(join(folder, `dist/release/helm/${name}/manifest.json`), 'utf8')) as {
            identity: { by: string };
          }
        ).identity.by;
      expect([identity('locked'), identity('loose')]).toEqual(['bytes', 'content']);
      expect(readdirSync(join(folder, 'locked')).sort()).toEqual(['Chart.lock', 'Chart.yaml']);
    } finally {
      await registries.close();
    }
  }, 30_000);

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
