import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import type { Present } from '../../tools/toolchains/client.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { installNx, ownModules } from '../world/nx.ts';

export type Files = Readonly<Record<string, string>>;

/**
 * A workspace with one line of Nx. The plugin is copied, not linked: it has to find the workspace's own Nx, and a link would lead it
 * to the one of this checkout.
 */
export function workspace(files: Files, release: object, modules = ownModules): string {
  const folder = write(tempFolder(), {
    '.gitignore': 'node_modules\n.nx/*\n!.nx/version-plans\n',
    'nx.json': JSON.stringify({
      plugins: ['nx-convoy'],
      neverConnectToCloud: true,
      analytics: false,
      release: {
        releaseTag: { pattern: '{projectName}@{version}' },
        ...release,
      },
    }),
    ...files,
  });
  commitAll(folder);
  installNx(folder, modules);
  const plugin = join(folder, 'node_modules/nx-convoy');
  rmSync(plugin);
  for (const part of ['dist', 'schemas', 'package.json', 'executors.json', 'generators.json']) {
    mkdirSync(plugin, { recursive: true });
    cpSync(join(root, 'packages/nx-convoy', part), join(plugin, part), { recursive: true });
  }
  return folder;
}

/** One commit that changes the files, with a message; empty where it says nothing of files. */
export function commit(folder: string, message: string, files: Files = {}): void {
  write(folder, files);
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', message);
}

export const tag = (folder: string, ...names: readonly string[]): void => {
  for (const name of names) git(folder, 'tag', name);
};

/** The same on every line of Nx that is supported; `some` alone is run on the older ones unless everything is asked for. */
export function onEachNx(all: (modules: string) => void, some: (modules: string) => void): void {
  describe('nx of this checkout', () => all(ownModules));
  const older = process.env.CONVOY_ALL === undefined ? some : all;
  const run = ({ paths }: Present): void => older(paths.modules ?? ownModules);
  describe('nx 22.7', () => describeWith('nx@22', run));
  describe('nx 23.2', () => describeWith('nx@23', run));
}
