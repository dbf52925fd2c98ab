import { afterRelease } from '../../applying/after.ts';
import { afterMessage, readAfter } from '../../applying/trailers.ts';
import { discover } from '../../graph/discover.ts';
import type { Hands } from '../../model/hands.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { gatherConfig } from '../gathering/gather.ts';
import { askOne } from '../gathering/git-state.ts';
import { planAt } from '../plan-at.ts';
import { readCommit } from '../release-commit.ts';
import { carryOut, takeBack } from './carry.ts';
import type { Memo } from './memo.ts';
import { dirtyFiles, dirtyTree } from './obstacles.ts';

export interface After {
  /** Absent where there was nothing to do. */
  readonly commit?: string;
  readonly why: string;
}

/** The commit that follows a release on HEAD: made once, from nothing but that release and the configuration. */
export async function makeAfter(world: World, hands: Hands, signs: boolean): Promise<Result<After>> {
  const message = (await askOne(world, 'log', '-1', '--format=%B', 'HEAD')) ?? '';
  if (readAfter(message) !== undefined) return ok({ why: 'The commit after the release is there already.' });
  const head = await readCommit(world, 'HEAD');
  if (head?.trailers === undefined) return fail(noRelease);
  const dirty = await dirtyFiles(world, undefined);
  if (dirty.length > 0) return fail(dirtyTree(dirty));
  const { trailers, commit: base } = head;
  const plan = await planAt({ ...trailers, commit: trailers.base, released: base }, world);
  if (plan === undefined) return fail(noRelease);
  const repo = await world.snapshot();
  const { config } = await gatherConfig(repo);
  const files = afterRelease(plan, repo, config.after ?? {}, discover(repo, config));
  if (!files.ok) return files;
  if (files.value.length === 0)
    return ok({ why: 'Nothing is to be done after the release: "after" in the options says what.' });
  const memo: Memo = {
    schema: 1,
    plan: trailers.plan,
    base,
    message: afterMessage(trailers.plan),
    commits: true,
    stages: true,
    signs,
    commitArgs: [],
    tags: [],
    tagArgs: [],
    isAfter: true,
  };
  const begun = await hands.begin(`${trailers.plan}.after`, files.value, JSON.stringify(memo));
  if (!begun.ok) return begun;
  try {
    const done = await carryOut(begun.value, memo, world, hands);
    if (done.ok) return ok({ commit: done.value.commit, why: `${files.value.length} files for what comes next.` });
    const undone = await takeBack(begun.value, memo, world, hands, 'whatever stands there');
    return undone.ok ? done : fail(...done.problems, ...undone.problems);
  } finally {
    await begun.value.leave();
  }
}

const noRelease: Problem = {
  code: 'NO_RELEASE_COMMIT',
  severity: 'error',
  what: 'HEAD is no release commit, so nothing comes after it.',
  fix: 'git switch to the branch with the release on top, then nx-convoy apply --after.',
};
