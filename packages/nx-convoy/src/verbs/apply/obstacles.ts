import { sharedProblems, type Plan, type PlanProblem } from '../../model/plan.ts';
import type { Hands } from '../../model/hands.ts';
import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { askOne, branchOf, gitLocked, headOf, noIdentity, tagsOf, tagTaken } from '../gathering/git-state.ts';
import type { Memo } from './memo.ts';
import { isTagName } from './tag-name.ts';

export interface Ask {
  readonly plan: Plan;
  /** The file that the plan was read from: where it lies in the workspace, it is not what makes a tree dirty. */
  readonly file?: string | undefined;
  /** Of the configuration as it is now. */
  readonly config: string;
}

/** What the plan itself says against being applied. */
export function planObstacles({
  plan,
  file,
  commit,
}: Pick<Ask, 'plan' | 'file'> & { readonly commit?: boolean | undefined }): readonly Problem[] {
  const errors = sharedProblems(plan).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return errors.map(asProblem);
  if (plan.options.snapshot !== undefined && commit !== false) return [uncommittable(file)];
  if (plan.id !== null && plan.base.commit !== null) return [];
  return [...plan.problems.filter(({ code }) => blocking.has(code)).map(asProblem), uncommitted(file)];
}

const blocking = new Set(['DIRTY_TREE', 'NO_COMMIT', 'NO_GIT', 'NO_CHECKOUT']);

/** Where the tree is not the one that was planned: everything that moved, told at once. */
export async function moved({ plan, file, config }: Ask, world: World): Promise<readonly Problem[]> {
  const { base, edits, changelogs, versionPlans = [] } = plan;
  const [head, dirty, tags] = await Promise.all([
    headOf(world),
    dirtyFiles(world, file),
    tagsOf(
      world,
      base.tags.map(({ name }) => name),
    ),
  ]);
  const stale: string[] = [];
  if (head !== base.commit && base.commit !== null) {
    const changed = await askOne(world, 'diff', '--name-only', '-z', '--relative', base.commit, 'HEAD', '--');
    const own = new Set([...[...edits, ...changelogs].map((one) => one.file), ...versionPlans]);
    const ours = (changed ?? '').split('\0').filter((one) => own.has(one));
    const files = ours.length === 0 ? '' : `, which changes ${some(ours)}`;
    stale.push(
      `it was made on ${base.commit.slice(0, 10)}, and HEAD is ${head?.slice(0, 10) ?? 'nothing yet'}${files}`,
    );
  }
  if (config !== plan.config) stale.push('the configuration (nx.json, convoy.json) says something else now');
  for (const { name, commit } of base.tags) {
    const now = tags.get(name)?.commit;
    if (now !== commit)
      stale.push(`the tag ${name} ${now === undefined ? 'is gone' : `stands on ${now.slice(0, 10)} now`}`);
  }
  return [...stale.map((what) => outdated(what, file)), ...(dirty.length > 0 ? [dirtyTree(dirty)] : [])];
}

/** What git would refuse later, when files are written already. */
export async function gitObstacles(memo: Memo, world: World, hands: Hands): Promise<readonly Problem[]> {
  const lock = await askOne(world, 'rev-parse', '--git-path', 'index.lock');
  const writes = memo.commits || memo.tags.length > 0;
  return [
    ...(lock !== undefined && hands.exists(lock) ? [gitLocked(lock)] : []),
    ...(memo.commits && (await branchOf(world)) === undefined ? [detached] : []),
    ...(memo.commits && (await isBusy(world)) ? [busy] : []),
    ...(writes && (await askOne(world, 'var', 'GIT_COMMITTER_IDENT')) === undefined ? [noIdentity] : []),
    ...memo.tags.flatMap(({ name }) => (isTagName(name) ? [] : [badName(name)])),
  ];
}

/** A merge, cherry-pick or revert that a commit would end. */
async function isBusy(world: World): Promise<boolean> {
  let answer = '';
  const heads = 'MERGE_HEAD\nCHERRY_PICK_HEAD\nREVERT_HEAD\n';
  await world.git(['cat-file', '--batch-check'], (text) => (answer += text), heads);
  return / commit \d+$/m.test(answer);
}

/** Tags that are wanted and stand somewhere: on the very commit they are done, elsewhere they stop everything. */
export async function tagObstacles(
  { tags, commits, base }: Memo,
  world: World,
): Promise<{ readonly done: ReadonlySet<string>; readonly problems: readonly Problem[] }> {
  const known = await tagsOf(
    world,
    tags.map(({ name }) => name),
  );
  const done = [...known].filter(([, { commit }]) => !commits && commit === base).map(([name]) => name);
  const taken = [...known].filter(([name]) => !done.includes(name));
  return { done: new Set(done), problems: taken.map(([name, { commit }]) => tagTaken(name, commit)) };
}

/** Files of the workspace that differ from HEAD; outside of it what is staged, for that would be committed along. */
export async function dirtyFiles(world: World, but: string | undefined): Promise<readonly string[]> {
  const place = (await askOne(world, 'rev-parse', '--show-prefix')) ?? '';
  const answer = await askOne(
    world,
    ...['status', '--porcelain', '-z', '--untracked-files=all', '--no-renames', '--ignore-submodules=all'],
  );
  const lines = (answer ?? '').split('\0').filter((line) => line.length > 3);
  return lines.flatMap((line) => {
    const path = line.slice(3);
    if (!path.startsWith(place)) return line.startsWith(' ') || line.startsWith('?') ? [] : [path];
    const file = path.slice(place.length);
    return file === but?.replace(/^\.\//, '') ? [] : [file];
  });
}

export const asProblem = ({ file, line, column, ...problem }: PlanProblem): Problem => ({
  ...problem,
  ...(file === undefined
    ? {}
    : { where: { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) } }),
});

const some = (files: readonly string[]): string => `${files.slice(0, 3).join(', ')}${files.length > 3 ? ', …' : ''}`;

const again = (file: string | undefined): string =>
  file === undefined ? 'Plan again: nx-convoy plan.' : `Plan again: nx-convoy plan --format=json --out=${file}.`;

/** A build between releases is for trying: its version stands in no history. */
const uncommittable = (file: string | undefined): Problem => ({
  code: 'SNAPSHOT_UNCOMMITTED',
  severity: 'error',
  what: 'This plan is one of a build between releases (--snapshot), which is never committed or tagged.',
  fix: `Only write its versions, package them, and take them back: nx-convoy apply --no-commit${file === undefined ? '' : ` --plan=${file}`}, then git restore .`,
});

const uncommitted = (file: string | undefined): Problem => ({
  code: 'PLAN_UNCOMMITTED',
  severity: 'error',
  what: 'This plan is one of a tree that no commit holds: nobody could make it again.',
  fix: `Commit everything or put it aside (git stash --include-untracked). ${again(file)}`,
});

const outdated = (what: string, file: string | undefined): Problem => ({
  code: 'PLAN_STALE',
  severity: 'error',
  what: `The plan is not of this tree: ${what}.`,
  fix: again(file),
});

export const dirtyTree = (files: readonly string[]): Problem => ({
  code: 'DIRTY_TREE',
  severity: 'error',
  what: `${files.length === 1 ? '1 file differs' : `${files.length} files differ`} from the last commit: ${some(files)}.`,
  fix: 'Commit the changes or put them aside (git stash --include-untracked), then ask again.',
});

const detached: Problem = {
  code: 'DETACHED_HEAD',
  severity: 'error',
  what: 'HEAD is on no branch: the release commit would be lost with the next checkout.',
  fix: 'git switch <branch> (in CI: check out the branch, not the commit), or --no-commit.',
};

const busy: Problem = {
  code: 'GIT_BUSY',
  severity: 'error',
  what: 'A merge, cherry-pick or revert is under way: the release commit would end it.',
  fix: 'End it first: git status tells how.',
};

const badName = (name: string): Problem => ({
  code: 'TAG_UNNAMEABLE',
  severity: 'error',
  what: `git takes no tag called "${name}".`,
  fix: 'Choose another pattern: "units": { "…": { "tag": "…{version}" } }, or releaseTag.pattern in nx.json.',
});
