import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../registries/commands.ts';
import { bin } from '../world/bin.ts';
import { git, tempFolder } from '../world/folder.ts';

/** A verb of the bin; throws with all that it said where it fails. Registries run in this process, so it must not wait for its child. */
export const verb = (folder: string, env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<string> =>
  command([process.execPath, bin], () => env).done(folder, ...args);

/** What comes after a commit: planned, applied, and pushed to where others clone from. */
export async function release(folder: string, env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<void> {
  const plan = join(tempFolder(), 'plan.json');
  await verb(folder, env, 'plan', '--format=json', `--out=${plan}`, ...args);
  await verb(folder, env, 'apply', '--yes', `--plan=${plan}`);
  const branch = git(folder, 'branch', '--show-current').trim();
  git(folder, 'push', '--quiet', '--tags', 'origin', branch);
}

/** A repository that `folder` is pushed to, by somebody whom git knows. */
export function remoteOf(folder: string): string {
  const remote = join(tempFolder(), 'remote.git');
  git(folder, 'clone', '--quiet', '--bare', folder, remote);
  git(folder, 'remote', 'add', 'origin', remote);
  git(folder, 'config', 'user.name', 'Ann');
  git(folder, 'config', 'user.email', 'ann@example.com');
  return remote;
}

/** As a job of CI has it: one commit, and nothing that any build has left. */
export function shallowClone(remote: string, branch = 'main'): string {
  const folder = join(tempFolder(), 'clone');
  git('.', 'clone', '--quiet', '--depth=1', `--branch=${branch}`, `file://${remote}`, folder);
  if (existsSync(join(folder, 'dist'))) throw new Error('dist/ is committed');
  return folder;
}
