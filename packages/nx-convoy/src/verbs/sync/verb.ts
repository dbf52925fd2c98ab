import type { z } from 'zod';
import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { headOf } from '../gathering/git-state.ts';
import type { Report, Verb } from '../verb.ts';
import { takeBack, writeAll } from '../writing/write-all.ts';
import { linesOf } from './difference.ts';
import type { Differences } from './differences.ts';
import { gatherDifferences } from './gather.ts';
import { syncOptions } from './options.ts';
import { asJson, asTable, type Synced } from './report.ts';

type Options = z.infer<typeof syncOptions>;

export const sync: Verb<typeof syncOptions, Synced> = {
  name: 'sync',
  summary: 'Brings versions, requirements, lock files and documents into step without a release; --check only tells.',
  options: syncOptions,
  async run(options, world) {
    const found = await look(options, world);
    const isRight = found.problems.every(({ severity }) => severity !== 'error');
    const isChecked = options.check || !isRight || found.files.length === 0;
    const problems = isChecked ? found.problems : [...found.problems, ...(await write(found, world))];
    const written = !isChecked && problems.length === found.problems.length;
    const value: Synced = {
      differences: linesOf(found),
      files: found.files.map(({ file }) => file),
      problems,
      written,
    };
    const isOk = problems.every(({ severity }) => severity !== 'error') && (written || value.differences.length === 0);
    return told(value, isOk, options, world);
  },
};

/** What an earlier one that was killed left half written is taken back before anything is read. */
async function look(options: Options, world: World): Promise<Differences> {
  const taken = options.check || world.hands === undefined ? undefined : await takeBack(world.hands);
  if (taken?.ok === false) return { edits: [], files: [], problems: taken.problems };
  return gatherDifferences(await world.snapshot(), world, options.to);
}

async function write({ files }: Differences, world: World): Promise<readonly Problem[]> {
  if (world.hands === undefined) throw new Error('sync was given a world that only looks on');
  const done = await writeAll(files, { verb: 'sync', base: (await headOf(world)) ?? '' }, world.hands);
  return done.ok ? [] : done.problems;
}

async function told(value: Synced, isOk: boolean, { format, out }: Options, world: World): Promise<Report<Synced>> {
  const words = format === 'json' ? asJson(value) : asTable(value, out === undefined ? world : { isColoured: false });
  if (out !== undefined) await world.save(out, words);
  return {
    value,
    text: out === undefined ? words : `What is out of step is in ${out}.\n`,
    problems: value.problems,
    ok: isOk,
  };
}
