import { readTrailers } from '../../applying/trailers.ts';
import type { Hands, Transaction } from '../../model/hands.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { askOne, gitRefusal, headOf, tagsOf, tagTaken } from '../git-state.ts';
import type { Memo } from './memo.ts';

export interface Carried {
  /** Where the tags stand: the release commit, or HEAD where nothing had to change. */
  readonly commit: string;
  readonly tags: readonly string[];
  readonly warnings: readonly Problem[];
}

/** Where HEAD stands, seen from a release: before it, on it, or elsewhere. Git is asked, so that it holds after any kill. */
type Stand = { readonly is: 'before' | 'on'; readonly head: string } | { readonly is: 'elsewhere' };

async function standOf({ base, plan }: Memo, world: World): Promise<Stand> {
  const head = await headOf(world);
  if (head === undefined) return { is: 'elsewhere' };
  if (head === base) return { is: 'before', head };
  const parents = await askOne(world, 'rev-list', '--no-walk', '--parents', head);
  const message = await askOne(world, 'log', '--no-walk', '--format=%B', head);
  const isOurs = parents === `${head} ${base}` && readTrailers(message ?? '')?.plan === plan;
  return isOurs ? { is: 'on', head } : { is: 'elsewhere' };
}

/** Files, commit, tags: each only where it is not done yet. */
export async function carryOut(
  transaction: Transaction,
  memo: Memo,
  world: World,
  hands: Hands,
): Promise<Result<Carried>> {
  const moved = await transaction.forward();
  if (!moved.ok) return moved;
  const stand = await standOf(memo, world);
  if (stand.is === 'elsewhere') return fail(headMoved);
  const warnings: Problem[] = [];
  let commit = stand.head;
  if (stand.is === 'before' && memo.stages && transaction.files.length > 0) {
    const made = await makeCommit(transaction, memo, hands);
    if (!made.ok) return made;
    warnings.push(...made.value);
    commit = (await headOf(world)) ?? '';
  }
  const tags = await makeTags(memo, commit, world, hands);
  if (!tags.ok) return tags;
  await transaction.keep();
  return ok({ commit, tags: memo.tags.map(({ name }) => name), warnings });
}

async function makeCommit(
  { files }: Transaction,
  { message, commits, signs, commitArgs }: Memo,
  hands: Hands,
): Promise<Result<readonly Problem[]>> {
  const names = files.map(({ file }) => file).join('\0');
  const staged = await hands.git(
    ['--literal-pathspecs', 'add', '--all', '--force', '--pathspec-from-file=-', '--pathspec-file-nul'],
    names,
  );
  if (staged.code !== 0) return fail(gitRefusal('to stage the files', staged.complaint));
  if (!commits) return ok([]);
  const expected = (await hands.git(['write-tree'])).answer;
  const sign = signs ? ['--gpg-sign'] : [];
  const made = await hands.git(
    ['commit', '--quiet', '--cleanup=whitespace', '--file=-', ...sign, ...commitArgs],
    message,
  );
  if (made.code !== 0) return fail(gitRefusal('the release commit', `${made.answer}\n${made.complaint}`));
  const { answer } = await hands.git(['rev-parse', 'HEAD^{tree}']);
  return ok(answer === expected ? [] : [altered]);
}

async function makeTags(
  { tags, tagArgs, signs }: Memo,
  commit: string,
  world: World,
  hands: Hands,
): Promise<Result<void>> {
  const known = await tagsOf(
    world,
    tags.map(({ name }) => name),
  );
  for (const { name, message } of tags) {
    const there = known.get(name);
    if (there !== undefined && there.commit !== commit) return fail(tagTaken(name, there.commit));
    if (there !== undefined) continue;
    const kind = signs ? '--sign' : '--annotate';
    const made = await hands.git(
      ['tag', kind, '--cleanup=whitespace', '--file=-', ...tagArgs, '--', name, commit],
      message,
    );
    if (made.code !== 0) return fail(gitRefusal(`the tag ${name}`, made.complaint));
  }
  return ok(undefined);
}

/** Tags, commit, index, files: the way back. */
export async function takeBack(
  transaction: Transaction,
  memo: Memo,
  world: World,
  hands: Hands,
): Promise<Result<void>> {
  const stand = await standOf(memo, world);
  if (stand.is === 'elsewhere') return fail(headMoved);
  const known = await tagsOf(
    world,
    memo.tags.map(({ name }) => name),
  );
  for (const [name, { object, commit }] of known) {
    if (commit !== stand.head) continue;
    const gone = await hands.git(['update-ref', '-d', `refs/tags/${name}`, object]);
    if (gone.code !== 0) return fail(gitRefusal(`to remove the tag ${name}`, gone.complaint));
  }
  const isStaged = (await hands.git(['diff-index', '--cached', '--quiet', memo.base])).code !== 0;
  if (stand.is === 'on' || isStaged) {
    const reset = await hands.git(['reset', '--quiet', '--mixed', memo.base]);
    // It exits with 1 where files differ from the index, as they do: what counts is where HEAD stands.
    if (reset.code !== 0 && reset.complaint !== '') return fail(gitRefusal('to take the commit back', reset.complaint));
  }
  const moved = await transaction.back();
  if (!moved.ok) return moved;
  await transaction.forget();
  await hands.git(['update-index', '-q', '--refresh']);
  return ok(undefined);
}

const headMoved: Problem = {
  code: 'HEAD_MOVED',
  severity: 'error',
  what: 'HEAD stands neither on the commit that was planned on nor on the release commit: somebody committed or switched meanwhile.',
  fix: 'Go back to where the release was begun (git switch, git reflog), then ask again.',
};

const altered: Problem = {
  code: 'COMMIT_ALTERED',
  severity: 'warning',
  what: 'A hook changed what was committed: the release commit holds more than the plan, and nx-convoy verify-commit will say so.',
  fix: 'Let hooks check only, or leave them out: "release": { "git": { "commitArgs": ["--no-verify"] } }.',
};
