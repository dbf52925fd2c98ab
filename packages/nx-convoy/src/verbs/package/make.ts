import type { Config } from '../../model/config.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import type { Identity, Job, Making, Packaging, RunStep } from '../../model/packaging.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import type { Bench, Taken, Workshop } from '../../model/workshop.ts';
import { openArchive } from '../../packaging/archive/open.ts';
import { manifestText, sums } from '../../packaging/manifest.ts';
import { secretFiles } from '../../packaging/secret-files.ts';
import { sizes, type Bounds } from '../../packaging/sizes.ts';
import { slugOf, unitFolder } from '../../packaging/slug.ts';
import { afterBuildSteps } from './after-build.ts';
import { takeImage, type TakenOver } from './image.ts';
import { needsMade, noTool, notStaged, stepFailed } from './problems.ts';
import { select } from './select.ts';
import type { Source } from '../gathering/source.ts';

export interface Packaged {
  readonly unit: string;
  readonly version: string;
  /** Relative to the workspace. */
  readonly folder: string;
  readonly ok: boolean;
  readonly files: readonly { readonly name: string; readonly size: number; readonly sha256: string }[];
  readonly problems: readonly Problem[];
}

export interface Around {
  readonly ecosystem: Ecosystem;
  readonly units: ReadonlyMap<string, Unit>;
  readonly repo: Snapshot;
  readonly config: Config;
  readonly source: Source;
  readonly out: string;
  readonly workshop: Workshop;
  readonly timeoutMs: number;
  /** As the ecosystem was asked for its jobs. */
  readonly asked: Packaging;
  /** How large the files of a unit may be, and what an earlier release had. */
  bounds(unit: Unit): Omit<Bounds, 'unit'>;
}

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
const warnings = ({ problems = [] }: Job): readonly Problem[] =>
  problems.filter(({ severity }) => severity === 'warning');

async function carryOut(job: Job, bench: Bench, around: Around): Promise<Problem | undefined> {
  const log = logOf(job.makes[0]?.unit ?? '', around);
  const staged = job.stage === undefined ? undefined : await bench.stage(job.stage, job);
  if (staged !== undefined && staged.code !== 0) return notStaged(staged, log);
  for (const [file, text] of Object.entries(job.texts ?? {})) await bench.place(`tree/${file}`, text);
  return runAll(job.steps, log, bench, around);
}

async function runAll(
  steps: readonly RunStep[],
  log: string,
  bench: Bench,
  { workshop }: Around,
): Promise<Problem | undefined> {
  for (const step of steps) {
    const end = await bench.run(step);
    if (end.code !== 0 || end.failed !== undefined) return stepFailed(step, end, { log, withheld: workshop.withheld });
  }
  return undefined;
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

const logOf = (unit: string, { out, ecosystem }: Around): string =>
  `${out}/${unitFolder({ id: unit, ecosystem: ecosystem.id })}/package.log`;

async function checked({ checks = [] }: Job, { unit }: Making, bench: Bench): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const check of checks.filter((one) => one.unit === unit)) {
    const { code, tail } = await bench.run(check.step);
    if (code !== 0) problems.push(check.problem(tail));
  }
  return problems;
}

/** Takes the files over, looks into them, and writes down what they are. */
async function finish(
  making: Making,
  job: Job,
  tools: Readonly<Record<string, string>>,
  bench: Bench,
  around: Around,
): Promise<Packaged> {
  const { units, repo, config, ecosystem, source, workshop } = around;
  const slug = slugOf(making.unit);
  const unit = units.get(making.unit);
  if (unit === undefined) throw new Error(`a job makes ${making.unit}, which nobody asked for`);
  const { version } = making;
  const taken =
    making.image === undefined
      ? await takeFiles(making, job, bench, around)
      : await takeImage(making.image, slug, bench, Number(source.epoch), version);
  if (!taken.ok) return failed(making, [...warnings(job), ...taken.problems], around);
  const { files, whole, measured = whole, image, isHandled } = taken.value;
  const told = { unit, version, files: whole, repo, asked: around.asked, ...(image === undefined ? {} : { image }) };
  const problems = [
    ...warnings(job),
    ...taken.value.problems,
    ...(ecosystem.inspect?.(told) ?? []),
    ...secretFiles(whole, config.package?.allow),
    ...sizes(measured, { unit, ...around.bounds(unit) }),
    ...(await checked(job, making, bench)),
  ];
  if (problems.some(({ severity }) => severity === 'error')) return failed(making, problems, around);
  const environment = { ...workshop.platform, variables: workshop.variables(job.reads) };
  const { commit, date } = source;
  const { since } = around.bounds(unit);
  await bench.write(
    slug,
    'manifest.json',
    manifestText({
      unit,
      version,
      source: { commit, date },
      identity: isHandled === true ? handled : job.identity(tools),
      tools,
      environment,
      files: whole,
      ...(image === undefined ? {} : { image }),
      ...(since === undefined ? {} : { since }),
    }),
  );
  await bench.write(slug, 'SHA256SUMS', sums(files, 'sha256'));
  await bench.write(slug, 'SHA512SUMS', sums(files, 'sha512'));
  return {
    unit: making.unit,
    version,
    folder: `${around.out}/${ecosystem.id}/${slug}`,
    ok: true,
    files: (image === undefined ? files : measured).map(({ name, size, sha256 }) => ({ name, size, sha256 })),
    problems,
  };
}

/** Takes files over once everything is done to them, and opens those that are archives. */
async function takeFiles(making: Making, job: Job, bench: Bench, around: Around): Promise<Result<TakenOver>> {
  const selected = await select(making, job, bench);
  if (!selected.ok) return selected;
  const hooked = await afterBuild(making, selected.value, bench, around);
  if (!hooked.ok) return hooked;
  const slug = slugOf(making.unit);
  const files = await bench.take(slug, making.folder, selected.value);
  const opened = await Promise.all(files.map(async (file) => openArchive(file, await bench.read(slug, file.name))));
  return ok({
    files,
    whole: opened.flatMap((one) => (one.ok ? [one.value] : [])),
    problems: opened.flatMap((one) => (one.ok ? [] : one.problems)),
    isHandled: hooked.value,
  });
}

/** Whether anything was done to the files. */
async function afterBuild(
  { unit, folder }: Making,
  taken: readonly Taken[],
  bench: Bench,
  around: Around,
): Promise<Result<boolean>> {
  const { config, workshop, timeoutMs } = around;
  const paths = taken.map(({ path }) => path);
  const hooks = config.units[unit]?.afterBuild ?? [];
  const steps = afterBuildSteps(hooks, { unit, folder, paths }, { scratch: bench.scratch, workshop, timeoutMs });
  if (!steps.ok) return steps;
  const problem = await runAll(steps.value, logOf(unit, around), bench, around);
  return problem === undefined ? ok(steps.value.length > 0) : fail(problem);
}

const handled: Identity = { by: 'content', why: 'commands below afterBuild change it, and signatures hold a time' };

const failed = ({ unit, version }: Making, problems: readonly Problem[], { out, ecosystem }: Around): Packaged => ({
  unit,
  version,
  folder: `${out}/${unitFolder({ id: unit, ecosystem: ecosystem.id })}`,
  ok: false,
  files: [],
  problems,
});
