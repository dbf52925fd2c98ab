import type { BuildJob } from '../../model/matrix.ts';
import type { Identity, Job, MadeFile, Making } from '../../model/packaging.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Bench, Taken } from '../../model/workshop.ts';
import { openArchive } from '../../packaging/archive/open.ts';
import { manifestText, sums } from '../../packaging/manifest.ts';
import { secretFiles } from '../../packaging/secret-files.ts';
import { sizes } from '../../packaging/sizes.ts';
import { slugOf } from '../../packaging/slug.ts';
import { foreignBinaries, wheelsOfJob } from '../../packaging/wheel-tags.ts';
import { afterBuildSteps } from './after-build.ts';
import { takeImage, type TakenOver } from '../gathering/take-image.ts';
import { failed, logOf, type Around, type Packaged } from './packaged.ts';
import { runAll } from './run-steps.ts';
import { select } from './select.ts';

/** Takes the files over, looks into them, and writes down what they are. */
export async function finish(
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
    ...whole.flatMap(foreignBinaries),
    ...wheelsMade(around.asked.part, files),
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

const wheelsMade = (part: BuildJob | undefined, files: readonly MadeFile[]): readonly Problem[] =>
  part?.target === undefined
    ? []
    : wheelsOfJob(
        files.map(({ name }) => name),
        part,
        part.id,
      );

async function checked({ checks = [] }: Job, { unit }: Making, bench: Bench): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const check of checks.filter((one) => one.unit === unit)) {
    const { code, tail } = await bench.run(check.step);
    if (code !== 0) problems.push(check.problem(tail));
  }
  return problems;
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

/** What is told of a job, though it goes on. */
export const warnings = ({ problems = [] }: Job): readonly Problem[] =>
  problems.filter(({ severity }) => severity === 'warning');
