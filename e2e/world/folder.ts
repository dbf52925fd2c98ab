import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FactFile } from '../../tools/facts/fact.ts';

/** A throwaway folder that is gone after the test. */
export function tempFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nx-convoy-e2e-')));
  made.push(folder);
  return folder;
}

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

export function write(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

export function writeFact(folder: string, files: readonly FactFile[]): string {
  for (const { path, content, linkTo } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (linkTo === undefined) writeFileSync(join(folder, path), content);
    else symlinkSync(linkTo, join(folder, path));
  }
  return folder;
}

export function copyOf(source: string): string {
  const folder = tempFolder();
  cpSync(source, folder, { recursive: true });
  return folder;
}

export const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Everything in the folder as one commit. */
export function commitAll(folder: string, message = 'chore: begin'): string {
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', message);
  return folder;
}
