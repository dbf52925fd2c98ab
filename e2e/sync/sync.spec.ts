import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { convoy, type Ran } from '../world/bin.ts';
import { commitAll, copyOf, git, tempFolder, write } from '../world/folder.ts';

interface Told {
  readonly differences: readonly { file: string; line: number; before: string; after: string; why: string }[];
  readonly files: readonly string[];
  readonly problems: readonly { code: string; file?: string; line?: number; fix: string }[];
  readonly written: boolean;
}

const text = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');
const sync = (folder: string, ...args: readonly string[]): Ran => convoy(folder, ['sync', ...args]);
const check = (folder: string): Told => JSON.parse(sync(folder, '--check', '--format=json').stdout) as Told;
const told = ({ differences }: Told): readonly string[] =>
  differences.map(({ file, line, before, after }) => `${file}:${line} ${before} > ${after}`);

const harbor = (): string => commitAll(copyOf(join(root, 'e2e/workspaces/harbor')));

const edit = (folder: string, file: string, from: string, to: string): void => {
  const before = text(folder, file);
  expect(before).toContain(from);
  writeFileSync(join(folder, file), before.replace(from, to));
};

it('says of a clean repository that all is in step, and writes nothing', () => {
  const folder = harbor();
  expect(sync(folder, '--check')).toMatchObject({ code: 0, stdout: 'Everything is in step.\n' });
  expect(sync(folder)).toMatchObject({ code: 0, stdout: 'Everything is in step.\n' });
  expect(git(folder, 'status', '--porcelain')).toBe('');
});

it('is clean after a real apply of everything', () => {
  const folder = harbor();
  const { tags } = JSON.parse(convoy(folder, ['plan', '--format=json']).stdout) as { tags: { name: string }[] };
  for (const { name } of tags) git(folder, 'tag', name);
  const names = git(folder, 'ls-files')
    .split('\n')
    .filter((file) => /(Cargo\.toml|pyproject\.toml|Chart\.yaml|package\.json|Dockerfile)$/.test(file));
  for (const level of ['patch', 'minor', 'major']) {
    for (const file of names) writeFileSync(join(folder, file), `${text(folder, file)}\n`);
    git(
      folder,
      'commit',
      '--quiet',
      '--all',
      '--message',
      level === 'patch' ? 'fix: x' : level === 'minor' ? 'feat: x' : 'feat!: x',
    );
    expect(convoy(folder, ['apply', '--yes'])).toMatchObject({ code: 0 });
    expect(sync(folder, '--check')).toMatchObject({ code: 0, stdout: 'Everything is in step.\n' });
  }
});

it('names each difference with file and line, writes nothing, then mends all of them', () => {
  const folder = harbor();
  const { tags } = JSON.parse(convoy(folder, ['plan', '--format=json']).stdout) as { tags: { name: string }[] };
  for (const { name } of tags) git(folder, 'tag', name);
  const whole = new Map(
    ['python/sdk/pyproject.toml', 'charts/harbor/Chart.yaml', 'charts/api/values.yaml'].map((file) => [
      file,
      text(folder, file),
    ]),
  );
  edit(
    folder,
    'charts/harbor/Chart.yaml',
    text(folder, 'charts/harbor/Chart.yaml').match(/\n +version: (.*)/)?.[1] ?? '?',
    '~0.1.0',
  );
  const before = text(folder, 'charts/harbor/Chart.yaml');
  const found = check(folder);
  expect(found.files).toEqual(['charts/harbor/Chart.yaml']);
  expect(found.written).toBe(false);
  expect(text(folder, 'charts/harbor/Chart.yaml')).toBe(before);
  const { code, stdout } = sync(folder, '--check');
  expect(code).toBe(1);
  expect(stdout).toMatch(/Out of step: 1 line in 1 file\.\n\n +charts\/harbor\/Chart\.yaml:\d+ +~0\.1\.0 → /);
  expect(sync(folder)).toMatchObject({ code: 0 });
  for (const [file, content] of whole) expect(text(folder, file)).toBe(content);
  expect(git(folder, 'status', '--porcelain')).toBe('');
});

const pair = (crate: string, wheel: string): Readonly<Record<string, string>> => ({
  'Cargo.toml': `[package]\nname = "arrow"\nversion = "${crate}"\n`,
  'Cargo.lock': `version = 4\n\n[[package]]\nname = "arrow"\nversion = "${crate}"\n`,
  'src/lib.rs': '',
  'pyproject.toml': `[build-system]\nrequires = ["maturin>=1,<2"]\nbuild-backend = "maturin"\n\n[project]\nname = "arrow"\nversion = "${wheel}"\n`,
  'README.md': '`cargo add arrow@0.1.0`\n',
});

describe('manifests of one thing at several versions', () => {
  it.each<readonly [string, string, string, string | undefined, readonly string[]]>([
    [
      'go to the highest without tags',
      '0.1.0',
      '0.2.0',
      undefined,
      ['Cargo.lock:5 version = "0.1.0" > version = "0.2.0"', 'Cargo.toml:3 0.1.0 > 0.2.0', 'README.md:1 0.1.0 > 0.2.0'],
    ],
    ['go to the last release', '0.2.0', '0.1.0', 'v0.2.0', ['pyproject.toml:7 0.1.0 > 0.2.0']],
    ['go to the next one', '0.2.0', '0.1.0', 'v0.1.0', ['pyproject.toml:7 0.1.0 > 0.2.0']],
  ])('%s', (_, crate, wheel, tag, expected) => {
    const folder = commitAll(write(tempFolder(), pair(crate, wheel)));
    if (tag !== undefined) git(folder, 'tag', tag);
    const found = told(check(folder)).filter(
      (line) => !line.startsWith('README') || expected.some((one) => one.startsWith('README')),
    );
    expect(found).toEqual(expected);
    expect(sync(folder).code).toBe(0);
    expect(sync(folder, '--check').code).toBe(0);
  });

  it.each([
    ['all are behind the last release', '0.1.0', '0.2.0', 'v0.3.0', '--to=cargo:arrow=0.3.0'],
    ['one is far ahead of it', '9.0.0', '0.2.0', 'v0.2.0', '--to=cargo:arrow=9.0.0'],
  ])('ask where %s', (_, crate, wheel, tag, option) => {
    const folder = commitAll(write(tempFolder(), pair(crate, wheel)));
    git(folder, 'tag', tag);
    const before = git(folder, 'status', '--porcelain');
    const { code, stdout } = sync(folder);
    expect(code).toBe(1);
    expect(stdout).toContain('SYNC_UNCLEAR');
    expect(stdout).toContain(`nx-convoy sync ${option}.`);
    expect(git(folder, 'status', '--porcelain')).toBe(before);
    expect(sync(folder, option).code).toBe(0);
    const version = option.split('=').at(-1) ?? '';
    expect(text(folder, 'pyproject.toml')).toContain(`version = "${version}"`);
    expect(text(folder, 'Cargo.toml')).toContain(`version = "${version}"`);
    expect(sync(folder, '--check').code).toBe(0);
  });

  it('one package in two files: what the build looks at wins, and a release writes both', () => {
    const folder = commitAll(
      write(tempFolder(), {
        'pyproject.toml': '[project]\nname = "wheel"\nversion = "1.1.0"\n',
        'setup.py': 'from setuptools import setup\n\nsetup(\n    name="wheel",\n    version="1.0.0",\n)\n',
      }),
    );
    git(folder, 'tag', 'v1.1.0');
    expect(told(check(folder))).toEqual(['setup.py:5 1.0.0 > 1.1.0']);
    expect(sync(folder).code).toBe(0);
    write(folder, { 'wheel/__init__.py': '' });
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message', 'fix: x');
    expect(convoy(folder, ['apply', '--yes', '--no-prove']).code).toBe(0);
    expect(text(folder, 'setup.py')).toContain('version="1.1.1"');
    expect(sync(folder, '--check').code).toBe(0);
  });

  it('may stand anywhere where nobody gets them', () => {
    const files = pair('0.1.0', '0.2.0');
    const folder = commitAll(
      write(tempFolder(), {
        ...files,
        'Cargo.toml': `${files['Cargo.toml'] ?? ''}publish = false\n`,
        'pyproject.toml': `${files['pyproject.toml'] ?? ''}classifiers = ["Private :: Do Not Upload"]\n`,
      }),
    );
    expect(told(check(folder))).toEqual([]);
  });

  it('stay apart where each has releases of its own', () => {
    const folder = commitAll(write(tempFolder(), pair('0.1.0', '0.2.0')));
    git(folder, 'tag', 'rust-v0.1.0');
    git(folder, 'tag', 'py-v0.2.0');
    expect(told(check(folder))).toEqual([]);
  });
});

it('aligns requirements, images, appVersion, lock entries, markers and configured references', () => {
  const folder = commitAll(
    write(tempFolder(), {
      'convoy.json': JSON.stringify({
        convoy: { references: [{ files: ['VERSIONS'], find: 'core {version}', unit: 'cargo:core' }] },
      }),
      'Cargo.toml': '[workspace]\nmembers = ["core", "cli"]\n',
      'Cargo.lock':
        'version = 4\n\n[[package]]\nname = "cli"\nversion = "1.0.0"\ndependencies = [\n "core",\n]\n\n[[package]]\nname = "core"\nversion = "1.9.0"\n',
      'core/Cargo.toml': '[package]\nname = "core"\nversion = "2.0.0"\n',
      'cli/Cargo.toml':
        '[package]\nname = "cli"\nversion = "1.0.0"\n[dependencies]\ncore = { path = "../core", version = "1.9" }\n',
      'core/README.md': '2.0 <!-- convoy:version -->\n\n1.9.0 <!-- convoy:version -->\n\n`cargo add core@1.9.0`\n',
      VERSIONS: 'core 1.8.0\n',
      'image/Dockerfile': 'FROM scratch\nCOPY core /core\nLABEL org.opencontainers.image.version="1.2.0"\n',
      'docker-compose.yaml':
        'services:\n  api:\n    image: ghcr.io/acme/api:1.2.0\n    build:\n      context: .\n      dockerfile: image/Dockerfile\n',
      'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 0.1.0\nappVersion: "1.1.0"\n',
      'chart/values.yaml': 'image:\n  repository: ghcr.io/acme/api\n  tag: 1.1.0\n',
    }),
  );
  const { units } = JSON.parse(convoy(folder, ['graph', '--format=json']).stdout) as {
    units: { id: string; version?: string }[];
  };
  const image = units.find(({ id }) => id.startsWith('docker:'));
  expect(image?.version).toBe('1.2.0');
  expect(told(check(folder))).toEqual([
    'Cargo.lock:12 version = "1.9.0" > version = "2.0.0"',
    'VERSIONS:1 1.8.0 > 2.0.0',
    'chart/values.yaml:3 1.1.0 > 1.2.0',
    'cli/Cargo.toml:5 1.9 > 2.0',
    'core/README.md:3 1.9.0 > 2.0.0',
  ]);
  // An appVersion may be meant for something else; a tag shows that it was the image's.
  for (const version of ['1.1.0', '1.2.0']) git(folder, 'tag', `api-v${version}`);
  expect(told(check(folder))).toContain('chart/Chart.yaml:4 1.1.0 > 1.2.0');
  expect(sync(folder).code).toBe(0);
  expect(sync(folder, '--check').code).toBe(0);
  expect(text(folder, 'core/README.md')).toContain('`cargo add core@1.9.0`');
});

it('takes back what one that was killed left half written', () => {
  const folder = commitAll(
    write(tempFolder(), {
      'core/Cargo.toml': '[package]\nname = "core"\nversion = "2.0.0"\n',
      ...Object.fromEntries(
        ['a', 'b', 'c'].map((name) => [
          `${name}/Cargo.toml`,
          `[package]\nname = "${name}"\nversion = "1.0.0"\n[dependencies]\ncore = { path = "../core", version = "1" }\n`,
        ]),
      ),
    }),
  );
  const before = new Map(['a', 'b', 'c'].map((name) => [name, text(folder, `${name}/Cargo.toml`)]));
  // The journal of a process that died after its first file.
  const store = join(folder, '.git/nx-convoy');
  const killer = `import fs from 'node:fs';
const { renameSync } = fs;
let done = 0;
fs.renameSync = (from, to) => {
  renameSync(from, to);
  if (String(to).endsWith('Cargo.toml') && ++done === 2) process.kill(process.pid, 'SIGKILL');
};
import('node:module').then(({ syncBuiltinESMExports }) => syncBuiltinESMExports());
`;
  write(folder, { '.git/kill.mjs': killer });
  const killed = convoy(folder, ['sync'], {
    env: { ...process.env, NODE_OPTIONS: `--import=${join(folder, '.git/kill.mjs')}` },
  });
  expect(killed.code).toBeNull();
  expect(readdirSync(store).length).toBeGreaterThan(0);
  const written = ['a', 'b', 'c'].filter((name) => text(folder, `${name}/Cargo.toml`) !== before.get(name));
  expect(written.length).toBeGreaterThan(0);
  expect(written.length).toBeLessThan(3);
  expect(sync(folder)).toMatchObject({ code: 0 });
  for (const name of ['a', 'b', 'c']) expect(text(folder, `${name}/Cargo.toml`)).toContain('version = "2"');
  expect(sync(folder, '--check').code).toBe(0);
});

it.each([
  ['--to=nobody=1.0.0', 'no unit is called nobody'],
  ['--to=x', '"x" is no version'],
])('refuses %s', (option, words) => {
  const { code, stdout } = sync(harbor(), option);
  expect(code).toBe(1);
  expect(stdout).toContain(words);
});
