import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { ProjectGraph, World } from '../model/world.ts';
import { diskSnapshot } from './disk.ts';
import { askGit } from './git.ts';
import { version } from './version.ts';

export function diskWorld(root: string, projects?: ProjectGraph): World {
  return {
    snapshot: () => diskSnapshot(root),
    git: (args, tell) => askGit(root, args, tell),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    today: () => new Date().toISOString().slice(0, 10),
    tool: version,
    save: (path, text) => saveWhole(resolve(root, path), text),
    ...(process.stdout.isTTY && process.stdout.columns > 0 ? { columns: process.stdout.columns } : {}),
    ...(projects === undefined ? {} : { projects }),
  };
}

async function saveWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(draft, 'wx');
    await file.writeFile(text);
    await file.sync();
    await file.close();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
