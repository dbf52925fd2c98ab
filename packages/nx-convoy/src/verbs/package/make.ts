import type { Job, Making } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import type { Bench } from '../../model/workshop.ts';
import { slugOf } from '../../packaging/slug.ts';
import { finish, warnings } from './finish.ts';
import { failed, logOf, type Around, type Packaged } from './packaged.ts';
import { needsMade, noTool, notStaged } from './problems.ts';
import { runAll } from './run-steps.ts';

/** Carries out one job. Each of its units gets its folder whole, or nothing but the log of what went wrong. */
export async function make(job: Job, bench: Bench, around: Around): Promise<readonly Packaged[]> {
  const { ecosystem, workshop } = around;
  const tools: Record<string, string> = {};
  const missing: Problem[] = [];
  for (const tool of job.tools) {
    const version = await workshop.version(tool);
    if (version === undefined) missing.push(noTool(tool));
    else tools[tool.name] = version;
  }
  const isOff = missing.length > 0 || refusals(job).length > 0;
  const problem = isOff ? undefined : await carryOut(job, bench, around);
  const told: Packaged[] = [];
  for (const making of job.makes) {
    const wrong = [...missing, ...refusals(job), ...(problem === undefined ? [] : [problem])];
    const own = wrong.length > 0 ? wrong : await ownSteps(making, told, bench, around);
    const one =
      own.length > 0
        ? failed(making, [...warnings(job), ...own], around)
        : await finish(making, job, tools, bench, around);
    const slug = slugOf(making.unit);
    await (one.ok ? bench.keep(ecosystem.id, slug) : bench.give(ecosystem.id, slug));
    told.push(one);
  }
  return told;
}

const refusals = ({ problems = [] }: Job): readonly Problem[] =>
  problems.filter(({ severity }) => severity === 'error');
async function carryOut(job: Job, bench: Bench, around: Around): Promise<Problem | undefined> {
  const log = logOf(job.makes[0]?.unit ?? '', around);
  const staged = job.stage === undefined ? undefined : await bench.stage(job.stage, job);
  if (staged !== undefined && staged.code !== 0) return notStaged(staged, log);
  for (const [file, text] of Object.entries(job.texts ?? {})) await bench.place(`tree/${file}`, text);
  return runAll(job.steps, log, bench, around);
}

async function ownSteps(
  making: Making,
  before: readonly Packaged[],
  bench: Bench,
  around: Around,
): Promise<readonly Problem[]> {
  const missing = before.find(({ unit, ok }) => !ok && making.needs?.includes(unit));
  if (missing !== undefined) return [needsMade(making, missing.unit)];
  const problem = await runAll(making.steps ?? [], logOf(making.unit, around), bench, around);
  return problem === undefined ? [] : [problem];
}
