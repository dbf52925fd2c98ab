import type { z } from 'zod';
import type { GitConfig } from '../../model/config.ts';
import type { Hands } from '../../model/hands.ts';
import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { gatherConfig } from '../gathering/gather.ts';
import { push, pushArguments } from '../push.ts';
import type { Report, Verb } from '../verb.ts';
import { painter } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';
import { makeAfter } from './after.ts';
import { begin } from './begin.ts';
import { applyOptions } from './options.ts';
import { asJson, refuse, tellBack, tellDone, type Applied } from './report.ts';
import { abort, carryOn, undo } from './resume.ts';

type Options = z.infer<typeof applyOptions>;

export const apply: Verb<typeof applyOptions, Applied> = {
  name: 'apply',
  summary: 'Writes what a plan says: versions, requirements and changelogs, all or none; then commits and tags.',
  options: applyOptions,
  async run(options, world) {
    const { hands } = world;
    if (hands === undefined) throw new Error('apply was given a world that only looks on');
    const report = await act(options, world, hands);
    return options.format === 'json' ? { ...report, text: asJson(report) } : report;
  },
};

async function act(options: Options, world: World, hands: Hands): Promise<Report<Applied>> {
  const ways = [options.continue, options.abort, options.undo].filter(Boolean);
  if (ways.length > 1) return refuse([oneWay], world);
  if (options.abort || options.undo) return tellBack(await (options.abort ? abort : undo)(world, hands), world);
  const done = await (options.continue ? resumed(options, world, hands) : begin(options, world, hands));
  return options.after && !options.dryRun && done.ok ? followed(done, options, world, hands) : done;
}

/** The release stands, whatever becomes of the commit after it. */
async function followed(
  done: Report<Applied>,
  { sign, push: mayPush }: Options,
  world: World,
  hands: Hands,
): Promise<Report<Applied>> {
  const after = await makeAfter(world, hands, sign);
  if (!after.ok) {
    const told = tellProblems(after.problems, painter(world.isColoured));
    return { ...done, text: `${done.text}${told}`, problems: [...done.problems, ...after.problems], ok: false };
  }
  const { commit, why } = after.value;
  if (commit === undefined) return { ...done, text: `${done.text}${why}\n` };
  const args = await pushArguments(world, [], (await gatherConfig(await world.snapshot())).config.release?.git ?? {});
  const pushed = mayPush === true ? await push(args, hands) : undefined;
  const problems = [...done.problems, ...(pushed?.ok === false ? pushed.problems : [])];
  const text = `${done.text}After it: ${commit.slice(0, 10)}, ${why}\n`;
  return { ...done, value: { ...done.value, after: commit }, text, problems, ok: pushed?.ok !== false };
}

async function resumed({ push: mayPush }: Options, world: World, hands: Hands): Promise<Report<Applied>> {
  const done = await carryOn(world, hands);
  if (!done.ok) return refuse(done.problems, world);
  const { config } = await gatherConfig(await world.snapshot());
  const git: GitConfig = config.release?.git ?? {};
  return tellDone(done.value, { git, isPushed: mayPush ?? git.push ?? false }, world, hands);
}

const oneWay: Problem = {
  code: 'USAGE',
  severity: 'error',
  what: '--continue, --abort and --undo exclude each other.',
  fix: 'Choose one: see nx-convoy apply --help.',
};
