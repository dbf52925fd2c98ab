import type { Config } from '../../model/config.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import type { Job, Making } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import type { Bench, Workshop } from '../../model/workshop.ts';
import { openArchive } from '../../packaging/archive/open.ts';
import { manifestText, sums } from '../../packaging/manifest.ts';
import { secretFiles } from '../../packaging/secret-files.ts';
import { slugOf } from '../../packaging/slug.ts';
import { noTool, noFiles, notStaged, stepFailed } from './problems.ts';
import type { Source } from './source.ts';

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
  const problem = missing.length > 0 ? undefined : await carryOut(job, bench, around);
  const told: Packaged[] = [];
  for (const making of job.makes) {
    const problems = missing.length > 0 ? missing : problem === undefined ? [] : [problem];
    const one =
      problems.length > 0 ? failed(making, problems, around) : await finish(making, job, tools, bench, around);
    const slug = slugOf(making.unit);
    await (one.ok ? bench.keep(ecosystem.id, slug) : bench.give(ecosystem.id, slug));
    told.push(one);
  }
  return told;
}

async function carryOut(job: Job, bench: Bench, { workshop, ecosystem, out }: Around): Promise<Problem | undefined> {
  const log = `${out}/${ecosystem.id}/${slugOf(job.makes[0]?.unit ?? '')}/package.log`;
  const staged = job.stage === undefined ? undefined : await bench.stage(job.stage, job.folders ?? []);
  if (staged !== undefined && staged.code !== 0) return notStaged(staged, log);
  for (const step of job.steps) {
    const end = await bench.run(step);
    if (end.code !== 0 || end.failed !== undefined) {
      return stepFailed(step, end, { log, withheld: workshop.withheld });
    }
  }
  return undefined;
}

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
  const files = await bench.take(slug, making.folder, making.names);
  const absent = (making.names ?? []).filter((name) => files.every((file) => file.name !== name));
  if (files.length === 0 || absent.length > 0) return failed(making, [noFiles(making, absent, job)], around);
  const opened = await Promise.all(files.map(async (file) => openArchive(file, await bench.read(slug, file.name))));
  const broken = opened.flatMap((one) => (one.ok ? [] : one.problems));
  const whole = opened.flatMap((one) => (one.ok ? [one.value] : []));
  const { version } = making;
  const problems = [
    ...broken,
    ...(ecosystem.inspect?.({ unit, version, files: whole, repo }) ?? []),
    ...secretFiles(whole, config.package?.allow),
    ...(await checked(job, making, bench)),
  ];
  if (problems.some(({ severity }) => severity === 'error')) return failed(making, problems, around);
  const environment = { ...workshop.platform, variables: workshop.variables(job.reads) };
  const { commit, date } = source;
  await bench.write(
    slug,
    'manifest.json',
    manifestText({
      unit,
      version,
      source: { commit, date },
      identity: job.identity(tools),
      tools,
      environment,
      files: whole,
    }),
  );
  await bench.write(slug, 'SHA256SUMS', sums(files, 'sha256'));
  await bench.write(slug, 'SHA512SUMS', sums(files, 'sha512'));
  return {
    unit: making.unit,
    version,
    folder: `${around.out}/${ecosystem.id}/${slug}`,
    ok: true,
    files: files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
    problems,
  };
}

const failed = ({ unit, version }: Making, problems: readonly Problem[], { out, ecosystem }: Around): Packaged => ({
  unit,
  version,
  folder: `${out}/${ecosystem.id}/${slugOf(unit)}`,
  ok: false,
  files: [],
  problems,
});
