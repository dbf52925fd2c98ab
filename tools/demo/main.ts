import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.ts';

/** Builds the plugin, takes a copy of the sample workspace and shows what nx-convoy sees in it. */
const folder = mkdtempSync(join(tmpdir(), 'nx-convoy-demo-'));
try {
  say('Building nx-convoy');
  run(process.execPath, [join(root, 'tools/build.mjs')], root);
  say('harbor: a sample workspace with crates, a wheel, an image, charts and an npm package (e2e/workspaces/harbor)');
  cpSync(join(root, 'e2e/workspaces/harbor'), folder, { recursive: true });
  run('git', ['init', '--quiet'], folder);
  say('nx-convoy graph --explain');
  run(process.execPath, [join(root, 'packages/nx-convoy/dist/bin.js'), 'graph', '--explain'], folder);
  say('In a repository of your own');
  console.log('  npm install --save-dev nx-convoy && npx nx-convoy graph');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function say(text: string): void {
  console.log(`\n▸ ${text}\n`);
}

function run(program: string, args: readonly string[], cwd: string): void {
  const { status, error } = spawnSync(program, args, { cwd, stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${String(status)}`);
}
