import { readAfter, readTrailers, type Trailers } from '../applying/trailers.ts';
import type { Plan } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { World } from '../model/world.ts';
import { askOne } from './gathering/git-state.ts';

/** A commit that says of itself that it releases something. */
export interface ReleaseCommit {
  readonly commit: string;
  readonly parents: readonly string[];
  readonly trailers: Trailers;
}

export interface ReadCommit extends Pick<ReleaseCommit, 'commit' | 'parents'> {
  readonly trailers?: Trailers;
  /** The plan of the release that it follows. */
  readonly after?: string;
}

export async function readCommit(world: World, name: string): Promise<ReadCommit | undefined> {
  const answer = await askOne(
    world,
    'log',
    '--no-walk',
    '--format=%H%x00%P%x00%B',
    '--end-of-options',
    `${name}^{commit}`,
    '--',
  );
  if (answer === undefined || answer === '') return undefined;
  const [commit = '', parents = '', message = ''] = answer.split('\0');
  const trailers = readTrailers(message);
  const after = trailers === undefined ? readAfter(message) : undefined;
  return {
    commit,
    parents: parents.split(' ').filter((one) => one !== ''),
    ...(trailers === undefined ? {} : { trailers }),
    ...(after === undefined ? {} : { after }),
  };
}

/** HEAD's own, or that of a merge's parents, the merged one first; the tags stand on HEAD, which is what is built and published. */
export async function releaseOnHead(world: World): Promise<ReleaseCommit | undefined> {
  const message = (await askOne(world, 'log', '-1', '--format=%B', 'HEAD')) ?? '';
  // What follows a release is not the release.
  const head = await readCommit(world, readAfter(message) === undefined ? 'HEAD' : 'HEAD~1');
  if (head === undefined) return undefined;
  const isMerge = head.parents.length > 1;
  const parents = isMerge
    ? await Promise.all([...head.parents].reverse().map((parent) => readCommit(world, parent)))
    : [];
  const trailers = [head, ...parents].find((one) => one?.trailers !== undefined)?.trailers;
  return trailers === undefined ? undefined : { commit: head.commit, parents: head.parents, trailers };
}

/** Another version of this tool may plan otherwise: then it is that one that must be asked. */
export const otherVersion = ({ trailers }: ReleaseCommit, world: World, verb: string): Problem => ({
  code: 'OTHER_VERSION',
  severity: 'error',
  what: `This release was made by version ${trailers.version} of nx-convoy, and this is ${world.tool}: the two do not plan the same.`,
  fix: `npx nx-convoy@${trailers.version} ${verb}`,
});

export const baseMissing = ({ trailers }: ReleaseCommit): Problem => ({
  code: 'BASE_MISSING',
  severity: 'error',
  what: `The commit that was planned on, ${trailers.base.slice(0, 10)}, is not in this clone.`,
  fix: 'git fetch --unshallow --tags (in CI: fetch-depth: 0).',
});

export const hasCommit = async (world: World, commit: string): Promise<boolean> =>
  (await askOne(world, 'cat-file', '-e', `${commit}^{commit}`)) !== undefined;

/** The units of a plan and their versions, as trailers tell them. */
export const isSameRelease = ({ units }: Plan, { units: told }: Trailers): boolean => {
  const lines = (list: readonly { id: string; version: string }[]): string =>
    list
      .map(({ id, version }) => `${id} ${version}`)
      .sort()
      .join('\n');
  return lines(units.map(({ id, version }) => ({ id, version: version.to }))) === lines(told);
};

/** Planned again, it is another release. */
export const otherPlan = ({ trailers }: ReleaseCommit, verb: string): Problem => ({
  code: 'PLAN_OTHER',
  severity: 'error',
  what: `Planned again on ${trailers.base.slice(0, 10)}, other units or versions are released than the commit says.`,
  fix: `If it was planned with Nx, ask with Nx (nx release-${verb}); see that all tags are here (git fetch --tags).`,
});
