import type { GitConfig } from '../../model/config.ts';
import type { Hands } from '../../model/hands.ts';
import type { Problem, Result } from '../../model/problem.ts';
import type { Verdict } from '../../model/proof.ts';
import type { World } from '../../model/world.ts';
import { push, pushArguments } from '../push.ts';
import type { Report } from '../verb.ts';
import { painter } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';
import type { Carried } from './carry.ts';

export interface Applied {
  /** Where the tags stand; absent where nothing was applied. */
  readonly commit?: string;
  readonly tags: readonly string[];
  /** What the clients say of the lock files. */
  readonly locks: readonly Verdict[];
  /** The commit after the release, where one was asked for. */
  readonly after?: string;
}

export const nothingApplied: Applied = { tags: [], locks: [] };

export interface Telling {
  /** What has been shown before, and belongs to the answer. */
  readonly shown?: string;
  readonly locks?: readonly Verdict[];
  readonly warnings?: readonly Problem[];
  readonly isPushed: boolean;
  readonly git: GitConfig;
}

/** What was done, and what comes next. */
export async function tellDone(
  { commit, tags, warnings, byHand }: Carried,
  { shown = '', locks = [], isPushed, git, warnings: earlier = [] }: Telling,
  world: World,
  hands: Hands,
): Promise<Report<Applied>> {
  const args = isPushed || byHand === undefined ? await pushArguments(world, tags, git) : [];
  const pushed = isPushed ? await push(args, hands) : undefined;
  const problems = [...earlier, ...warnings, ...(pushed?.ok === false ? pushed.problems : [])];
  const made = [`Applied on ${commit.slice(0, 10)}`, ...(tags.length === 0 ? [] : [`tagged ${tags.join(' ')}`])];
  const next = [
    ...(byHand === undefined ? [] : [`To commit it, with what nx-convoy tag reads: ${byHand}`]),
    ...(pushed?.ok === true
      ? ['Pushed.']
      : isPushed || byHand !== undefined
        ? []
        : [`To push it: git ${args.join(' ')}`]),
    ...(isPushed ? [] : ['To take it back: nx-convoy apply --undo']),
  ];
  return {
    value: { commit, tags, locks },
    text: `${shown}${made.join(', ')}.\n${next.map((line) => `${line}\n`).join('')}${tellProblems(problems, painter(world.isColoured))}`,
    problems,
    ok: problems.every(({ severity }) => severity !== 'error'),
  };
}

export const tellBack = (done: Result<void>, world: World): Report<Applied> =>
  done.ok
    ? { value: nothingApplied, text: 'Taken back: the tree is as it was.\n', problems: [], ok: true }
    : refuse(done.problems, world);

export const say = (text: string, ok = true, problems: readonly Problem[] = []): Report<Applied> => ({
  value: nothingApplied,
  text,
  problems,
  ok,
});

export const refuse = (
  problems: readonly Problem[],
  { isColoured }: World,
  { shown = '', locks = [] }: { readonly shown?: string; readonly locks?: readonly Verdict[] } = {},
): Report<Applied> => ({
  value: { tags: [], locks },
  text: `${shown}${shown === '' ? '' : '\n'}${tellProblems(problems, painter(isColoured))}`,
  problems,
  ok: false,
});

/** For machines: what was done, what the clients say, and every problem. */
export const asJson = ({ value, problems, ok }: Report<Applied>): string =>
  `${JSON.stringify({ ok, ...value, problems }, undefined, 2)}\n`;
