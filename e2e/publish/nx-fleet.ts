import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { ownModules } from '../world/nx.ts';
import type { Dockyard } from './dockyard.ts';

export type Files = Readonly<Record<string, string>>;

interface Setting {
  /** Of nx.json, beside the plugin. */
  readonly nxJson?: object;
  readonly files?: Files;
  readonly modules?: string;
}

/**
 * Two folders that wait for each other, though none of their units does: the package of `bow` needs that of `aft`, and the chart of `aft` holds
 * that of `bow`. What is in `hold` goes to no registry.
 */
export function ring({ registries: { urls } }: Dockyard, { nxJson = {}, files = {}, modules }: Setting = {}): string {
  const charts = { registries: [`oci://${new URL(urls.oci).host}/charts`] };
  const options = { registries: { npm: urls.npm }, units: { 'helm:quay-bow': charts, 'helm:quay-aft': charts } };
  const folder = write(tempFolder(), {
    '.gitignore': 'node_modules\n.nx\n',
    'nx.json': JSON.stringify({
      plugins: [{ plugin: 'nx-convoy', options }],
      neverConnectToCloud: true,
      analytics: false,
      release: { projects: ['bow', 'aft'], releaseTag: { pattern: 'v{version}' }, version: { versionActions } },
      ...nxJson,
    }),
    'package.json': '{"name":"quay","private":true,"workspaces":["bow","aft","hold"]}\n',
    'bow/package.json': npm('bow', { 'quay-aft': '1.0.0' }),
    'bow/index.js': 'module.exports = 1;\n',
    'bow/Chart.yaml': chart('quay-bow'),
    'bow/project.json': '{"name":"bow"}',
    'aft/package.json': npm('aft'),
    'aft/index.js': 'module.exports = 2;\n',
    'aft/Chart.yaml': `${chart('quay-aft')}dependencies:\n  - {name: quay-bow, version: 1.0.0, repository: 'file://../bow'}\n`,
    'aft/project.json': '{"name":"aft"}',
    'hold/package.json': JSON.stringify({ name: 'quay-hold', version: '1.0.0', private: true }),
    'hold/project.json': '{"name":"hold"}',
    ...files,
  });
  commitAll(folder);
  git(folder, 'tag', 'v1.0.0');
  symlinkSync(modulesOf(modules), join(folder, 'node_modules'));
  return folder;
}

export const versionActions = 'nx-convoy/version-actions';
const npm = (name: string, dependencies = {}): string =>
  JSON.stringify({ name: `quay-${name}`, version: '1.0.0', license: 'MIT', files: ['index.js'], dependencies });
const chart = (name: string): string => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`;

const installed = new Map<string, string>();

/** Once for each line of Nx: the plugin is copied, so that it finds that line, and no build that goes on meanwhile changes it. */
export function modulesOf(modules = ownModules): string {
  const known = installed.get(modules);
  if (known !== undefined) return known;
  const folder = join(tempFolder(), 'node_modules');
  mkdirSync(join(folder, '@nx'), { recursive: true });
  symlinkSync(join(modules, 'nx'), join(folder, 'nx'));
  symlinkSync(join(modules, '@nx/devkit'), join(folder, '@nx/devkit'));
  for (const part of ['dist', 'schemas', 'package.json', 'executors.json', 'generators.json'])
    cpSync(join(root, 'packages/nx-convoy', part), join(folder, 'nx-convoy', part), { recursive: true });
  installed.set(modules, folder);
  return folder;
}

/** What was sent to be kept, by what it is, in order; blobs of charts are parts of what their manifests name. */
export const arrivals = ({ registries }: Dockyard): readonly string[] =>
  registries
    .requests()
    .filter(({ role, method, status }) => role === 'publish' && method === 'PUT' && status < 300)
    .flatMap(({ path }) => {
      if (path.includes('/blobs/')) return [];
      return [/\/charts\/(.*)\/manifests\//.exec(path)?.[1]?.replace(/^/, 'helm:') ?? `npm:${path.slice(1)}`];
    });

/** Whatever would change a registry, taken or refused. */
export const writes = ({ registries }: Dockyard): readonly string[] =>
  registries
    .requests()
    .filter(({ role, method }) => (role === 'publish' || role === 'change') && method !== 'GET' && method !== 'HEAD')
    .map(({ method, path, status }) => `${method} ${path} ${status}`);

export interface Said {
  readonly code: number | null;
  readonly text: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly end: Promise<Said>;
  /** When these words have been said. */
  says(words: RegExp): Promise<void>;
}

/** Registries run in this process, so it must not wait for Nx. */
export function startNx(folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Running {
  const child = spawn(process.execPath, [join(folder, 'node_modules/nx/dist/bin/nx.js'), ...args], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...env,
      NODE_PATH: join(folder, 'node_modules'),
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      NX_NO_CLOUD: 'true',
      FORCE_COLOR: '0',
    },
  });
  let text = '';
  const waits = new Set<() => void>();
  const hear = (part: Buffer): void => {
    text += part.toString();
    for (const look of waits) look();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return {
    child,
    end: new Promise((resolve) => child.on('close', (code) => resolve({ code, text }))),
    says: (words) =>
      new Promise((done) => {
        const look = (): void => {
          if (!words.test(text)) return;
          waits.delete(look);
          done();
        };
        waits.add(look);
        look();
      }),
  };
}

export const nx = (folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Said> =>
  startNx(folder, args, env).end;
