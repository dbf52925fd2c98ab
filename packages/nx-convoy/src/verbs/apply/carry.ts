import { readAfter, readTrailers } from '../../applying/trailers.ts';
import type { Hands, Transaction } from '../../model/hands.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { askOne, gitRefusal, headOf, tagsOf, tagTaken } from '../gathering/git-state.ts';
import { declared, hookWrote, runHooks } from '../hooks.ts';
import { leaveMessage } from './by-hand.ts';
import type { Memo } from './memo.ts';
import { dirtyFiles } from './obstacles.ts';

export interface Carried {
  /** Where the tags stand: the release commit, or HEAD where nothing had to change. */
  readonly commit: string;
  readonly tags: readonly string[];
  readonly warnings: readonly Problem[];
  /** The command that makes the commit, where nobody wanted it made. */
  readonly byHand?: string;
}

/** Where HEAD stands, seen from a release: before it, on it, or elsewhere. Git is asked, so that it holds after any kill. */
type Stand = { readonly is: 'before' | 'on'; readonly head: string } | { readonly is: 'elsewhere' };

async function standOf({ base, plan }: Memo, world: World): Promise<Stand> {
  const head = await headOf(world);
  if (head === undefined) return { is: 'elsewhere' };
  if (head === base) return { is: 'before', head };
  const parents = await askOne(world, 'rev-list', '--no-walk', '--parents', head);
  const message = await askOne(world, 'log', '--no-walk', '--format=%B', head);
  const isOurs =
    parents === `${head} ${base}` && (readTrailers(message ?? '')?.plan ?? readAfter(message ?? '')) === plan;
  return isOurs ? { is: 'on', head } : { is: 'elsewhere' };
}

/** Hooks, files, hooks, commit, tags: each only where it is not done yet. */
export async function carryOut(
  transaction: Transaction,
  memo: Memo,
  world: World,
  hands: Hands,
): Promise<Result<Carried>> {
  const first = memo.hooks?.first ?? [];
  if (memo.hooks !== undefined && first.length > 0 && !(await transaction.hasMoved())) {
    const ran = await runHooks(first, 'before:apply', memo.hooks, hands);
    if (!ran.ok) return ran;
  }
  const moved = await transaction.forward(first.length > 0 ? undefined : 'nothing has run');
  if (!moved.ok) return moved;
  const stand = await standOf(memo, world);
  if (stand.is === 'elsewhere') return fail(headMoved);
  const warnings: Problem[] = [];
  let commit = stand.head;
  const hooked = stand.is === 'before' ? await hookedFiles(transaction, memo, world, hands) : ok([]);
  if (!hooked.ok) return hooked;
  const files = [...transaction.files.map(({ file }) => file), ...hooked.value];
  if (stand.is === 'before' && memo.stages && files.length > 0) {
    const made = await makeCommit(files, memo, hands);
    if (!made.ok) return made;
    warnings.push(...made.value);
    commit = (await headOf(world)) ?? '';
  }
  const tags = await makeTags(memo, commit, world, hands);
  if (!tags.ok) return tags;
  const byHand = memo.commits || files.length === 0 ? {} : { byHand: await leaveMessage(memo.message, files, world) };
  await transaction.keep();
  return ok({ commit, tags: memo.tags.map(({ name }) => name), warnings, ...byHand });
}

/** What hooks have written, before the edits and after them; what they do not declare stops everything. */
async function hookedFiles(
  { files }: Transaction,
  { hooks, file }: Memo,
  world: World,
  hands: Hands,
): Promise<Result<readonly string[]>> {
  if (hooks === undefined) return ok([]);
  const ran = await runHooks(hooks.before, 'before:commit', hooks, hands);
  if (!ran.ok) return ran;
  const own = new Set(files.map((one) => one.file));
  const written = (await dirtyFiles(world, file)).filter((one) => !own.has(one));
  const strays = written.filter((one) => !declared(hooks.writes)(one));
  return strays.length > 0 ? fail(hookWrote(strays)) : ok(written);
}

async function makeCommit(
  files: readonly string[],
  { message, commits, signs, commitArgs }: Memo,
  hands: Hands,
): Promise<Result<readonly Problem[]>> {
  const staged = await hands.git(
    ['--literal-pathspecs', 'add', '--all', '--force', '--pathspec-from-file=-', '--pathspec-file-nul'],
    files.join('\0'),
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
  evenIf?: 'whatever stands there',
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
  const moved = await transaction.back(evenIf);
  if (!moved.ok) return moved;
  if (memo.hooks !== undefined) await restore(memo, world, hands, evenIf);
  await transaction.forget();
  await hands.git(['update-index', '-q', '--refresh']);
  return ok(undefined);
}

/** The tree was clean before the hooks: at once all that differs is theirs, later only what they declare. */
async function restore(
  { base, hooks, file }: Pick<Memo, 'base' | 'hooks' | 'file'>,
  world: World,
  hands: Hands,
  evenIf?: 'whatever stands there',
): Promise<void> {
  const mayGo = evenIf === undefined ? declared(hooks?.writes ?? []) : () => true;
  const files = (await dirtyFiles(world, file)).filter(mayGo);
  if (files.length === 0) return;
  const listed = await askOne(world, 'ls-tree', '-r', '-z', '--name-only', base);
  const known = new Set((listed ?? '').split('\0'));
  const by = (args: readonly string[], names: readonly string[]): Promise<unknown> =>
    names.length === 0 ? Promise.resolve() : hands.git(['--literal-pathspecs', ...args, '--', ...names]);
  await by(
    ['checkout', '--quiet', base],
    files.filter((one) => known.has(one)),
  );
  await by(
    ['clean', '--quiet', '--force'],
    files.filter((one) => !known.has(one)),
  );
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
