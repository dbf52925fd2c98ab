import type { z } from 'zod';
import { rewrite } from '../../applying/rewrite.ts';
import type { Config, GitConfig } from '../../model/config.ts';
import type { Hands, Rewritten } from '../../model/hands.ts';
import type { Plan } from '../../model/plan.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Verdict } from '../../model/proof.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { World } from '../../model/world.ts';
import { canonicalJson } from '../../planning/written/canonical.ts';
import { readPlan } from '../../planning/written/read-plan.ts';
import { gatherConfig } from '../gathering/gather.ts';
import { hooksOf, hookWords, nxHooks, runHooks, writesOf } from '../hooks.ts';
import { planNow } from '../plan-at.ts';
import type { Report } from '../verb.ts';
import { count } from '../words/columns.ts';
import { painter } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';
import { carryOut, takeBack, type Carried } from './carry.ts';
import { memoOf, type Memo, type MemoHooks } from './memo.ts';
import { gitObstacles, moved, planObstacles, tagObstacles } from './obstacles.ts';
import type { applyOptions } from './options.ts';
import { lockProblems, prove } from './prove.ts';
import { nothingApplied, refuse, say, tellDone, type Applied } from './report.ts';
import { preview, summary, tellLocks } from './words.ts';

type Options = z.infer<typeof applyOptions>;

/** Plan, obstacles, the clients' word, the user's; only then the first byte. */
export async function begin(options: Options, world: World, hands: Hands): Promise<Report<Applied>> {
  const read = await planOf(options, world, hands);
  if (!read.ok) return refuse(read.problems, world);
  const { plan, shown } = read.value;
  const against = planObstacles({ plan, file: options.plan, commit: options.commit });
  if (against.length > 0) return refuse(against, world, { shown: options.plan === undefined ? '' : shown });
  if (plan.units.length === 0) return say(shown);
  const repo = await world.snapshot();
  const { config } = await gatherConfig(repo);
  const stale = await moved({ plan, file: options.plan, config: world.hash(canonicalJson(config)) }, world);
  if (stale.length > 0) return refuse(stale, world);
  const prepared = await prepare(plan, config, repo, options, world, hands);
  if (!prepared.ok) return refuse(prepared.problems, world);
  const release = prepared.value;
  const locks = options.prove ? await prove(repo, release.files, hands) : [];
  const warnings = lockProblems(locks);
  if (warnings.some(({ severity }) => severity === 'error')) return refuse(warnings, world, { locks });
  const said = `${tellLocks(locks, world.columns)}${tellProblems(warnings, painter(world.isColoured))}`;
  if (options.dryRun) {
    const shownAll = `${shown}\n${preview(release, world.columns)}${said}`;
    const text = `${shownAll}\nThis was a dry run: nothing has changed.\n`;
    return { value: { ...nothingApplied, locks }, text, problems: warnings, ok: true };
  }
  const mayAsk = hands.ask !== undefined && !options.yes && options.format === 'table';
  if (!options.yes && !mayAsk) return refuse([unanswered], world, { shown, locks });
  const question = `Apply this to ${count(release.files.length, 'file')}?`;
  const isWanted = options.yes || (await hands.ask?.(`${shown}${said}`, question)) === true;
  if (!isWanted) return say('Nothing has changed.\n', false);
  const done = await write(release, world, hands);
  if (!done.ok) return refuse(done.problems, world, { shown: mayAsk ? '' : `${shown}\n`, locks });
  const late = await runHooks(hooksOf(config, 'after:apply'), 'after:apply', release.hooked, hands);
  const git: GitConfig = config.release?.git ?? {};
  return tellDone(
    done.value,
    {
      shown: mayAsk ? '' : `${shown}\n${tellLocks(locks, world.columns)}`,
      locks,
      git,
      isPushed: options.push ?? git.push ?? false,
      warnings: [...warnings, ...(late.ok ? [] : late.problems)],
    },
    world,
    hands,
  );
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

export interface Prepared {
  readonly plan: Plan;
  readonly files: readonly Rewritten[];
  readonly memo: Memo;
  readonly hooked: MemoHooks;
  readonly locks?: readonly Verdict[];
}

/** Everything that could stand in the way is asked before the first byte is written. */
async function prepare(
  plan: Plan,
  config: Config,
  repo: Snapshot,
  options: Options,
  world: World,
  hands: Hands,
): Promise<Result<Prepared>> {
  const files = rewrite(plan, repo);
  const nx = nxHooks(config, plan);
  const first = [...(nx.ok ? nx.value : []), ...hooksOf(config, 'before:apply')];
  const before = hooksOf(config, 'before:commit');
  const hasHooks = first.length + before.length > 0;
  const isTold = hasHooks || hooksOf(config, 'after:apply').length > 0;
  const hooked: MemoHooks = {
    first,
    before,
    writes: writesOf(config),
    words: hookWords(plan),
    plan: isTold ? canonicalJson(plan) : '',
  };
  const changes = files.ok && (files.value.length > 0 || hasHooks);
  const memo = memoOf(plan, config.release?.git ?? {}, options, changes, hasHooks ? hooked : undefined);
  const tags = await tagObstacles(memo, world);
  const problems: Problem[] = [files, nx].flatMap((result) => (result.ok ? [] : result.problems));
  problems.push(...(await gitObstacles(memo, world, hands)), ...tags.problems);
  if (problems.length > 0 || !files.ok) return fail(...problems);
  const open = memo.tags.filter(({ name }) => !tags.done.has(name));
  return ok({ plan, files: files.value, memo: { ...memo, tags: open }, hooked });
}

async function write({ plan, files, memo }: Prepared, world: World, hands: Hands): Promise<Result<Carried>> {
  const all = 'whatever stands there';
  const begun = await hands.begin(plan.id ?? '', files, JSON.stringify(memo));
  if (!begun.ok) return begun;
  const transaction = begun.value;
  try {
    const done = await carryOut(transaction, memo, world, hands);
    if (done.ok) return done;
    const undone = await takeBack(transaction, memo, world, hands, all);
    return undone.ok ? done : fail(...done.problems, ...undone.problems, halfWay);
  } finally {
    await transaction.leave();
  }
}

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
