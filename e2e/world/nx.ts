import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import type { Ran } from './bin.ts';

/** The folder that holds `nx` and `@nx/devkit`: this checkout's own, or another line's from the toolchain store. */
export const ownModules = join(root, 'node_modules');

/** Makes nx-convoy, as built, and one line of Nx a workspace's own. */
export function installNx(folder: string, modules = ownModules): string {
  mkdirSync(join(folder, 'node_modules/@nx'), { recursive: true });
  symlinkSync(join(modules, 'nx'), join(folder, 'node_modules/nx'));
  symlinkSync(join(modules, '@nx/devkit'), join(folder, 'node_modules/@nx/devkit'));
  symlinkSync(join(root, 'packages/nx-convoy'), join(folder, 'node_modules/nx-convoy'));
  return folder;
}

/**
 * Nx looks for some of a plugin's modules from its own place, which for an installed Nx is beside the plugin. Here it is linked, so it is
 * told where that would be.
 */
export function nx(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, 'node_modules/nx/dist/bin/nx.js'), ...args],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: {
        ...process.env,
        NODE_PATH: join(folder, 'node_modules'),
        NX_DAEMON: 'false',
        NX_TUI: 'false',
        NX_NO_CLOUD: 'true',
        FORCE_COLOR: '0',
        ...env,
      },
    },
  );
  return { code: status, stdout, stderr };
}
