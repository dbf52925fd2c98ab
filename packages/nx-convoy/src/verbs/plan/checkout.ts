import type { Ecosystem } from '../../model/ecosystem.ts';
import type { Checkout } from '../../model/history.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { World } from '../../model/world.ts';
import { nameOf } from '../../paths/inside.ts';

/** What about the checkout itself makes a plan less than sure. */
export async function checkoutProblems(
  checkout: Checkout,
  repo: Snapshot,
  ecosystems: readonly Ecosystem[],
  world: World,
): Promise<readonly Problem[]> {
  const hidden = hiddenManifests(repo, ecosystems, checkout);
  return [
    ...(checkout.head === undefined ? [await withoutCommit(world)] : []),
    ...(checkout.isShallow ? [shallow] : []),
    ...(checkout.dirty.length > 0 ? [dirty(checkout.dirty)] : []),
    ...(hidden.length > 0 ? [sparse(hidden)] : []),
  ];
}

/** How this clone is set up. It is told, but it is no part of the plan: another clone of the same commit gives the same plan. */
export const cloneProblems = ({ branch, upstream }: Checkout): readonly Problem[] =>
  branch === undefined || upstream !== undefined ? [] : [noUpstream(branch)];

/** Tracked, neither there nor deleted: a sparse checkout leaves it out. */
function hiddenManifests(
  repo: Snapshot,
  ecosystems: readonly Ecosystem[],
  { prefix, dirty: differing }: Checkout,
): readonly string[] {
  const names = ecosystems.flatMap(({ globs }) => globs.map((glob) => nameOf(glob)));
  // One pattern for all: a repository may hold a hundred thousand files.
  const isManifest = new RegExp(
    `(?:^|/)(?:${names.map((name) => name.replaceAll('.', '\\.').replaceAll('*', '[^/]*')).join('|')})$`,
  );
  const deleted = new Set(differing);
  return repo.files.filter(
    (file) => isManifest.test(file) && repo.text(file) === undefined && !deleted.has(prefix + file),
  );
}

/** Three ways to have no commit, and three ways out. */
async function withoutCommit(world: World): Promise<Problem> {
  const { code, complaint } = await world.git(['rev-parse', '--git-dir'], () => undefined);
  if (code === 0) return noCommit;
  if (code < 0) return noGit(complaint);
  const trust = /git config [^\n]*safe\.directory [^\n]*/.exec(complaint)?.[0];
  return noCheckout(trust);
}

const noCommit: Problem = {
  code: 'NO_COMMIT',
  severity: 'warning',
  what: 'Nothing is committed here yet: every unit is planned from its manifest.',
  fix: 'Commit first: git add --all && git commit.',
};

const noGit = (complaint: string): Problem => ({
  code: 'NO_GIT',
  severity: 'warning',
  what: `git cannot be started (${complaint}): every unit is planned from its manifest, and nothing can be applied.`,
  fix: 'Install git and see that it is on the PATH: git --version.',
});

const noCheckout = (trust: string | undefined): Problem => ({
  code: 'NO_CHECKOUT',
  severity: 'warning',
  what:
    trust === undefined
      ? 'This folder is no git checkout: every unit is planned from its manifest, and nothing can be applied.'
      : 'git does not trust this folder, for it belongs to another user: every unit is planned from its manifest.',
  fix: trust ?? 'Make it one: git init && git add --all && git commit --message "chore: begin".',
});

const shallow: Problem = {
  code: 'SHALLOW_CLONE',
  severity: 'error',
  what: 'This clone holds only the newest commits: releases before them cannot be seen.',
  fix: 'git fetch --unshallow --tags (in CI: fetch-depth: 0).',
};

const dirty = (files: readonly string[]): Problem => ({
  code: 'DIRTY_TREE',
  severity: 'warning',
  what: `${files.length === 1 ? '1 file differs' : `${files.length} files differ`} from the last commit (${some(files)}); this plan cannot be applied.`,
  fix: 'Commit the changes or put them aside (git stash --include-untracked), then plan again.',
});

const sparse = (files: readonly string[]): Problem => ({
  code: 'SPARSE_CHECKOUT',
  severity: 'error',
  what: `${files.length === 1 ? '1 manifest is' : `${files.length} manifests are`} not checked out (${some(files)}): their units are missing here.`,
  fix: 'git sparse-checkout disable',
});

const noUpstream = (branch: string): Problem => ({
  code: 'NO_UPSTREAM',
  severity: 'warning',
  what: `The branch ${branch} has no upstream: the release commit and its tags would stay on this machine.`,
  fix: `git push --set-upstream origin ${branch}`,
});

const some = (files: readonly string[]): string => `${files.slice(0, 3).join(', ')}${files.length > 3 ? ', …' : ''}`;
