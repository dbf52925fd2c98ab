import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The checkout that the running tool or test belongs to: tools are bundled elsewhere, so `import.meta` does not tell. */
export const root = findRoot(dirname(process.argv[1] ?? process.cwd()));

function findRoot(folder: string): string {
  try {
    const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string };
    if (name === 'nx-convoy-workspace') return folder;
  } catch {
    // No readable package.json here: look one folder up.
  }
  const parent = dirname(folder);
  if (parent === folder) throw new Error('This tool runs only from a checkout of nx-convoy.');
  return findRoot(parent);
}
