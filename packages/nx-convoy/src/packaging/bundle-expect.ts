import type { BuildJob, Matrix, TestJob } from '../model/matrix.ts';
import type { Problem } from '../model/problem.ts';
import type { Bundle } from './bundle-schema.ts';

/** A bundle in the folder where it lies. */
export interface FoundBundle {
  readonly folder: string;
  readonly bundle: Bundle;
  /** SHA-256 of its bundle.json, byte for byte. */
  readonly digest: string;
}

export interface Expected {
  readonly plan: string;
  readonly commit: string;
  readonly matrix: Pick<Matrix, 'build' | 'test'>;
  /** Jobs whose bundles are there and cannot be taken: that is told already. */
  readonly broken: readonly string[];
  /** Whether every test job must have left evidence. */
  readonly isTested: boolean;
}

export interface Judged {
  /** By id of the job, what is of this plan and commit. */
  readonly builds: ReadonlyMap<string, FoundBundle>;
  readonly tests: ReadonlyMap<string, FoundBundle>;
  readonly problems: readonly Problem[];
}

/** Exactly what a plan expects, no less and no more: by what bundles say of themselves, which is measured later. */
export function judge(found: readonly FoundBundle[], expected: Expected): Judged {
  const { build, test } = expected.matrix;
  const jobs = new Map<string, BuildJob | TestJob>([...build.include, ...test.include].map((job) => [job.id, job]));
  const problems: Problem[] = [];
  const [builds, tests] = [new Map<string, FoundBundle>(), new Map<string, FoundBundle>()];
  for (const one of found) {
    const { bundle } = one;
    const job = jobs.get(bundle.job);
    const kept = bundle.kind === 'bundle' ? builds : tests;
    const first = kept.get(bundle.job);
    const wrong = ofOthers(one, expected);
    if (wrong !== undefined) problems.push(wrong);
    else if (job === undefined) problems.push(extra(one, 'the plan has no such job'));
    else if ('wave' in job !== (bundle.kind === 'bundle'))
      problems.push(extra(one, 'it is of another kind than its job'));
    else if (!isOfJob(bundle, job)) problems.push(otherUnit(one, job));
    else if (first !== undefined) problems.push(twice(first, one));
    else kept.set(bundle.job, one);
  }
  const told = new Set([...expected.broken, ...found.map(({ bundle }) => bundle.job)]);
  problems.push(...build.include.filter(({ id }) => !told.has(id)).map(({ id }) => missing(id)));
  if (expected.isTested) problems.push(...test.include.filter(({ id }) => !told.has(id)).map(({ id }) => untested(id)));
  for (const one of tests.values()) problems.push(...otherTried(one, test.include, builds));
  return { builds, tests, problems };
}

function ofOthers(found: FoundBundle, { plan, commit }: Expected): Problem | undefined {
  const { folder, bundle } = found;
  if (bundle.plan !== plan)
    return problem(
      'BUNDLE_OTHER_PLAN',
      `${folder} (${bundle.job}) was made for the plan ${bundle.plan.slice(0, 12)}, and this one is ${plan.slice(0, 12)}.`,
      again(bundle),
    );
  if (bundle.commit !== commit)
    return problem(
      'BUNDLE_OTHER_COMMIT',
      `${folder} (${bundle.job}) was made from ${bundle.commit.slice(0, 10)}, and HEAD is ${commit.slice(0, 10)}.`,
      `Check out the same commit in every job; then: ${again(bundle)}`,
    );
  return undefined;
}

const isOfJob = ({ unit, version, platform }: Bundle, job: BuildJob | TestJob): boolean =>
  unit === job.unit && (!('wave' in job) || (version === job.version && platform === job.platform));

/** Evidence is worth what it was bound to: the very bundles that are merged, and all that its job takes of its unit. */
function otherTried(
  found: FoundBundle,
  tests: readonly TestJob[],
  builds: ReadonlyMap<string, FoundBundle>,
): readonly Problem[] {
  const { tried = {}, job, unit } = found.bundle;
  const needs = tests.find(({ id }) => id === job)?.needs ?? [];
  return needs.flatMap((id) => {
    const built = builds.get(id);
    if (built === undefined || tried[id] === built.digest || built.bundle.unit !== unit) return [];
    return [
      problem(
        'BUNDLE_ALTERED',
        `${found.folder} (${job}) tried another bundle of ${id} than the one in ${built.folder}.`,
        `Try it again: nx-convoy package-test --plan=plan.json --job=${job} --bundles=<folder>.`,
      ),
    ];
  });
}

const extra = ({ folder, bundle }: FoundBundle, why: string): Problem =>
  problem(
    'BUNDLE_EXTRA',
    `${folder} is a bundle of ${bundle.job}, and ${why}.`,
    `Take it out of the folder: only what this plan makes is published.`,
  );

const otherUnit = ({ folder, bundle }: FoundBundle, job: BuildJob | TestJob): Problem => {
  const is = `${bundle.unit} ${bundle.version} for ${bundle.platform}`;
  const wanted = 'wave' in job ? `${job.unit} ${job.version} for ${job.platform}` : job.unit;
  return problem(
    'BUNDLE_OTHER_UNIT',
    `${folder} (${bundle.job}) holds ${is}, and the job makes ${wanted}.`,
    again(bundle),
  );
};

const twice = (first: FoundBundle, second: FoundBundle): Problem =>
  problem(
    'BUNDLE_TWICE',
    `${first.folder} and ${second.folder} are both bundles of ${first.bundle.job}.`,
    'Hand on that of the last run alone: one of the two was made by a run that was begun again.',
  );

const missing = (id: string): Problem =>
  problem(
    'BUNDLE_MISSING',
    `There is no bundle of ${id}.`,
    `See why its job made none, and run it again: nx-convoy package --plan=plan.json --job=${id} --bundle=<folder>; or leave it out of the plan's jobs, with the reason: "matrix": { "units": { … { "skip": […] } } }.`,
  );

const untested = (id: string): Problem =>
  problem(
    'BUNDLE_UNTESTED',
    `There is no evidence of ${id}, and publish.requireTest asks for it.`,
    `Run it, and hand on what it leaves: nx-convoy package-test --plan=plan.json --job=${id} --bundles=<folder>; or skip it, with the reason.`,
  );

const again = ({ job, kind }: Bundle): string =>
  kind === 'bundle'
    ? `nx-convoy package --plan=plan.json --job=${job} --bundle=<folder>`
    : `nx-convoy package-test --plan=plan.json --job=${job} --bundles=<folder>`;

const problem = (code: string, what: string, fix: string): Problem => ({ code, severity: 'error', what, fix });
