import { execFileSync } from 'node:child_process';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';

type Files = Readonly<Record<string, string>>;

/** A workspace of two crates with one version, a wheel and a chart with versions of their own: two releases old, and with a week of work. */
const files: Files = {
  'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\nresolver = "2"\n[workspace.package]\nversion = "1.1.0"\n',
  'crates/core/Cargo.toml': '[package]\nname = "pier-core"\nversion.workspace = true\nedition = "2021"\n',
  'crates/core/src/lib.rs': '',
  'crates/cli/Cargo.toml':
    '[package]\nname = "pier-cli"\nversion.workspace = true\nedition = "2021"\n[dependencies]\npier-core = { path = "../core", version = "1.1.0" }\n',
  'crates/cli/src/main.rs': 'fn main() {}\n',
  'python/pier/pyproject.toml': '[project]\nname = "pier"\nversion = "0.3.0"\n',
  'charts/pier/Chart.yaml': 'apiVersion: v2\nname: pier-chart\nversion: 2.0.0\n',
};

export const publicUnits = ['cargo:pier-cli', 'cargo:pier-core', 'helm:pier-chart', 'python:pier'];

export function sample(more: Files = {}): string {
  const folder = write(tempFolder(), {
    '.gitignore': 'node_modules\n.nx/cache\n.nx/workspace-data\n.nx/installation\n',
    ...files,
    ...more,
  });
  commitAll(folder, 'feat: begin');
  for (const tag of ['v1.0.0', 'pier-v0.2.0', 'pier-chart-2.0.0']) git(folder, 'tag', tag);
  change(folder, 'crates/core/src/lib.rs', '// one\n', 'feat(core): count');
  for (const tag of ['v1.1.0', 'pier-v0.3.0']) git(folder, 'tag', tag);
  change(folder, 'crates/core/src/lib.rs', '// two\n', 'fix(core): count from one');
  change(folder, 'python/pier/pier.py', '', 'docs: a word');
  return folder;
}

function change(folder: string, file: string, text: string, message: string): void {
  write(folder, { [file]: text });
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', message);
}

export const commitSettings = (folder: string): void => {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'chore: release by nx-convoy');
};

/** The plugin as it is published, in a folder of the test. */
export function tarball(house: string): string {
  const folder = tempFolder();
  const env = { ...process.env, npm_config_loglevel: 'silent' };
  const name = execFileSync('npm', ['pack', house, '--pack-destination', folder], {
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return `${folder}/${name.trim().split('\n').at(-1) ?? ''}`;
}
