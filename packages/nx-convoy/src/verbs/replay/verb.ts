import type { Problem } from '../../model/problem.ts';
import { ruleOf } from '../../planning/rules/settings.ts';
import { gatherConfig } from '../gathering/gather.ts';
import type { Verb } from '../verb.ts';
import { gatherWholePast } from './gather.ts';
import { stands } from './graphs.ts';
import { replayOptions } from './options.ts';
import { parentToAsk, preparePast, releaseCommits } from './past.ts';
import { reportOf, type Replay } from './replay.ts';
import { table } from './report.ts';
import { shapesOf } from './shapes.ts';
import type { Step } from './step.ts';
import { stepFinder } from './steps.ts';

export const replay: Verb<typeof replayOptions, Replay> = {
  name: 'replay',
  summary: 'Plans every past release again and shows how often the plan equals what was released, and by which rule.',
  options: replayOptions,
  async run(options, world) {
    const [repo, whole] = await Promise.all([world.snapshot(), gatherWholePast(world)]);
    const { config, problems } = await gatherConfig(repo);
    const past = preparePast(whole);
    const standAt = stands(world, config);
    const shapes = shapesOf(past, config, world);
    const stepsAt = stepFinder(past, config, shapes);
    const steps: Step[] = [];
    for (const { commit } of releaseCommits(past)) {
      if (steps.length >= options.limit) break;
      const stand = await standAt(commit);
      const parent = parentToAsk(past, commit);
      const before = parent === undefined ? undefined : await standAt(parent);
      steps.push(...(await stepsAt(commit, stand, before)).filter((step) => isAsked(step, options.units)));
    }
    await shapes.keep();
    const value = reportOf(steps.slice(0, options.limit), ruleOf(config));
    const told = [...problems, ...(whole.isShallow ? [shallow] : [])];
    const text =
      options.format === 'json' ? `${JSON.stringify(value, undefined, 2)}\n` : table(value, told, world.columns);
    if (options.out !== undefined) await world.save(options.out, text);
    return {
      value,
      text: options.out === undefined ? text : `The replay is in ${options.out}.\n`,
      problems: told,
      ok: told.every(({ severity }) => severity !== 'error'),
    };
  },
};

const isAsked = ({ group }: Step, asked: readonly string[] | undefined): boolean =>
  asked === undefined ||
  group.units.some(({ id, name, project }) => asked.includes(id) || asked.includes(name) || asked.includes(project));

const shallow: Problem = {
  code: 'SHALLOW_CLONE',
  severity: 'error',
  what: 'This clone holds only the newest commits: releases before them cannot be seen.',
  fix: 'git fetch --unshallow --tags (in CI: fetch-depth: 0).',
};
