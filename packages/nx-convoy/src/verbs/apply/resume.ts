import type { Hands, Transaction } from '../../model/hands.ts';
import { fail, type Problem, type Result } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { askOne, headOf } from '../gathering/git-state.ts';
import { carryOut, takeBack, type Carried } from './carry.ts';
import type { Memo } from './memo.ts';
import { dirtyFiles, dirtyTree } from './obstacles.ts';

export const readMemo = (text: string): Memo => JSON.parse(text) as Memo;

export const carryOn = (world: World, hands: Hands): Promise<Result<Carried>> =>
  withTransaction(hands, 'open', nothingOpen, (transaction) =>
    carryOut(transaction, readMemo(transaction.memo), world, hands),
  );

export const abort = (world: World, hands: Hands): Promise<Result<void>> =>
  withTransaction(hands, 'open', nothingOpen, (transaction) =>
    takeBack(transaction, readMemo(transaction.memo), world, hands),
  );

/** The last apply is taken back while nobody else can have it: then the tree is as if it had never been. */
export async function undo(world: World, hands: Hands): Promise<Result<void>> {
  const undone: Memo[] = [];
  const done = await undoOne(world, hands, (memo) => undone.push(memo));
  // The commit after a release is part of it.
  return done.ok && undone.some(({ isAfter }) => isAfter) ? undoOne(world, hands, () => undefined) : done;
}

const undoOne = (world: World, hands: Hands, tell: (memo: Memo) => unknown): Promise<Result<void>> =>
  withTransaction(hands, 'done', nothingDone, async (transaction) => {
    const memo = readMemo(transaction.memo);
    tell(memo);
    const head = (await headOf(world)) ?? '';
    if (memo.commits) {
      const dirty = await dirtyFiles(world, undefined);
      if (dirty.length > 0) return fail(dirtyTree(dirty));
      const holders = await askOne(
        world,
        'for-each-ref',
        '--format=%(refname:short)',
        `--contains=${head}`,
        'refs/remotes',
      );
      if (head !== memo.base && holders !== '') return fail(pushed(holders ?? ''));
      // The tree is what was committed, with what a hook may have added: nobody's work is lost.
      const sure = { ...transaction, back: () => transaction.back('whatever stands there') };
      return takeBack(sure, memo, world, hands);
    }
    return takeBack(transaction, memo, world, hands);
  });

async function withTransaction<T>(
  hands: Hands,
  which: 'open' | 'done',
  nothing: Problem,
  act: (transaction: Transaction) => Promise<Result<T>>,
): Promise<Result<T>> {
  const found = await hands.resume(which);
  if (!found.ok) return found;
  if (found.value === undefined) return fail(nothing);
  try {
    return await act(found.value);
  } finally {
    await found.value.leave();
  }
}

const nothingOpen: Problem = {
  code: 'NO_APPLY',
  severity: 'error',
  what: 'No apply was interrupted here: no file has changed.',
  fix: 'nx-convoy apply begins one; nx-convoy apply --undo takes the last one back.',
};

const nothingDone: Problem = {
  code: 'NO_APPLY',
  severity: 'error',
  what: 'No apply that was made in this clone can be taken back.',
  fix: 'To take a release commit back that came from elsewhere: git revert.',
};

const pushed = (where: string): Problem => ({
  code: 'ALREADY_PUSHED',
  severity: 'error',
  what: `The release commit is on ${where.split('\n').join(', ')}: others may have it.`,
  fix: 'Leave it and plan the next version, or revert it in a commit of its own: git revert HEAD.',
});
