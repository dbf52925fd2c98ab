import { splitWords } from '../applying/message.ts';
import type { GitConfig } from '../model/config.ts';
import type { Hands } from '../model/hands.ts';
import { fail, ok, type Problem, type Result } from '../model/problem.ts';
import type { World } from '../model/world.ts';
import { askOne, branchOf } from './gathering/git-state.ts';

/** The one push that brings a branch and its tags, all or none: as arguments, to be run or to be shown. */
export async function pushArguments(world: World, tags: readonly string[], git: GitConfig): Promise<readonly string[]> {
  const branch = await branchOf(world);
  const setting = (key: string): Promise<string | undefined> =>
    askOne(world, 'config', '--get', `branch.${branch ?? ''}.${key}`);
  const [ownRemote, upstream] = branch === undefined ? [] : await Promise.all([setting('remote'), setting('merge')]);
  const remote = git.pushRemote ?? (ownRemote === undefined || ownRemote === '.' ? 'origin' : ownRemote);
  return [
    'push',
    '--atomic',
    ...splitWords(git.pushArgs),
    remote,
    ...(branch === undefined ? [] : [`refs/heads/${branch}:${upstream ?? `refs/heads/${branch}`}`]),
    ...tags.map((tag) => `refs/tags/${tag}`),
  ];
}

export async function push(args: readonly string[], hands: Hands): Promise<Result<void>> {
  const { code, complaint } = await hands.git(args);
  return code === 0 ? ok(undefined) : fail(refused(args, complaint));
}

const refused = (args: readonly string[], complaint: string): Problem => ({
  code: 'PUSH_REFUSED',
  severity: 'error',
  what: `Nothing was pushed: ${complaint.split('\n').slice(-4).join(' | ')}. The release commit and its tags are here.`,
  fix: `Mend that and push again (git ${args.join(' ')}); where others were faster: nx-convoy apply --undo, git pull, apply again.`,
});
