import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeWith } from '../../tools/toolchains/require.ts';
import { tempFolder, write } from '../world/folder.ts';
import { bump, changedLines } from './bump.ts';

/** What a client says of the locks of a folder: it exits with 0 where they are what it would write itself. */
interface Asked {
  readonly code: number | null;
  readonly said: string;
}

function ask(
  folder: string,
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Asked {
  const home = tempFolder();
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
      HOME: home,
      CARGO_HOME: join(home, 'cargo'),
      ...env,
    },
  });
  return { code: status, said: stdout + stderr };
}

const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');

/** Locks a workspace with the client, releases it, and lets the client judge; without the edits of the lock it must complain. */
async function proof(
  folder: string,
  lock: string,
  versions: Readonly<Record<string, string>>,
  make: () => Asked,
  check: () => Asked,
) {
  const made = make();
  if (made.code !== 0) throw new Error(made.said);
  const before = read(folder, lock);
  const files = await bump(folder, versions);
  const proven = check();
  const after = read(folder, lock);
  writeFileSync(join(folder, lock), before);
  const stale = check();
  writeFileSync(join(folder, lock), after);
  return { files, before, after, lines: changedLines(before, folder, lock), proven, stale };
}

describeWith('cargo', ({ path, env }) => {
  const lock = (folder: string): Asked => ask(folder, [path, 'generate-lockfile', '--offline'], env);
  const check = (folder: string): Asked =>
    ask(folder, [path, 'metadata', '--locked', '--offline', '--format-version=1'], env);
  const crate = (name: string, version: string, rest = ''): string =>
    `[package]\nname = "${name}"\nversion = "${version}"\nedition = "2021"\n\n[dependencies]\n${rest}`;

  it('proves Cargo.lock of a workspace, of an excluded crate and of an example that reach a member by its path', async () => {
    const folder = write(tempFolder(), {
      'Cargo.toml':
        '[workspace]\nmembers = ["core", "app"]\nexclude = ["fuzz"]\nresolver = "2"\n[workspace.package]\nversion = "0.4.0"\n[workspace.dependencies]\ncore = { path = "core", version = "0.4.0", package = "acme-core" }\n',
      'core/Cargo.toml': crate('acme-core', '0.4.0').replace('version = "0.4.0"', 'version.workspace = true'),
      'core/src/lib.rs': '',
      'app/Cargo.toml': crate('app', '1.2.3', 'core.workspace = true\n'),
      'app/src/main.rs': 'fn main() {}',
      'fuzz/Cargo.toml': `${crate('fuzz', '0.0.0', 'acme-core = { path = "../core" }\n')}\n[workspace]\n`,
      'fuzz/src/main.rs': 'fn main() {}',
    });
    expect(lock(join(folder, 'fuzz'))).toMatchObject({ code: 0 });
    const fuzz = read(folder, 'fuzz/Cargo.lock');
    const release = { 'cargo:acme-core': '0.5.0', 'cargo:app': '1.3.0' };
    const { files, lines, proven, stale } = await proof(
      folder,
      'Cargo.lock',
      release,
      () => lock(folder),
      () => check(folder),
    );
    expect(proven).toMatchObject({ code: 0 });
    expect(stale).not.toMatchObject({ code: 0 });
    expect(files).toEqual(['Cargo.lock', 'Cargo.toml', 'app/Cargo.toml', 'fuzz/Cargo.lock']);
    expect(lines).toEqual(['- version = "0.4.0"', '- version = "1.2.3"', '+ version = "0.5.0"', '+ version = "1.3.0"']);
    expect(check(join(folder, 'fuzz'))).toMatchObject({ code: 0 });
    expect(changedLines(fuzz, folder, 'fuzz/Cargo.lock')).toEqual(['- version = "0.4.0"', '+ version = "0.5.0"']);
  });

  it.each([
    ['passes', '0.4.0', '0.6.0'],
    ['reaches', '0.4.0', '0.5.0'],
    ['stays below', '0.4.0', '0.4.1'],
    ['stays above', '0.5.1', '0.6.0'],
  ])('proves the order and the names where a version %s that of its namesake in a registry', async (_, from, to) => {
    const folder = write(tempFolder(), {
      '.cargo/config.toml': '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "vendor"\n',
      'vendor/core-lib/Cargo.toml': crate('core-lib', '0.5.0'),
      'vendor/core-lib/src/lib.rs': '',
      'vendor/core-lib/.cargo-checksum.json': `{"files":{},"package":"${'0'.repeat(64)}"}`,
      'Cargo.toml': '[workspace]\nmembers = ["core", "app"]\nresolver = "2"\n',
      'core/Cargo.toml': crate('core-lib', from),
      'core/src/lib.rs': '',
      'app/Cargo.toml': crate(
        'app',
        '1.0.0',
        `old = { package = "core-lib", version = "=0.5.0" }\ncore-lib = { path = "../core", version = "${from}" }\n`,
      ),
      'app/src/main.rs': 'fn main() {}',
    });
    const { after, proven, stale } = await proof(
      folder,
      'Cargo.lock',
      { 'cargo:core-lib': to, 'cargo:app': '1.0.1' },
      () => lock(folder),
      () => check(folder),
    );
    expect(proven).toMatchObject({ code: 0 });
    expect(stale).not.toMatchObject({ code: 0 });
    // A lock out of order is taken too, but cargo would write another one the next time.
    expect(ask(folder, [path, 'update', '--workspace', '--offline'], env)).toMatchObject({ code: 0 });
    expect(read(folder, 'Cargo.lock')).toBe(after);
  });
});

describeWith('uv', ({ path }) => {
  const uv = (folder: string, ...args: readonly string[]): Asked =>
    ask(folder, [path, 'lock', '--offline', '--no-cache', ...args]);
  const wheel = (name: string, version: string, rest = ''): string =>
    `[project]\nname = "${name}"\nversion = "${version}"\nrequires-python = ">=3.9"\n${rest}`;

  it('proves uv.lock of a workspace with extras, groups and markers', async () => {
    const folder = write(tempFolder(), {
      'pyproject.toml': wheel(
        'root',
        '0.1.0',
        'dependencies = ["acme-a"]\n[dependency-groups]\ndev = ["Acme.B>=1.0", { include-group = "more" }]\nmore = []\n[tool.uv.workspace]\nmembers = ["packages/*"]\n[tool.uv.sources]\nacme-a = { workspace = true }\n"Acme.B" = { workspace = true }\n',
      ),
      'packages/a/pyproject.toml': wheel(
        'acme_a',
        '1.0.0',
        'dependencies = ["acme-b[x]>=1.0,<2", "acme-b==1.0.0; python_version < \'3.13\'"]\n[tool.uv.sources]\nacme-b = { workspace = true }\n',
      ),
      'packages/b/pyproject.toml': wheel('Acme.B', '1.0.0', 'optional-dependencies.x = []\n'),
    });
    const release = { 'python:acme-a': '1.0.1', 'python:acme-b': '2.0.0rc1' };
    const { lines, proven, stale } = await proof(
      folder,
      'uv.lock',
      release,
      () => uv(folder),
      () => uv(folder, '--check'),
    );
    expect(proven).toMatchObject({ code: 0 });
    expect(stale).not.toMatchObject({ code: 0 });
    expect(lines).toEqual([
      '- version = "1.0.0"',
      '- version = "1.0.0"',
      '+ version = "1.0.1"',
      '+ version = "2.0.0rc1"',
    ]);
  });
});

describeWith('npm', ({ path }) => {
  const npm = (folder: string, ...args: readonly string[]): Asked =>
    ask(folder, [process.execPath, path, ...args, '--offline', '--no-audit', '--no-fund', '--ignore-scripts']);

  // Version 2 holds all that version 1 does. npm ci takes a stale lock of members too, so npm is asked what it would write itself.
  it.each([2, 3])('proves package-lock.json of version %i', async (version) => {
    const lock = 'package-lock.json';
    const folder = write(tempFolder(), {
      'package.json':
        '{"name":"root","version":"1.0.0","private":true,"workspaces":["packages/*"],"dependencies":{"ext":"file:ext"}}',
      'ext/package.json': '{"name":"ext","version":"1.0.0"}',
      'packages/a/package.json':
        '{\n\t"name": "@acme/a",\n\t"version": "1.0.0",\n\t"dependencies": { "b": "^1.0.0" },\n\t"peerDependencies": { "b": "1.x" }\n}',
      'packages/b/package.json': '{\r\n  "name": "b",\r\n  "version": "1.0.0"\r\n}\r\n',
    });
    const make = (): Asked => npm(folder, 'install', '--package-lock-only', `--lockfile-version=${version}`);
    const check = (): Asked => {
      const before = read(folder, lock);
      const { code, said } = make();
      return { code: read(folder, lock) === before ? code : 1, said };
    };
    const release = { 'npm:@acme/a': '1.1.0', 'npm:b': '2.0.0', 'npm:ext': '1.0.1' };
    const { proven, stale } = await proof(folder, lock, release, make, check);
    expect(proven).toMatchObject({ code: 0 });
    expect(stale).toMatchObject({ code: 1 });
    expect(npm(folder, 'ci', '--dry-run')).toMatchObject({ code: 0 });
  });
});

describeWith('helm', ({ path }) => {
  const helm = (folder: string, ...args: readonly string[]): Asked => ask(folder, [path, ...args]);

  it.each([
    ['Chart.lock', 'Chart.yaml', ''],
    ['requirements.lock', 'Chart.yaml', 'v1'],
  ])('proves %s by its digest', async (lock, manifest, api) => {
    const needs =
      'dependencies:\n- name: api\n  version: ">=1.0.0 <2.0.0"\n  repository: "file://../api"\n  alias: front\n  condition: front.enabled,global.x\n  tags: [a, "b&c"]\n  import-values:\n  - data\n  - {parent: p, child: c}\n';
    const folder = write(tempFolder(), {
      'api/Chart.yaml': 'apiVersion: v2\nname: api\nversion: 1.0.0\n',
      [`app/${manifest}`]: `apiVersion: ${api === '' ? 'v2' : 'v1'}\nname: app\nversion: 0.1.0\n${api === '' ? needs : ''}`,
      ...(api === '' ? {} : { 'app/requirements.yaml': needs }),
    });
    const app = join(folder, 'app');
    const { lines, proven, stale } = await proof(
      folder,
      `app/${lock}`,
      { 'helm:api': '2.1.0', 'helm:app': '0.2.0' },
      () => helm(app, 'dependency', 'update'),
      () => helm(app, 'dependency', 'build'),
    );
    expect(proven).toMatchObject({ code: 0 });
    expect(stale).toMatchObject({ code: 1, said: expect.stringContaining('out of sync') });
    expect(lines.map((line) => line.replace(/[0-9a-f]{64}/, '<digest>'))).toEqual([
      '- version: 1.0.0',
      '- digest: sha256:<digest>',
      '+ version: 2.1.0',
      '+ digest: sha256:<digest>',
    ]);
  });
});
