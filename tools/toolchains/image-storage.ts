import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Image storage for one test: buildah and skopeo keep images in this folder instead of the machine's, copied plainly, because
 * layered file systems cannot be had in every container. The result belongs into their environment.
 */
export function imageStorage(folder: string): Readonly<Record<string, string>> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'storage.conf');
  const place = (name: string): string => JSON.stringify(join(folder, name));
  writeFileSync(file, `[storage]\ndriver = "vfs"\ngraphroot = ${place('images')}\nrunroot = ${place('run')}\n`);
  return { CONTAINERS_STORAGE_CONF: file };
}
