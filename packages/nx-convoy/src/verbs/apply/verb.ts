import type { z } from 'zod';
import { rewrite } from '../../applying/rewrite.ts';
import type { GitConfig } from '../../model/config.ts';
import type { Hands, Rewritten } from '../../model/hands.ts';
import type { Plan } from '../../model/plan.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { canonicalJson } from '../../planning/canonical.ts';
import { readPlan } from '../../planning/read-plan.ts';
import { gatherConfig } from '../gather.ts';
import { planNow } from '../plan-at.ts';
import { push, pushArguments } from '../push.ts';
import type { Report, Verb } from '../verb.ts';
import { count } from '../words/columns.ts';
import { painter } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';
import { carryOut, takeBack, type Carried } from './carry.ts';
import { memoOf, type Memo } from './memo.ts';
import { gitObstacles, moved, planObstacles, tagObstacles } from './obstacles.ts';
import { applyOptions } from './options.ts';
import { abort, carryOn, undo } from './resume.ts';
import { preview, summary } from './words.ts';

type Options = z.infer<typeof applyOptions>;

export interface Applied {
  readonly commit?: string;
  readonly tags: readonly string[];
}

export const apply: Verb<typeof applyOptions, Applied> = {
  name: 'apply',
  summary: 'Writes what a plan says: versions, requirements and changelogs, all or none; then commits and tags.',
  options: applyOptions,
  async run(options, world) {
    const { hands } = world;
    if (hands === undefined) throw new Error('apply was given a world that only looks on');
    const ways = [options.continue, options.abort, options.undo].filter(Boolean);
    if (ways.length > 1) return refuse([oneWay], world);
    if (options.continue) return told(await carryOn(world, hands), world, hands, options);
    if (options.abort || options.undo) return back(await (options.abort ? abort : undo)(world, hands), world);
    return begin(options, world, hands);
  },
};

async function begin(options: Options, world: World, hands: Hands): Promise<Report<Applied>> {
  const read = await planOf(options, world, hands);
  if (!read.ok) return refuse(read.problems, world);
  const { plan, shown } = read.value;
  const against = planObstacles({ plan, file: options.plan });
  if (against.length > 0) return refuse(against, world, options.plan === undefined ? '' : shown);
  if (plan.units.length === 0) return nothing(shown);
  const { config } = await gatherConfig(await world.snapshot());
  const git: GitConfig = config.release?.git ?? {};
  const stale = await moved({ plan, file: options.plan, config: world.hash(canonicalJson(config)) }, world);
  if (stale.length > 0) return refuse(stale, world);
  const prepared = await prepare(plan, git, options, world, hands);
  if (!prepared.ok) return refuse(prepared.problems, world);
  const { files, memo } = prepared.value;
  if (options.dryRun) {
    const text = `${shown}\n${preview(plan, files, memo, world.columns)}\nThis was a dry run: nothing has changed.\n`;
    return { value: { tags: [] }, text, problems: [], ok: true };
  }
  const asked = hands.ask !== undefined && !options.yes;
  if (!options.yes && !asked) return refuse([unanswered], world, shown);
  const isWanted = options.yes || (await hands.ask?.(shown, `Apply this to ${count(files.length, 'file')}?`)) === true;
  if (!isWanted) return { value: { tags: [] }, text: 'Nothing has changed.\n', problems: [], ok: false };
  const done = await write(plan, files, memo, world, hands);
  return told(done, world, hands, options, asked ? '' : `${shown}\n`);
}

/** A saved plan, or one that is made now, with the words that show it. */
async function planOf(
  { plan: file }: Options,
  world: World,
  hands: Hands,
): Promise<Result<{ readonly plan: Plan; readonly shown: string }>> {
  if (file === undefined) {
    const { value, text } = await planNow(world);
    return ok({ plan: value, shown: text });
  }
  const text = await hands.read(file);
  if (text === undefined) return fail(noPlan(file));
  const read = readPlan(text, file, (one) => world.hash(one));
  return read.ok ? ok({ plan: read.value, shown: summary(read.value, world.columns) }) : read;
}

/** Everything that could stand in the way is asked before the first byte is written. */
async function prepare(
  plan: Plan,
  git: GitConfig,
  options: Options,
  world: World,
  hands: Hands,
): Promise<Result<{ readonly files: readonly Rewritten[]; readonly memo: Memo }>> {
  const files = rewrite(plan, await world.snapshot());
  const memo = memoOf(plan, git, options, files.ok && files.value.length > 0);
  const tags = await tagObstacles(memo, world);
  const problems = [...(files.ok ? [] : files.problems), ...(await gitObstacles(memo, world, hands)), ...tags.problems];
  if (problems.length > 0 || !files.ok) return fail(...problems);
  return ok({ files: files.value, memo: { ...memo, tags: memo.tags.filter(({ name }) => !tags.done.has(name)) } });
}

async function write(
  plan: Plan,
  files: readonly Rewritten[],
  memo: Memo,
  world: World,
  hands: Hands,
): Promise<Result<Carried>> {
  const begun = await hands.begin(plan.id ?? '', files, JSON.stringify(memo));
  if (!begun.ok) return begun;
  const transaction = begun.value;
  try {
    const done = await carryOut(transaction, memo, world, hands);
    if (done.ok) return done;
    const undone = await takeBack(
      { ...transaction, back: () => transaction.back('whatever stands there') },
      memo,
      world,
      hands,
    );
    return undone.ok ? done : fail(...done.problems, ...undone.problems, halfWay);
  } finally {
    await transaction.leave();
  }
}

async function told(
  done: Result<Carried>,
  world: World,
  hands: Hands,
  options: Options,
  shown = '',
): Promise<Report<Applied>> {
  if (!done.ok) return refuse(done.problems, world, shown);
  const { commit, tags, warnings } = done.value;
  const { config } = await gatherConfig(await world.snapshot());
  const git: GitConfig = config.release?.git ?? {};
  const args = await pushArguments(world, tags, git);
  const isPushed = options.push ?? git.push ?? false;
  const pushed = isPushed ? await push(args, hands) : undefined;
  const problems = [...warnings, ...(pushed?.ok === false ? pushed.problems : [])];
  const made = [`Applied on ${commit.slice(0, 10)}`, ...(tags.length === 0 ? [] : [`tagged ${tags.join(' ')}`])].join(
    ', ',
  );
  const next =
    pushed?.ok === true
      ? 'Pushed.\n'
      : isPushed
        ? ''
        : `To push it: git ${args.join(' ')}\nTo take it back: nx-convoy apply --undo\n`;
  return {
    value: { commit, tags },
    text: `${shown}${made}.\n${next}${tellProblems(problems, painter(world.isColoured))}`,
    problems,
    ok: pushed?.ok !== false,
  };
}

const back = (done: Result<void>, world: World): Report<Applied> =>
  done.ok
    ? { value: { tags: [] }, text: 'Taken back: the tree is as it was.\n', problems: [], ok: true }
    : refuse(done.problems, world);

const nothing = (text: string): Report<Applied> => ({ value: { tags: [] }, text, problems: [], ok: true });

const refuse = (problems: readonly Problem[], { isColoured }: World, shown = ''): Report<Applied> => ({
  value: { tags: [] },
  text: `${shown}${shown === '' ? '' : '\n'}${tellProblems(problems, painter(isColoured))}`,
  problems,
  ok: false,
});

const oneWay: Problem = {
  code: 'USAGE',
  severity: 'error',
  what: '--continue, --abort and --undo exclude each other.',
  fix: 'Choose one: see nx-convoy apply --help.',
};

const noPlan = (file: string): Problem => ({
  code: 'PLAN_MISSING',
  severity: 'error',
  what: `${file} cannot be read.`,
  where: { file },
  fix: `Make it: nx-convoy plan --format=json --out=${file}.`,
});

const unanswered: Problem = {
  code: 'CONFIRM_NEEDED',
  severity: 'error',
  what: 'Nobody is here to say yes.',
  fix: 'Read the plan above, and pass --yes.',
};

const halfWay: Problem = {
  code: 'APPLY_UNFINISHED',
  severity: 'error',
  what: 'It could not be taken back on the spot.',
  fix: 'Mend what is told above, then nx-convoy apply --abort takes it back, and --continue ends it.',
};
