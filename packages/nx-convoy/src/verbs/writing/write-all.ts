import type { Hands, Rewritten } from '../../model/hands.ts';
import { ok, type Result } from '../../model/problem.ts';

/** All files or none. A process that dies on the way leaves a note, and the next one begins by taking it back. */
export async function writeAll(
  files: readonly Rewritten[],
  { verb, base }: { readonly verb: string; readonly base: string },
  hands: Hands,
): Promise<Result<void>> {
  const begun = await hands.begin(verb, files, JSON.stringify({ ...memo, verb, plan: verb, base }));
  if (!begun.ok) return begun;
  const transaction = begun.value;
  try {
    const moved = await transaction.forward('nothing has run');
    if (!moved.ok) {
      const back = await transaction.back('whatever stands there');
      if (back.ok) await transaction.forget();
      return moved;
    }
    await transaction.forget();
    return ok(undefined);
  } finally {
    await transaction.leave();
  }
}

/** What an interrupted one has written is taken back, whichever verb it was; one of apply is left to apply, which names no verb. */
export async function takeBack(hands: Hands): Promise<Result<void>> {
  const found = await hands.resume('open');
  if (!found.ok) return found;
  const transaction = found.value;
  if (transaction === undefined) return ok(undefined);
  try {
    if (!isOurs(transaction.memo)) return ok(undefined);
    const back = await transaction.back();
    if (back.ok) await transaction.forget();
    return back;
  } finally {
    await transaction.leave();
  }
}

/** In the words of apply as well, so that `nx-convoy apply --abort` ends it too: no commit, no tag. */
const memo = {
  schema: 1,
  message: '',
  commits: false,
  stages: false,
  signs: false,
  commitArgs: [],
  tags: [],
  tagArgs: [],
};

function isOurs(text: string): boolean {
  try {
    return (JSON.parse(text) as { readonly verb?: unknown }).verb !== undefined;
  } catch {
    return false;
  }
}
