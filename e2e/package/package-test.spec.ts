import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isTested, type Tested } from '../../packages/nx-convoy/src/packaging/tested.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { convoy } from '../world/bin.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { installNx, nx } from '../world/nx.ts';
import { packaged } from './packaged.ts';

interface Told {
  readonly tested: readonly (Tested & { readonly evidence: string })[];
  readonly left: readonly { readonly unit: string; readonly why: string }[];
  readonly problems: readonly { readonly code: string; readonly what: string }[];
}

function tested(folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Told {
  const { stdout, stderr } = convoy(folder, ['package-test', '--format=json', ...args], { env });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Told;
}

const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');
const phasesOf = ({ commands }: Tested, phase: string): readonly string[] =>
  commands.filter((one) => one.phase === phase).map(({ command }) => command.join(' '));

describeWith('cargo', (cargo) => {
  const env = { ...process.env, ...cargo.env, PATH: `${cargo.paths.bin}:${process.env.PATH ?? ''}` };

  it('installs a program with the library it needs, of the same release and on no registry yet; and what was handed out', () => {
    const version = 'version = "1.2.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "x"\n';
    const folder = commitAll(
      write(tempFolder(), {
        'Cargo.toml': '[workspace]\nmembers = ["nx-convoy-rope", "nx-convoy-tug"]\nresolver = "2"\n',
        'nx-convoy-rope/Cargo.toml': `[package]\nname = "nx-convoy-rope"\n${version}`,
        'nx-convoy-rope/src/lib.rs': 'pub const KNOTS: u8 = 12;\n',
        'nx-convoy-tug/Cargo.toml': `[package]\nname = "nx-convoy-tug"\n${version}[dependencies]\nnx-convoy-rope = { path = "../nx-convoy-rope", version = "1.2.0" }\n`,
        'nx-convoy-tug/src/main.rs':
          'fn main() { println!("tug {} of {} knots", env!("CARGO_PKG_VERSION"), nx_convoy_rope::KNOTS) }\n',
        '.gitignore': '/target/\n/Cargo.lock\n',
        'tests/knots.sh': 'nx-convoy-tug | grep -q "^tug $1 of 12 knots$"\n',
        'convoy.json': JSON.stringify({
          convoy: {
            units: { 'cargo:nx-convoy-tug': { integration: [['sh', '{workspace}/tests/knots.sh', '{version}']] } },
            assets: { 'cargo:nx-convoy-tug': [{ programs: true, strip: true }] },
          },
        }),
      }),
    );
    expect(packaged(folder, [], env).problems).toEqual([]);
    const told = tested(folder, [], env);
    expect(told.problems).toEqual([]);
    expect(told.tested.map(({ evidence, ok }) => [evidence, ok])).toEqual([
      ['dist/release/tests/cargo/nx-convoy-rope.json', true],
      ['dist/release/tests/cargo/nx-convoy-tug.json', true],
      ['dist/release/tests/assets/cargo+nx-convoy-tug.json', true],
    ]);
    const [, tug, archive] = told.tested;
    expect(tug === undefined ? [] : phasesOf(tug, 'integration')).toEqual([`sh ${folder}/tests/knots.sh 1.2.0`]);
    expect(archive === undefined ? [] : phasesOf(archive, 'smoke')).toEqual(['./unpacked/0/nx-convoy-tug --version']);
    const evidence = read(folder, 'dist/release/tests/cargo/nx-convoy-tug.json');
    expect(isTested(read(folder, 'dist/release/cargo/nx-convoy-tug/manifest.json'), evidence)).toBe(true);
    expect(isTested(read(folder, 'dist/release/cargo/nx-convoy-rope/manifest.json'), evidence)).toBe(false);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });
});

describeWith('helm', (helm) => {
  const env = {
    ...process.env,
    ...helm.env,
    ...{
      PATH: `${dirname(helm.path)}:${process.env.PATH ?? ''}`,
      GITHUB_TOKEN: 'canary-token',
      READ_TOKEN: 'canary-read',
    },
  };
  const chart = (options: object): string =>
    commitAll(
      write(tempFolder(), {
        'Chart.yaml': 'apiVersion: v2\nname: buoy\nversion: 1.2.0\n',
        'values.yaml': '',
        'templates/a.yaml': 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n',
        'convoy.json': JSON.stringify({
          convoy: { package: { env: ['READ_TOKEN'] }, units: { 'helm:buoy': options } },
        }),
      }),
    );
  const evidence = 'dist/release/tests/helm/buoy.json';

  it.each<[string, object, string, RegExp]>([
    [
      'a smoke command that fails',
      { smoke: [['sh', '-c', 'echo no harbor; exit 3']] },
      'TEST_SMOKE',
      /ended with 3: no harbor/,
    ],
    ['an integration command that fails', { integration: [['false']] }, 'TEST_INTEGRATION', /false ended with 1/],
    [
      'a program that is not there',
      { integration: [['nx-convoy-no-such']] },
      'TEST_INTEGRATION',
      /is no program that is there/,
    ],
  ])('tells of %s, and says so in its evidence', (_, options, code, what) => {
    const folder = chart(options);
    packaged(folder, [], env);
    const { problems } = tested(folder, [], env);
    expect(problems.map((one) => one.code)).toEqual([code]);
    expect(problems[0]?.what).toMatch(what);
    expect(isTested(read(folder, 'dist/release/helm/buoy/manifest.json'), read(folder, evidence))).toBe(false);
  });

  it('packages before it tries, through Nx', () => {
    const folder = chart({ integration: [['sh', '-c', 'test -f "$0/manifest.json"', '{files}']] });
    write(folder, {
      '.gitignore': '/node_modules\n/.nx\n',
      'nx.json': '{ "plugins": ["nx-convoy"], "neverConnectToCloud": true, "analytics": false }',
    });
    installNx(commitAll(folder, 'build: nx'));
    expect(nx(folder, ['run', 'buoy:package-test'], env)).toMatchObject({ code: 0 });
    expect(isTested(read(folder, 'dist/release/helm/buoy/manifest.json'), read(folder, evidence))).toBe(true);
  });

  it('tries the very files that were made, in a place that knows nothing of this one', () => {
    const say = 'env; test "$HOME" != "$0" && test -f "$1/buoy-1.2.0.tgz"; echo said >&2; exit 7';
    const folder = chart({ smoke: [['sh', '-c', say, process.env.HOME ?? '', '{files}']] });
    packaged(folder, [], env);
    const {
      problems,
      tested: [one],
    } = tested(folder, ['--units=buoy'], env);
    expect(problems[0]?.what).toMatch(/ended with 7/);
    expect(one?.commands.map(({ code }) => code)).toContain(7);
    const text = read(folder, evidence);
    expect(text).not.toContain('canary');
    expect(text).not.toContain('nx-convoy-try-');
    const manifest = read(folder, 'dist/release/helm/buoy/manifest.json');
    appendFileSync(join(folder, 'dist/release/helm/buoy/buoy-1.2.0.tgz'), 'x');
    expect(tested(folder, [], env).problems.map(({ code }) => code)).toEqual(['TEST_OTHER_FILE']);
    expect(read(folder, 'dist/release/helm/buoy/manifest.json')).toBe(manifest);
    git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'chore: later');
    expect(tested(folder, [], env).problems.map(({ code }) => code)).toEqual(['TEST_OTHER_COMMIT', 'TEST_OTHER_FILE']);
    git(folder, 'clean', '-fdxq', 'dist');
    expect(tested(folder, ['--units=helm:buoy'], env).problems.map(({ code }) => code)).toEqual(['TEST_NOT_PACKAGED']);
    expect(existsSync(join(folder, evidence))).toBe(false);
  });
});

describeWith('uv', (uv) => {
  const env = { ...process.env, PATH: `${uv.paths.bin ?? ''}:${process.env.PATH ?? ''}` };

  it('installs a wheel with the one it needs, of the same release and on no index yet', () => {
    const project = (name: string, rest = ''): string =>
      `[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\nname = "${name}"\nversion = "1.2.0"\n${rest}`;
    const folder = commitAll(
      write(tempFolder(), {
        'rope/pyproject.toml': project('nx-convoy-rope'),
        'rope/nx_convoy_rope/__init__.py': 'KNOTS = 12\n',
        'tug/pyproject.toml': `${project('nx-convoy-tug', 'dependencies = ["nx-convoy-rope==1.2.0"]\n')}[tool.uv.sources]\nnx-convoy-rope = { path = "../rope" }\n`,
        'tug/nx_convoy_tug/__init__.py': 'import nx_convoy_rope\nassert nx_convoy_rope.KNOTS == 12\n',
        'tug/tests/check.py': 'import sys, nx_convoy_tug\nassert sys.argv[1] not in nx_convoy_tug.__file__\n',
        'convoy.json': JSON.stringify({
          convoy: {
            units: {
              'python:nx-convoy-tug': { integration: [['python', '{workspace}/tug/tests/check.py', '{workspace}']] },
            },
          },
        }),
      }),
    );
    expect(packaged(folder, [], env).problems).toEqual([]);
    const told = tested(folder, ['--units=nx-convoy-tug'], env);
    expect(told.problems).toEqual([]);
    expect(told.tested.map(({ unit, ok }) => [unit, ok])).toEqual([['python:nx-convoy-tug', true]]);
  }, 30_000);
});

describeWith('npm', () => {
  it('installs a package with the one it needs, of the same release and on no registry yet', () => {
    const manifest = (name: string, dependencies: object = {}): string =>
      JSON.stringify({ name, version: '1.2.0', type: 'module', exports: './index.js', license: 'MIT', dependencies });
    const folder = commitAll(
      write(tempFolder(), {
        'package.json': '{ "private": true, "workspaces": ["rope", "tug"] }',
        'rope/package.json': manifest('@nx-convoy-test/rope'),
        'rope/index.js': 'export const knots = 12;\n',
        'tug/package.json': manifest('@nx-convoy-test/tug', { '@nx-convoy-test/rope': '1.2.0' }),
        'tug/index.js': "import { knots } from '@nx-convoy-test/rope';\nif (knots !== 12) throw new Error('slow');\n",
      }),
    );
    expect(packaged(folder).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const told = tested(folder, ['--units=@nx-convoy-test/tug'], process.env);
    expect(told.problems).toEqual([]);
    expect(told.tested.map(({ unit, ok }) => [unit, ok])).toEqual([['npm:@nx-convoy-test/tug', true]]);
  }, 30_000);
});
