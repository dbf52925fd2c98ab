import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Memory, Remembered } from '../model/world.ts';
import { askGit } from './git.ts';

/**
 * What earlier runs learned, in files beside git's own: shared by all worktrees, and gone with the clone. A file is named by the
 * hash of what it holds and appears whole, so processes never wait for each other, and what is torn or altered is not there. All
 * of it may be deleted at any time; where nothing can be written, every run learns anew.
 */
export function gitMemory(root: string): Memory {
  let asked: Promise<string | undefined> | undefined;
  const place = async (shelf: string): Promise<string | undefined> => {
    const common = await (asked ??= commonFolder(root));
    return common === undefined ? undefined : join(common, 'nx-convoy', shelf);
  };
  return {
    async recall(shelf) {
      const folder = await place(shelf);
      if (folder === undefined) return [];
      const names = await readdir(folder).catch(() => []);
      const found = await Promise.all(names.filter(isPack).map((name) => readPack(folder, name)));
      return found.filter((pack) => pack !== undefined);
    },
    async keep(shelf, bytes, instead) {
      const folder = await place(shelf);
      if (folder === undefined) return;
      const name = `${digest(bytes)}.pack`;
      const draft = join(folder, `${randomUUID()}.tmp`);
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(draft, bytes, { flag: 'wx' });
        await rename(draft, join(folder, name));
        const old = instead.map((pack) => pack.name).filter((other) => other !== name);
        await Promise.all(old.map((other) => rm(join(folder, other), { force: true })));
      } catch {
        await rm(draft, { force: true }).catch(() => undefined);
      }
    },
  };
}

const isPack = (name: string): boolean => /^[0-9a-f]{64}\.pack$/.test(name);

/** Undefined where another process has just put it together with others, or where it is not what it was. */
async function readPack(folder: string, name: string): Promise<Remembered | undefined> {
  try {
    const bytes = await readFile(join(folder, name));
    return `${digest(bytes)}.pack` === name ? { name, bytes } : undefined;
  } catch {
    return undefined;
  }
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function commonFolder(root: string): Promise<string | undefined> {
  const folder = plainFolder(root) ?? (await askedFolder(root));
  // Grafts give commits other parents than their ids say.
  return folder === undefined || existsSync(join(folder, 'info/grafts')) ? undefined : folder;
}

/** Where git keeps its own in most checkouts: seen without asking, for a process costs more than the look. */
function plainFolder(root: string): string | undefined {
  const { GIT_DIR: given, GIT_COMMON_DIR: common } = process.env;
  const folder = join(root, '.git');
  return given === undefined &&
    common === undefined &&
    existsSync(join(folder, 'HEAD')) &&
    existsSync(join(folder, 'objects'))
    ? folder
    : undefined;
}

/** A worktree, a submodule, a folder below the top. */
async function askedFolder(root: string): Promise<string | undefined> {
  let answer = '';
  const { code } = await askGit(root, ['rev-parse', '--path-format=absolute', '--git-common-dir'], (text) => {
    answer += text;
  });
  const folder = answer.replace(/\n$/, '');
  return code !== 0 || folder === '' ? undefined : folder;
}
