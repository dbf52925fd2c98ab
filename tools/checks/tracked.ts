import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';
import { run } from '../toolchains/run.ts';

/** The text files that git tracks, by their path in the checkout; fixtures say what they like. */
export async function trackedFiles(): Promise<ReadonlyMap<string, string>> {
  const { ok, stdout, why } = await run(['git', 'ls-files', '-z'], { cwd: root, timeoutMs: 30_000 });
  if (!ok) throw new Error(`The tracked files cannot be listed: ${why}`);
  const paths = stdout.split('\0').filter((path) => path !== '' && !/(^|\/)(__fixtures__|workspaces)\//.test(path));
  return new Map(paths.flatMap((path) => textOf(path)));
}

/** Source files below a folder, by their path from there: what is written counts before it is tracked. */
export function sourceFiles(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const paths = entries.map((path) => path.replaceAll('\\', '/'));
  const sources = paths.filter((path) => path.endsWith('.ts') && !path.includes('__fixtures__/'));
  return new Map(sources.sort().map((path) => [path, readFileSync(join(root, folder, path), 'utf8')]));
}

function textOf(path: string): readonly [string, string][] {
  try {
    const text = readFileSync(join(root, path), 'utf8');
    return text.includes('\0') ? [] : [[path, text]];
  } catch {
    // Deleted but not yet committed, or a link that leads nowhere.
    return [];
  }
}
