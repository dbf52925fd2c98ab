import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isTested, type Tested } from '../../packages/nx-convoy/src/packaging/tested.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { convoy } from '../world/bin.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
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

  it('tries the very files that were made, in a place that knows nothing of this one', () => {
    const say = 'env; test "$HOME" != "$0" && test -f "$1/buoy-1.2.0.tgz"; echo said >&2; exit 7';
    const folder = chart({ smoke: [['sh', '-c', say, process.env.HOME ?? '', '{files}']] });
    packaged(folder, [], env);
    const { problems, tested: [one] } = tested(folder, ['--units=buoy'], env);
    expect(problems[0]?.what).toMatch(/ended with 7/);
    expect(one?.commands.map(({ code }) => code)).toContain(7);
    const text = read(folder, evidence);
    expect(text).not.toContain('canary');
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
