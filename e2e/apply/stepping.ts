import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../../packages/nx-convoy/src/model/world.ts';
import { diskHands } from '../../packages/nx-convoy/src/shell/hands.ts';
import { diskFiles, type FileOperations } from '../../packages/nx-convoy/src/shell/transaction-files.ts';
import { diskWorld } from '../../packages/nx-convoy/src/shell/world.ts';

/** What a kill would have left before one operation, or in the middle of it. */
export interface Moment {
  readonly name: string;
  readonly copy: string;
}

/**
 * A world that keeps a copy of the folder before each thing that it does: a file operation, a git that may write, a program of the user's.
 * A kill there would leave just that, but for the lock, whose owner is made a dead one. Moments that leave the same are one.
 */
export function steppingWorld(
  folder: string,
  place: string,
): { readonly world: World; readonly moments: readonly Moment[] } {
  const moments: Moment[] = [];
  const seen = new Set<string>();
  const keep = (name: string): void => {
    const digest = digestOf(folder);
    if (seen.has(digest)) return;
    seen.add(digest);
    const copy = join(place, `moment-${moments.length}`);
    copyTo(folder, copy);
    moments.push({ name, copy });
  };
  const kept = (name: string, path = ''): void => keep(`${name} ${path.replace(folder, '')}`);
  const files: FileOperations = {
    ...diskFiles,
    create(path, text, manner) {
      kept('create', path);
      writeFileSync(path, text.slice(0, text.length / 2));
      kept('half of', path);
      rmSync(path);
      return diskFiles.create(path, text, manner);
    },
    link: (path, name) => (kept('link', path), diskFiles.link(path, name)),
    rename: (from, to) => (kept('rename', to), diskFiles.rename(from, to)),
    remove: (path) => (kept('remove', path), diskFiles.remove(path)),
    removeAll: (path) => (kept('removeAll', path), diskFiles.removeAll(path)),
    makeFolder: (path) => (kept('makeFolder', path), diskFiles.makeFolder(path)),
    removeFolder: (path) => (kept('removeFolder', path), diskFiles.removeFolder(path)),
    settle: (path) => (kept('settle', path), diskFiles.settle(path)),
  };
  const hands = diskHands(folder, files);
  const world: World = {
    ...diskWorld(folder),
    hands: {
      ...hands,
      git: (args, input) => (kept(`git ${args.join(' ')}`), hands.git(args, input)),
      run: (argv, env) => (kept('a hook'), hands.run(argv, env)),
    },
  };
  return { world, moments };
}

export function copyTo(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
}

/** As a kill leaves it: whoever holds the lock is gone. */
export function restore({ copy }: Moment, folder: string): void {
  copyTo(copy, folder);
  const store = join(folder, '.git/nx-convoy');
  for (const name of namesIn(store).filter((one) => one.startsWith('apply.lock'))) {
    const path = join(store, name);
    try {
      writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), pid: deadPid() }));
    } catch {
      // It was not written to the end.
    }
  }
}

let dead: number | undefined;
const deadPid = (): number => (dead ??= spawnSync(process.execPath, ['--version']).pid);

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Names, modes and bytes, git's own among them. */
function digestOf(folder: string): string {
  const hash = createHash('sha256');
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const stats = lstatSync(join(folder, path));
    hash.update(`${path}\0${stats.mode}\0`);
    if (stats.isFile()) hash.update(readFileSync(join(folder, path)));
    if (stats.isSymbolicLink()) hash.update(readlinkSync(join(folder, path)));
  }
  return hash.digest('hex');
}
