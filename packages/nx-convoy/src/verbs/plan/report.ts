import type { z } from 'zod';
import type { Matrix } from '../../model/matrix.ts';
import type { World } from '../../model/world.ts';
import type { Ci } from '../../planning/matrix/machines.ts';
import { painter } from '../words/paint.ts';
import { ciLines } from './ci.ts';
import { drawPlan } from './drawing.ts';
import { story, type Told } from './explain.ts';
import { markdown } from './markdown.ts';
import { shownMatrix } from './matrix.ts';
import type { planOptions } from './options.ts';
import { table } from './table.ts';

type Options = z.infer<typeof planOptions>;

/** What machines have to do, in the words of a CI: only who asks pays for it. */
type Jobs = (ci: Ci) => Matrix;

/** Writes what is to be written, and gives what is to be said. */
export async function deliver(told: Told, jobs: Jobs, options: Options, world: World): Promise<string> {
  const { out, ci } = options;
  const lines = ci === undefined ? undefined : ciLines(told.plan, jobs('github'), ci);
  const { outputs } = world;
  const isCollected = lines !== undefined && ci === 'github' && outputs !== undefined;
  if (isCollected) await world.append(outputs, lines);
  const text = lines === undefined || isCollected ? await shown(told, jobs, options, world) : lines;
  if (out === undefined) return text;
  await world.save(out, text);
  return `The plan is in ${out}.\n`;
}

async function shown(told: Told, jobs: Jobs, options: Options, world: World): Promise<string> {
  const { explain, format, out, matrix } = options;
  if (explain !== undefined) return story(explain, told);
  const { plan } = told;
  switch (format) {
    case 'table':
      return table(plan, out === undefined ? world.columns : undefined, painter(out === undefined && world.isColoured));
    case 'json':
      return `${JSON.stringify(plan, undefined, 2)}\n`;
    case 'markdown':
      return markdown(plan);
    case 'html':
      return (await import('./html.ts')).page(plan);
    case 'mermaid':
    case 'dot':
      return drawPlan(plan, format);
    case 'matrix':
      return shownMatrix(jobs(matrix), matrix);
  }
}
