import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import type { Present } from '../../tools/toolchains/client.ts';
import type { Dockyard } from '../publish/dockyard.ts';
import { harbor } from '../publish/fleet.ts';
import { commitAll, tempFolder, write } from '../world/folder.ts';

const ofTurbo =
  '{\n  // Tasks of the workspace.\n  "tasks": {\n    "build": { "dependsOn": ["^build"] } // as usual\n  }\n}\n';
const ignored = 'node_modules\ntarget\n.turbo\n.venv\n';
const charts = ({ registries: { urls } }: Dockyard) => ({ registries: [`oci://${new URL(urls.oci).host}/charts`] });

/** The sample workspace with Turborepo in place of Nx: a package.json has only its npm package. */
export function turboHarbor(yard: Dockyard): string {
  const folder = harbor(yard);
  const { plugins } = JSON.parse(readFileSync(join(folder, 'nx.json'), 'utf8')) as {
    readonly plugins: readonly [{ readonly options: object }];
  };
  rmSync(join(folder, 'nx.json'));
  write(folder, {
    '.gitignore': ignored,
    'convoy.json': JSON.stringify({ convoy: plugins[0].options }),
    'turbo.json': ofTurbo,
    'package.json': manifest('harbor', { workspaces: ['npm/*'] }),
  });
  return ready(folder);
}

/**
 * Two packages that wait for each other, though none of their units does: the package of `bow` needs that of `aft`, and the chart of `aft`
 * holds that of `bow`.
 */
export function turboRing(yard: Dockyard): string {
  const npm = (name: string, dependencies = {}): string =>
    JSON.stringify({ name: `quay-${name}`, version: '1.0.0', license: 'MIT', files: ['index.js'], dependencies });
  const chart = (name: string): string => `apiVersion: v2\nname: quay-${name}\nversion: 1.0.0\n`;
  const options = {
    registries: { npm: yard.registries.urls.npm },
    units: { 'helm:quay-bow': charts(yard), 'helm:quay-aft': charts(yard) },
  };
  return ready(
    write(tempFolder(), {
      '.gitignore': ignored,
      'turbo.json': ofTurbo,
      'convoy.json': JSON.stringify({
        convoy: options,
        release: { releaseTag: { pattern: 'v{version}' }, projectsRelationship: 'fixed' },
      }),
      'package.json': manifest('quay', { workspaces: ['bow', 'aft'] }),
      'bow/package.json': npm('bow', { 'quay-aft': '1.0.0' }),
      'bow/index.js': 'module.exports = 1;\n',
      'bow/Chart.yaml': chart('bow'),
      'aft/package.json': npm('aft'),
      'aft/index.js': 'module.exports = 2;\n',
      'aft/Chart.yaml': `${chart('aft')}dependencies:\n  - {name: quay-bow, version: 1.0.0, repository: 'file://../bow'}\n`,
    }),
  );
}

const manifest = (name: string, more: object): string =>
  `${JSON.stringify({ name, private: true, packageManager: 'npm@11.0.0', devDependencies: { 'nx-convoy': '*' }, ...more }, undefined, 2)}\n`;

/** Committed, and with nx-convoy installed: a copy, so that no build that goes on meanwhile changes it. */
function ready(folder: string): string {
  const house = join(folder, 'node_modules/nx-convoy');
  for (const part of ['dist', 'package.json'])
    cpSync(join(root, 'packages/nx-convoy', part), join(house, part), { recursive: true });
  mkdirSync(join(folder, 'node_modules/.bin'));
  symlinkSync('../nx-convoy/dist/bin.js', join(folder, 'node_modules/.bin/nx-convoy'));
  return commitAll(folder);
}

export interface Said {
  readonly code: number | null;
  /** All that it said; and what of it is for programs. */
  readonly text: string;
  readonly stdout: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly end: Promise<Said>;
}

/** Registries run in this process, so it must not wait for Turborepo. */
export function start(turbo: Present, folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Running {
  const child = spawn(process.execPath, [turbo.path, ...args], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_NO_UPDATE_NOTIFIER: '1', FORCE_COLOR: '0' },
  });
  let [text, stdout] = ['', ''];
  child.stdout.on('data', (part: Buffer) => {
    text += part.toString();
    stdout += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => (text += part.toString()));
  return { child, end: new Promise((resolve) => child.on('close', (code) => resolve({ code, text, stdout }))) };
}

export const run = (turbo: Present, folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Said> =>
  start(turbo, folder, ['run', ...args], env).end;

/** It and all that it has started, wherever Turborepo has put them, at once and without a word. */
export function kill({ child: { pid = 0 } }: Running): void {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = rows.split('\n').map((row) => row.trim().split(/\s+/).map(Number));
  const all = new Set([pid]);
  // A set that is walked through gives also what is added on the way.
  for (const parent of all) for (const [own = 0, above] of pairs) if (above === parent) all.add(own);
  for (const own of all) process.kill(own, 'SIGKILL');
}
