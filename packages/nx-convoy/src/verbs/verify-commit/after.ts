import { afterRelease } from '../../applying/after.ts';
import { discover } from '../../graph/discover.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { gatherConfig } from '../gathering/gather.ts';
import { askOne } from '../gathering/git-state.ts';
import { withoutIgnored } from '../gathering/ignored-tree.ts';
import { planAt } from '../plan-at.ts';
import {
  baseMissing,
  hasCommit,
  isSameRelease,
  otherVersion,
  readCommit,
  type ReadCommit,
  type ReleaseCommit,
} from '../release-commit.ts';
import { compare, readTouched } from './compare.ts';

export interface VerifiedAfter {
  readonly commit: string;
  readonly plan: string;
  readonly files: number;
}

/** The commit after a release follows from that release alone, which stands right below it: it is made again from there. */
export async function verifyAfter(
  { commit, parents }: Pick<ReadCommit, 'commit' | 'parents'>,
  plan: string,
  world: World,
): Promise<Result<VerifiedAfter>> {
  const [parent = ''] = parents;
  const release = await releaseAt(parent, plan, world);
  if (release === undefined) return fail(notBelow(commit, plan));
  const made = await makeAgain(release, world);
  const tree = await world.tree(commit, () => false);
  const touched = await askOne(world, 'diff-tree', '-r', '-z', '--no-renames', '--relative', parent, commit, '--');
  const problems = made.ok ? compare(made.value, readTouched(touched ?? ''), tree) : made.problems;
  if (problems.length === 0 && made.ok) return ok({ commit, plan, files: made.value.length });
  // Another version may do other things after a release.
  if (release.trailers.version !== world.tool) return fail(otherVersion(release, world, `verify-commit ${commit}`));
  return fail(...problems);
}

async function releaseAt(commit: string, plan: string, world: World): Promise<ReleaseCommit | undefined> {
  const found = commit === '' ? undefined : await readCommit(world, commit);
  return found?.trailers?.plan === plan ? { ...found, trailers: found.trailers } : undefined;
}

async function makeAgain(release: ReleaseCommit, world: World): Promise<ReturnType<typeof afterRelease>> {
  const { commit, trailers } = release;
  if (!(await hasCommit(world, trailers.base))) return fail(baseMissing(release));
  const plan = await planAt({ ...trailers, commit: trailers.base, released: commit }, world);
  if (plan === undefined || !isSameRelease(plan, trailers)) return fail(otherRelease(commit));
  const repo = await withoutIgnored(await world.tree(commit, () => false), commit, world);
  const { config } = await gatherConfig(repo);
  return afterRelease(plan, repo, config.after ?? {}, discover(repo, config));
}

const notBelow = (commit: string, plan: string): Problem => ({
  code: 'COMMIT_MOVED',
  severity: 'error',
  what: `${commit.slice(0, 10)} says that it follows the release ${plan.slice(0, 12)}, which does not stand right below it.`,
  fix: 'Merge both without squashing or rebasing them; git log --grep=^Convoy-Plan: finds the release.',
});

const otherRelease = (commit: string): Problem => ({
  code: 'COMMIT_TOUCHED',
  severity: 'error',
  what: `The release below it, ${commit.slice(0, 10)}, is not the one that its message tells.`,
  fix: `nx-convoy verify-commit ${commit.slice(0, 10)} tells what differs.`,
});
