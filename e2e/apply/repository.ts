import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { tempFolder, write } from '../world/folder.ts';

export const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

export function commit(folder: string, message: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', message);
}

/** Two crates with tags of a release, and a feature after it: the next one is a 1.1.0 and b 0.1.1. */
export function released(folder = tempFolder()): string {
  mkdirSync(folder, { recursive: true });
  // Without the sample hooks of git's own template, which every copy would carry along.
  execFileSync('git', ['init', '--quiet', '--template=', '--initial-branch=main', folder]);
  write(folder, {
    '.gitignore': 'ignored/\n',
    'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
    'a/Cargo.toml': '\uFEFF[package]\nname = "a"\nversion = "1.0.0"',
    'b/Cargo.toml':
      '# own\r\n[package]\r\nname = "b" \r\nversion = \'0.1.0\'  # here\r\n[dependencies]\r\na = { path = "../a", version = "1.0.0" }\r\n',
    'docs/a.md': '# Changelog\n\n## [Unreleased]\n\n- Said by hand.\n\n## [1.0.0] - 2026-01-01\n\n- Begin.\n',
  });
  chmodSync(join(folder, 'b/Cargo.toml'), 0o755);
  symlinkSync('../docs/a.md', join(folder, 'a/CHANGELOG.md'));
  commit(folder, 'feat: begin');
  git(folder, 'tag', 'a-v1.0.0');
  git(folder, 'tag', 'b-v0.1.0');
  write(folder, { 'a/src/lib.rs': '// more\n' });
  commit(folder, 'feat: more in a');
  return folder;
}

/** Every file and folder outside of .git with mode, target and bytes; then HEAD, branch, index and refs. */
export function stateOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path !== '.git' && !path.startsWith('.git/'))
    .sort()
    .map((path) => {
      const stats = lstatSync(join(folder, path));
      const mode = (stats.mode & 0o7777).toString(8);
      if (stats.isSymbolicLink()) return `${path} > ${readlinkSync(join(folder, path))}`;
      return stats.isDirectory() ? `${path}/ ${mode}` : `${path} ${mode} ${readFileSync(join(folder, path), 'base64')}`;
    });
  return [
    ...files,
    // Who committed when is not what is compared: the tree, the parent and the message are.
    git(folder, 'log', '-1', '--format=%T %P%n%B'),
    git(folder, 'symbolic-ref', '--quiet', 'HEAD'),
    git(folder, 'ls-files', '--stage'),
    git(folder, 'for-each-ref', 'refs/tags', '--format=%(refname) %(objecttype) %(tree)%(*tree) %(contents)'),
    git(folder, 'status', '--porcelain'),
  ].join('\n');
}

export const textOf = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');

/** An executable hook of the repository. */
export function hook(folder: string, name: string, script: string): void {
  const path = join(folder, '.git/hooks', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}
