import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plan } from '../../packages/nx-convoy/src/model/plan.ts';
import { modulesOf } from '../publish/nx-fleet.ts';
import { convoy, packageFolder } from '../world/bin.ts';
import { git, tempFolder, write } from '../world/folder.ts';
import { nx, ownModules } from '../world/nx.ts';
import { commitSettings, publicUnits, sample, tarball } from './sample.ts';

const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');
const jsonAt = (folder: string, file: string): Readonly<Record<string, unknown>> =>
  JSON.parse(read(folder, file)) as Readonly<Record<string, unknown>>;

function planned(folder: string, ...args: readonly string[]): readonly string[] {
  const { stdout } = convoy(folder, ['plan', '--format=json', ...args]);
  const { units } = JSON.parse(stdout) as Plan;
  return units.map(({ id, version }) => `${id} ${version.to}`).sort();
}

const release = {
  groups: {
    cargo: { projects: ['tag:convoy:cargo'], releaseTag: { pattern: 'v{version}' } },
    pier: {
      projects: ['pier'],
      projectsRelationship: 'independent',
      releaseTag: { pattern: '{projectName}-v{version}' },
    },
    'pier-chart': {
      projects: ['pier-chart'],
      projectsRelationship: 'independent',
      releaseTag: { pattern: '{projectName}-{version}' },
    },
  },
  version: { conventionalCommits: true },
};

describe('the bin alone', () => {
  it('writes what it has found, with a line for each reason, and plans by it what it planned before', () => {
    const folder = sample();
    const before = planned(folder);
    const dry = convoy(folder, ['init', '--dry-run']);
    expect([dry.code, git(folder, 'status', '--porcelain')]).toEqual([0, '']);
    const first = convoy(folder, ['init']);
    expect(first.stdout).toMatch(
      /group cargo: cargo:pier-cli, cargo:pier-core, one version +2 have the version of Cargo.toml:5\n/,
    );
    expect(first.stdout).toMatch(/tags of cargo: v\{version\} +2 tags look so, such as v1.1.0\n/);
    expect(first.stdout).toMatch(
      /versions by conventional commits +4 of the newest 4 commits \(100.0 %\) are conventional\n/,
    );
    expect([first.code, jsonAt(folder, 'convoy.json')]).toEqual([0, { release }]);
    const text = read(folder, 'convoy.json');
    const second = convoy(folder, ['init']);
    expect([second.code, read(folder, 'convoy.json'), convoy(folder, ['init', '--check']).code]).toEqual([0, text, 0]);
    expect(second.stdout).toContain('All files are as they should be.');
    commitSettings(folder);
    expect(planned(folder)).toEqual(before);
    expect(planned(folder, '--specifier=patch').map((one) => one.split(' ')[0])).toEqual(publicUnits);
  });

  it('works from an empty folder, and tells what keeps it from a whole one', () => {
    const empty = tempFolder();
    expect(convoy(empty, ['init']).stdout).toMatch(/no groups +there is no unit yet/);
    const shallow = tempFolder();
    git(shallow, 'clone', '--quiet', '--depth=1', `file://${sample()}`, '.');
    const refused = convoy(shallow, ['init']);
    expect([refused.code, git(shallow, 'status', '--porcelain')]).toEqual([1, '']);
    expect(refused.stdout + refused.stderr).toContain('git fetch --unshallow --tags');
    const broken = write(sample(), { 'nx.json': '{ "plugins": [ }\n' });
    expect([convoy(broken, ['init']).code, read(broken, 'nx.json')]).toEqual([1, '{ "plugins": [ }\n']);
  });
});

describe('with Nx', () => {
  it('comes as a package: it is installed, set up, planned with and tried without a file being edited', () => {
    const nxJson = '{\n  // of this team\n  "neverConnectToCloud": true,\n  "analytics": false\n}\n';
    const folder = sample({ 'package.json': '{ "name": "quay", "private": true }\n', 'nx.json': nxJson });
    const env = { ...process.env, HOME: tempFolder(), npm_config_cache: join(tempFolder(), 'npm') };
    const install = ['install', '--save-dev', '--offline', '--no-audit', '--no-fund', tarball(packageFolder)];
    execFileSync('npm', install, { cwd: folder, env, stdio: 'ignore' });
    mkdirSync(join(folder, 'node_modules/@nx'), { recursive: true });
    symlinkSync(join(ownModules, 'nx'), join(folder, 'node_modules/nx'));
    symlinkSync(join(ownModules, '@nx/devkit'), join(folder, 'node_modules/@nx/devkit'));
    const made = nx(folder, ['g', 'nx-convoy:init', '--no-interactive']);
    expect(made.stderr + made.stdout).toMatch(/group pier-chart: helm:pier-chart/);
    expect(read(folder, 'nx.json')).toContain('// of this team\n');
    expect(Object.keys(jsonAt(folder, 'package.json').devDependencies ?? {})).toEqual(['nx-convoy']);
    expect(convoy(folder, ['init', '--check']).code).toBe(0);
    commitSettings(folder);
    const plan = nx(folder, ['release-plan']);
    expect([plan.code, /cargo:pier-core +1.1.0 +1.1.1/.test(plan.stdout)]).toEqual([0, true]);
    const dry = nx(folder, ['run-many', '-t', 'publish', '--dry-run']);
    expect([dry.code, dry.stderr]).toEqual([0, '']);
    const theirs = nx(folder, ['release', 'version', '--dry-run']);
    expect(`${theirs.stdout}${theirs.stderr}`).toMatch(/1\.1\.1/);
    expect(theirs.code).toBe(0);
  });

  it('comes without a package.json: below .nx, as the wrapper of Nx installs it', () => {
    const folder = sample();
    const done = convoy(folder, ['init', '--nx', '--plugin=1.2.3']);
    expect(done.stdout).toContain('npx nx@24.0.6 init --useDotNxInstallation');
    const {
      installation,
      plugins,
      release: written,
    } = jsonAt(folder, 'nx.json') as {
      installation: { version: string; plugins: Readonly<Record<string, string>> };
      plugins: readonly string[];
      release: object;
    };
    expect(plugins).toEqual(['nx-convoy']);
    expect(written).toMatchObject(release);
    expect(readdirSync(folder)).not.toContain('package.json');
    // What the wrapper would install from the registry.
    const { version, plugins: installed } = installation;
    write(folder, {
      '.nx/nxw.js': wrapper(),
      '.nx/installation/package.json': JSON.stringify({ devDependencies: { nx: version, ...installed } }),
    });
    symlinkSync(modulesOf(), join(folder, '.nx/installation/node_modules'));
    commitSettings(folder);
    expect(wrapped(folder, 'release-plan')).toMatch(/cargo:pier-core +1.1.0 +1.1.1/);
    expect(wrapped(folder, 'run-many', '-t', 'publish', '--dry-run')).toContain(
      'Successfully ran target publish for 4 projects',
    );
  });
});

/** As Nx writes it. */
const wrapper = (): string => {
  const part = 'nx/dist/src/command-line/init/implementation/dot-nx/add-nx-scripts.js';
  const scripts = createRequire(import.meta.url)(join(ownModules, part)) as { getNxWrapperContents(): string };
  return scripts.getNxWrapperContents();
};

const wrapped = (folder: string, ...args: readonly string[]): string =>
  execFileSync(process.execPath, [join(folder, '.nx/nxw.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE_PATH: join(folder, '.nx/installation/node_modules'),
      ...{ NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0' },
    },
  });
