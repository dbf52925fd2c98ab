import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes a folder that git sees nothing of, whatever the workspace's own ignore files say. */
export async function ignoreAll(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, '.gitignore');
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) await writeFile(file, '*\n');
}
