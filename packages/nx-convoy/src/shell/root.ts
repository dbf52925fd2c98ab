import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The workspace that a folder lies in: where nx.json or convoy.json is, else the git checkout, else the folder itself. */
export function workspaceRoot(folder: string): string {
  return nearest(folder, ['nx.json', 'convoy.json']) ?? nearest(folder, ['.git']) ?? folder;
}

function nearest(folder: string, names: readonly string[]): string | undefined {
  if (names.some((name) => existsSync(join(folder, name)))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : nearest(parent, names);
}
