import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../world/folder.ts';
import { nx } from '../world/nx.ts';
import { commit, onEachNx, tag, workspace, type Files } from './install.ts';

const versionActions = 'nx-convoy/version-actions';
const wheel = (name: string, version: string, needs = ''): string =>
  `[build-system]\nrequires = ["hatchling"]\n\n[project]\nname = '${name}'\nversion   =   "${version}"   # kept\ndependencies = [${needs}]\n`;

/** One unit of each kind, in manners that a formatter would not leave alone. */
const everything: Files = {
  'Cargo.toml':
    '[workspace]\nmembers = [ "crates/*" ]\n[workspace.package]\nversion="1.2.3"#kept\n[workspace.dependencies]\ncore = { path = "crates/core",   version = "=1.2.3" }\n',
  'crates/core/Cargo.toml': '[package]\nname = "core"\nversion.workspace = true\n',
  'crates/cli/Cargo.toml': '[package]\nname = "cli"\nversion.workspace = true\n[dependencies]\ncore.workspace = true\n',
  'sdk/pyproject.toml': wheel('sdk', '1.2.3'),
  'api/pyproject.toml': `${wheel('api', '1.2.3', '"sdk>=1.2.3,<2"')}[tool.uv.sources]\nsdk = { path = "../sdk" }\n`,
  'old/setup.py': 'from setuptools import setup\nsetup()\n',
  'old/setup.cfg': '[metadata]\nname = old\nversion = 1.2.3\n',
  'charts/lib/Chart.yaml': 'apiVersion: v2\nname:   lib\nversion: "1.2.3"\n',
  'charts/app/Chart.yaml':
    "apiVersion: v2\nname: app\nversion: 1.2.3\ndependencies:\n  - {name: lib, version: '~1.2.3', repository: 'file://../lib'}\n",
  'web/package.json': '{\r\n\t"name": "web",\r\n\t"version": "1.2.3"\r\n}\r\n',
  'both/Cargo.toml': '[package]\nname = "both"\nversion = "1.2.3"\n[workspace]\n',
  'both/Chart.yaml': 'apiVersion: v2\nname: both\nversion: 1.2.3\n',
};
const projects = ['core', 'cli', 'sdk', 'api', 'old', 'lib', 'app', 'web', 'both'];
const fixed = { projects, projectsRelationship: 'fixed', version: { versionActions } };

const changed = (folder: string): readonly string[] =>
  git(folder, 'diff', 'HEAD', '--unified=0', '--no-color')
    .split('\n')
    .filter((line) => /^[+-](?![+-]{2} )/.test(line))
    .map((line) => line.replace('\r', '\\r'));

const ran = (folder: string, ...args: readonly string[]): string => {
  const { code, stdout, stderr } = nx(folder, ['release', ...args]);
  if (code !== 0) throw new Error(stdout + stderr);
  return stdout;
};

function writesEverything(modules: string): void {
  it('writes one version into every manifest, each in its spelling, and no other byte', () => {
    const folder = workspace(everything, fixed, modules);
    ran(folder, 'version', '2.0.0-rc.1');
    expect(changed(folder)).toEqual([
      '-version="1.2.3"#kept',
      '+version="2.0.0-rc.1"#kept',
      '-core = { path = "crates/core",   version = "=1.2.3" }',
      '+core = { path = "crates/core",   version = "=2.0.0-rc.1" }',
      '-version   =   "1.2.3"   # kept',
      '-dependencies = ["sdk>=1.2.3,<2"]',
      '+version   =   "2.0.0rc1"   # kept',
      '+dependencies = ["sdk>=2.0.0rc1,<3"]',
      '-version = "1.2.3"',
      '+version = "2.0.0-rc.1"',
      '-version: 1.2.3',
      '+version: 2.0.0-rc.1',
      '-version: 1.2.3',
      '+version: 2.0.0-rc.1',
      "-  - {name: lib, version: '~1.2.3', repository: 'file://../lib'}",
      "+  - {name: lib, version: '~2.0.0-rc.1', repository: 'file://../lib'}",
      '-version: "1.2.3"',
      '+version: "2.0.0-rc.1"',
      '-version = 1.2.3',
      '+version = 2.0.0rc1',
      '-version   =   "1.2.3"   # kept',
      '+version   =   "2.0.0rc1"   # kept',
      '-\t"version": "1.2.3"\\r',
      '+\t"version": "2.0.0-rc.1"\\r',
    ]);
  });
}

function dryRuns(modules: string): void {
  it('versions, makes changelogs and publishes in a dry run that changes nothing', () => {
    const publish = { executor: 'nx:run-commands', options: { command: 'echo published {projectName}' } };
    const folder = workspace(
      {
        ...everything,
        'crates/core/project.json': JSON.stringify({ name: 'core', targets: { 'nx-release-publish': publish } }),
      },
      {
        ...fixed,
        version: { versionActions, conventionalCommits: true },
        releaseTag: { pattern: 'v{version}' },
        changelog: { projectChangelogs: { createRelease: false } },
      },
      modules,
    );
    tag(folder, 'v1.2.3');
    commit(folder, 'feat(core): more', { 'crates/core/src/lib.rs': '//\n' });
    expect(ran(folder, 'version', '--dry-run')).toContain(
      'New version 1.3.0 written to manifest: charts/lib/Chart.yaml',
    );
    expect(ran(folder, 'changelog', '1.3.0', '--dry-run')).toContain('more');
    // What others publish goes beside what is ours: each says what it would do.
    const published = ran(folder, 'publish', '--dry-run');
    expect(published).toContain('Successfully ran target nx-release-publish for 9 projects');
    expect(published).toContain('published core --dryRun=true');
    expect(published).toMatch(/cargo:cli +1\.2\.3 +not due/);
    expect(changed(folder)).toEqual([]);
  });
}

onEachNx((modules) => {
  writesEverything(modules);
  dryRuns(modules);
}, writesEverything);

describe('dependents', () => {
  const crate = (name: string, needs = ''): string =>
    `[package]\nname = "${name}"\nversion = "1.0.0"\n[dependencies]\n${needs}`;
  const chain: Files = {
    'a/Cargo.toml': crate('a'),
    'b/Cargo.toml': crate('b', 'a = { path = "../a", version = "1.0" }\n'),
    'c/Cargo.toml': crate('c', 'b = { path = "../b", version = "^1.0.0" }\n'),
    'd/Cargo.toml': `${crate('d')}[dev-dependencies]\na = { path = "../a" }\n`,
  };
  const independent = { projects: ['*', '!workspace'], projectsRelationship: 'independent' };

  it('follow a dependency, and their requirements keep step', () => {
    const folder = workspace(chain, { ...independent, version: { versionActions } });
    ran(folder, 'version', 'major', '--projects=a');
    expect(changed(folder)).toEqual([
      '-version = "1.0.0"',
      '+version = "2.0.0"',
      '-version = "1.0.0"',
      '+version = "1.0.1"',
      '-a = { path = "../a", version = "1.0" }',
      '+a = { path = "../a", version = "2.0" }',
      '-version = "1.0.0"',
      '+version = "1.0.1"',
      '-b = { path = "../b", version = "^1.0.0" }',
      '+b = { path = "../b", version = "^1.0.1" }',
    ]);
  });

  it('do not follow where the repository says so', () => {
    const folder = workspace(chain, { ...independent, version: { versionActions, updateDependents: 'never' } });
    ran(folder, 'version', 'minor', '--projects=a');
    expect(git(folder, 'diff', 'HEAD', '--name-only')).toBe('a/Cargo.toml\n');
  });
});

it('finds the right one of several values in a line', () => {
  const folder = workspace(
    {
      'package.json': '{"private":true,"workspaces":["*"]}',
      'a/package.json': '{"name":"minified-a","version":"1.0.0"}',
      'b/package.json':
        '{"name":"minified-b","version":"1.0.0","dependencies":{"minified-a":"1.0.0","other":"1.0.0"}}\n',
    },
    { projects: ['minified-a', 'minified-b'], version: { versionActions } },
  );
  ran(folder, 'version', '1.1.0');
  expect(readFileSync(join(folder, 'b/package.json'), 'utf8')).toBe(
    '{"name":"minified-b","version":"1.1.0","dependencies":{"minified-a":"1.1.0","other":"1.0.0"}}\n',
  );
});

it('brings lock files along, but not in a dry run', () => {
  const lock = (version: string): string =>
    `version = 4\n\n[[package]]\nname = "cli"\nversion = "${version}"\ndependencies = [\n "core",\n]\n\n[[package]]\nname = "core"\nversion = "${version}"\n`;
  const folder = workspace({ ...everything, 'Cargo.lock': lock('1.2.3') }, fixed);
  const locked = (): string => readFileSync(join(folder, 'Cargo.lock'), 'utf8');
  expect(ran(folder, 'version', '2.0.0', '--dry-run')).toContain('UPDATE Cargo.lock [dry-run]');
  expect(locked()).toBe(lock('1.2.3'));
  ran(folder, 'version', '2.0.0');
  expect(locked()).toBe(lock('2.0.0'));
  expect(git(folder, 'diff', '--cached', '--name-only')).toContain('Cargo.lock\n');
});

describe('refusals', () => {
  const crates: Files = {
    'Cargo.toml': '[workspace]\nmembers = ["*"]\nexclude = ["plain"]\n[workspace.package]\nversion = "1.0.0"\n',
    'a/Cargo.toml': '[package]\nname = "a"\nversion.workspace = true\n',
    'b/Cargo.toml': '[package]\nname = "b"\nversion.workspace = true\n',
    'plain/project.json': '{"name":"plain"}',
  };
  it.each([
    [
      'a project without units',
      { projects: ['plain'] },
      { currentVersionResolver: 'none' },
      'The project "plain" holds nothing that nx-convoy releases',
    ],
    [
      'other manifests',
      { projects: ['a', 'b'] },
      { manifestRootsToUpdate: ['dist/{projectName}'] },
      '"manifestRootsToUpdate" of "a"',
    ],
    ['to ask a registry', { projects: ['a', 'b'] }, { currentVersionResolver: 'registry' }, 'does not ask registries'],
  ])('tells why: %s', (_, release, version, message) => {
    const folder = workspace(crates, { ...release, version: { versionActions, ...version } });
    const { code, stdout, stderr } = nx(folder, ['release', 'version', 'minor']);
    expect(stdout + stderr).toContain(message);
    expect(code).toBe(1);
    expect(readFileSync(join(folder, 'Cargo.toml'), 'utf8')).toContain('"1.0.0"');
  });

  it('tells why: two versions for one place', () => {
    const conventional = { versionActions, conventionalCommits: true };
    const folder = workspace(crates, {
      projects: ['a', 'b'],
      projectsRelationship: 'independent',
      version: conventional,
    });
    tag(folder, 'a@1.0.0', 'b@1.0.0');
    commit(folder, 'feat: more', { 'a/src/lib.rs': '//\n' });
    commit(folder, 'fix: less', { 'b/src/lib.rs': '//\n' });
    const { stdout, stderr } = nx(folder, ['release', 'version']);
    expect(stdout + stderr).toContain('Cargo.toml:5 is the version of both "a" (1.1.0) and "b" (1.0.1)');
    expect(stdout + stderr).toContain('"projectsRelationship": "fixed"');
  });
});
