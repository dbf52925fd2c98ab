import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';

/** Who commits: a machine that is new has no name in its settings. */
export const author = {
  GIT_AUTHOR_NAME: 'Demo',
  GIT_AUTHOR_EMAIL: 'demo@example.com',
  GIT_COMMITTER_NAME: 'Demo',
  GIT_COMMITTER_EMAIL: 'demo@example.com',
};

/** A copy of harbor that has been released once, and worked on since. */
export function makeSample(folder: string, env: NodeJS.ProcessEnv): string {
  cpSync(join(root, 'e2e/workspaces/harbor'), folder, { recursive: true });
  const git = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('git', args, { cwd: folder, env: { ...env, ...author }, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  };
  const commit = (message: string): void => {
    git('add', '--all');
    git('commit', '--quiet', '--message', message);
  };
  git('init', '--quiet', '--initial-branch=main');
  commit('chore: begin');
  // Somewhere to push to, as everybody has.
  git('clone', '--quiet', '--bare', '.', `${folder}.git`);
  git('remote', 'add', 'origin', `${folder}.git`);
  git('push', '--quiet', '--set-upstream', 'origin', 'main');
  for (const tag of released) git('tag', tag);
  appendFileSync(join(folder, 'crates/core/src/lib.rs'), tugs);
  commit('feat(core): count the tugs that a ship needs');
  change(join(folder, 'charts/api/values.yaml'), /$/, '# The API needs a moment to load its charts.\n');
  commit('fix(charts): say why the API starts slowly');
  change(join(folder, 'npm/client/index.js'), /$/, '\n// Berths are asked for one at a time.\n');
  commit('fix(client): ask for one berth at a time');
  return folder;
}

const released = [
  'harbor-cli@0.4.0',
  'harbor-sdk@1.3.0',
  'harbor-api@0.7.0',
  'harbor-helm@0.7.0',
  '@harbor/client@2.0.1',
];

const tugs = `
/// How many tugs a ship of this length needs.
pub fn tugs(metres: u32) -> u32 {
    metres.div_ceil(100)
}
`;

function change(file: string, find: RegExp, text: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(find, text));
}
