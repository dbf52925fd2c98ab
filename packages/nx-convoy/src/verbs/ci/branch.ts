import type { World } from '../../model/world.ts';
import { askOne, branchOf } from '../gathering/git-state.ts';

/** The branch that others clone: the remote's own, else the one that is checked out. */
export async function mainBranch(world: World): Promise<string> {
  const remote = await askOne(world, 'symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD');
  return remote?.replace(/^origin\//, '') ?? (await branchOf(world)) ?? 'main';
}
