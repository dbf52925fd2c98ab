import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Depot, Lying } from '../model/depot.ts';
import { faultOf } from './fault.ts';
import { ignoreAll } from './ignore.ts';
import { replaceFolder, takeFile } from './workshop-files.ts';

export function diskDepot(root: string): Depot {
  const at = (path: string): string => resolve(root, path);
  return {
    list: (folder) => listed(at(folder)),
    async text(file, most) {
      const found = await lstat(at(file)).catch(() => undefined);
      return found?.isFile() === true && found.size <= most ? readFile(at(file), 'utf8') : undefined;
    },
    async digest(file) {
      const sha256 = createHash('sha256');
      try {
        await pipeline(createReadStream(at(file)), sha256);
        return sha256.digest('hex');
      } catch (error) {
        if (faultOf(error) === 'ENOENT') return undefined;
        throw error;
      }
    },
    path: at,
    async put(folder, files, tell) {
      const to = at(folder);
      const [aside, old] = [`${to}.part-${randomUUID()}`, `${to}.old-${randomUUID()}`];
      try {
        await mkdir(join(aside, 'files'), { recursive: true });
        const measured = [];
        for (const { from, as } of files) measured.push(await takeFile(at(from), join(aside, 'files', as), as));
        const texts = tell(measured);
        if (texts === undefined) return;
        for (const [name, text] of Object.entries(texts)) {
          await mkdir(dirname(join(aside, name)), { recursive: true });
          await writeFile(join(aside, name), text);
        }
        await writeFile(join(aside, '.gitignore'), '*\n');
        await replaceFolder(aside, to, old);
      } finally {
        await rm(aside, { recursive: true, force: true });
      }
    },
    async hide(folder) {
      const from = relative(root, at(folder));
      if (from !== '' && !from.startsWith('..')) await ignoreAll(at(folder));
    },
  };
}

async function listed(folder: string): Promise<readonly Lying[] | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return undefined;
  const lying: Lying[] = [];
  for (const entry of entries) {
    const path = relative(folder, join(entry.parentPath, entry.name)).split(/[\\/]/).join('/');
    const kind = entry.isSymbolicLink() ? 'link' : entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
    const size = kind === 'file' ? (await lstat(join(folder, path))).size : 0;
    lying.push({ path, kind, size });
  }
  return lying.sort((a, b) => (a.path < b.path ? -1 : 1));
}
