import { whatIsDue } from '../../delivery/due.ts';
import type { Saying, Standing } from '../../delivery/standing.ts';
import { taggedReleases } from '../../delivery/tagged.ts';
import type { Config } from '../../model/config.ts';
import type { Due } from '../../model/due.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Presence } from '../../model/registry.ts';
import type { Unit } from '../../model/unit.ts';
import type { World } from '../../model/world.ts';
import { lineOfBranch, type Line } from '../../planning/tags/lines.ts';
import { readCommit, type ReadCommit } from '../release-commit.ts';
import { gatherPast } from './gather-history.ts';

export interface Ground {
  readonly units: readonly Unit[];
  readonly config: Config;
  /** Versions that nobody has tagged count as well; absent: on a release branch alone. */
  readonly isUnreleased?: boolean;
}

export interface Stood {
  readonly standing: Standing;
  /** Of the release that HEAD, or what it merged, says it is; absent where only tags or files tell. */
  readonly plan?: string;
  /** What the branch is for, where it has a name that says so. */
  readonly line?: Line;
}

/** All that tells what is due from HEAD. */
export async function gatherStanding(world: World, { units, config, isUnreleased }: Ground): Promise<Result<Stood>> {
  const [head, past] = await Promise.all([readCommit(world, 'HEAD'), gatherPast(world)]);
  if (head === undefined) return fail(noCommit);
  const parents = head.parents.length > 1 ? await Promise.all(head.parents.map((one) => readCommit(world, one))) : [];
  const { checkout, tags, ancestry } = past;
  const branch = checkout.branch;
  const line = branch === undefined ? undefined : lineOfBranch(branch, config);
  const unreleased =
    isUnreleased === true
      ? 'asked for with --unreleased'
      : line?.prepares === undefined
        ? undefined
        : `release branch ${branch ?? ''}`;
  const merged = parents.find((one) => one?.trailers !== undefined);
  const plan = (head.trailers ?? merged?.trailers)?.plan;
  return ok({
    standing: {
      head: sayingOf(head),
      ...(head.after === undefined ? {} : { isAfter: true }),
      parents: parents.flatMap((one) => (one === undefined ? [] : [sayingOf(one)])),
      units,
      releases: taggedReleases(units, config, tags, ancestry),
      ...(unreleased === undefined ? {} : { unreleased }),
    },
    ...(plan === undefined ? {} : { plan }),
    ...(line === undefined ? {} : { line }),
  });
}

const sayingOf = ({ commit, trailers }: ReadCommit): Saying => ({ commit, units: trailers?.units ?? [] });

/** What is due, once the registries have been asked for what only they can tell. */
export async function dueFrom(
  standing: Standing,
  ask: (asked: Due['asks']) => Promise<ReadonlyMap<string, readonly Presence[]>>,
): Promise<Due> {
  const due = whatIsDue(standing);
  return due.asks.length === 0 ? due : whatIsDue({ ...standing, answers: await ask(due.asks) });
}

const noCommit: Problem = {
  code: 'NO_COMMIT',
  severity: 'error',
  what: 'There is no commit here: what is due is told by the commit that is checked out.',
  fix: 'Commit first: git init && git add --all && git commit --message "chore: begin".',
};
