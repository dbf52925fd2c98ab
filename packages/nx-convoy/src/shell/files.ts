import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The files of a workspace, sorted: what git tracks or would track, without what .nxignore names, so that the bin and Nx see the
 * same. Files of submodules belong to another repository and are not listed, whether they are checked out or not.
 */
export async function listFiles(root: string): Promise<readonly string[]> {
  const listed = await git(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate']);
  if (listed === undefined) return walk(root);
  const files = split(listed);
  if (!existsSync(join(root, '.nxignore'))) return files.sort();
  const ignored = await git(root, ['ls-files', '-z', '--cached', '--others', '--ignored', '--exclude-from=.nxignore']);
  const left = new Set(ignored === undefined ? [] : split(ignored));
  return files.filter((file) => !left.has(file)).sort();
}

const split = (listed: string): string[] => listed.split('\0').filter((file) => file !== '');

/** Undefined where this is no git checkout, or git is not there: then the folders are walked. */
function git(root: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const child = spawn('git', ['-C', root, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? Buffer.concat(chunks).toString('utf8') : undefined));
  });
}

async function walk(root: string): Promise<readonly string[]> {
  const { globby } = await import('globby');
  const files = await globby('**', {
    cwd: root,
    dot: true,
    gitignore: true,
    ignoreFiles: '.nxignore',
    ignore: ['**/node_modules/**', '**/.git/**'],
    followSymbolicLinks: false,
    onlyFiles: false,
    unique: true,
    suppressErrors: true,
  });
  return files.filter((file) => !file.endsWith('/')).sort();
}
