import { relative, resolve } from 'node:path';
import { contract } from '../../graph/contract.ts';
import { discover } from '../../graph/discover.ts';
import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Hands } from '../../model/hands.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Plan } from '../../model/plan.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { World } from '../../model/world.ts';
import { matrixOf } from '../../planning/matrix/matrix.ts';
import { readPlan } from '../../planning/written/read-plan.ts';
import { releaseOnHead } from '../release-commit.ts';
import { gatherConfig } from './gather.ts';
import { sourceOf, type Source } from './source.ts';

/** A plan, the commit that is its release, and the jobs that they are for many machines. */
export interface Jobs {
  readonly plan: Plan & { readonly id: string };
  readonly matrix: Matrix;
  readonly repo: Snapshot;
  readonly config: Config;
  readonly graph: Graph;
  readonly source: Source;
}

/** The same jobs on each machine, for they follow from the plan and the commit; refused where the commit is not that plan's release. */
export async function gatherJobs(
  file: string,
  besides: readonly string[],
  world: World,
  hands: Hands,
): Promise<Result<Jobs>> {
  const text = await hands.read(file);
  const plan = text === undefined ? fail(noPlan(file)) : readPlan(text, file, (data) => world.hash(data));
  const repo = await world.snapshot();
  const { config, problems } = await gatherConfig(repo);
  const graph = contract(discover(repo, config), world.projects);
  const source = await sourceOf(withNamed(world, [file, ...besides], hands));
  const wrong = [...problems, ...graph.problems].filter(({ severity }) => severity === 'error');
  if (!plan.ok || !source.ok || wrong.length > 0)
    return fail(...wrong, ...(plan.ok ? [] : plan.problems), ...(source.ok ? [] : source.problems));
  const { id } = plan.value;
  if (id === null || !(await isReleasedHere(plan.value, graph, source.value, world)))
    return fail(otherCommit(file, source.value));
  const matrix = matrixOf({ plan: plan.value, graph, repo, config, ci: 'json' });
  return ok({ plan: { ...plan.value, id }, matrix, repo, config, graph, source: source.value });
}

/** What options name is no change of the tree, wherever it lies. */
export function withNamed(world: World, paths: readonly string[], { clients }: Hands): World {
  const { workspace } = clients;
  return { ...world, besides: paths.map((path) => relative(workspace, resolve(workspace, path))) };
}

/** The commit says so; or it is the one that was planned, and its files had those versions already. */
async function isReleasedHere(plan: Plan, graph: Graph, { commit }: Source, world: World): Promise<boolean> {
  const release = await releaseOnHead(world);
  if (release?.trailers.plan === plan.id) return true;
  const versions = new Map(graph.units.map((unit) => [unit.id, unit.version]));
  return (
    plan.base.commit === commit &&
    plan.units.every(({ id, version }) => [version.to, version.spelling].includes(versions.get(id) ?? ''))
  );
}

/** Neither of many, nor of none: a job is told by its plan and its id. */
export const halfJob = (given: Readonly<Record<string, string | undefined>>): readonly Problem[] => {
  const missing = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length === 0 || missing.length === Object.keys(given).length) return [];
  return [
    {
      code: 'JOB_INCOMPLETE',
      severity: 'error',
      what: `A job is told by all of ${Object.keys(given).join(', ')}, and ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      fix: `Add ${missing.map((name) => `${name}=…`).join(' ')}; ids are those of nx-convoy plan --format=matrix.`,
    },
  ];
};

export const noSuchJob = (job: string, ids: readonly string[]): Problem => ({
  code: 'JOB_UNKNOWN',
  severity: 'error',
  what: `This plan has no job ${JSON.stringify(job)}; it has ${ids.length === 0 ? 'none' : ids.slice(0, 8).join(', ')}${ids.length > 8 ? ', …' : ''}.`,
  fix: 'Take ids from the same plan: nx-convoy plan --format=matrix.',
});

const noPlan = (file: string): Problem => ({
  code: 'PLAN_MISSING',
  severity: 'error',
  what: `There is no plan in ${file}.`,
  fix: `Hand on the one that was made: nx-convoy plan --format=json --out=${file}; after a release: nx-convoy plan --released --format=json --out=${file}.`,
});

const otherCommit = (file: string, { commit }: Source): Problem => ({
  code: 'JOB_OTHER_COMMIT',
  severity: 'error',
  what: `HEAD, ${commit.slice(0, 10)}, is not the release that ${file} plans.`,
  fix: `Check out the commit of nx-convoy apply --plan=${file}, in every job the same; or plan for this one: nx-convoy plan --released --format=json --out=${file}.`,
});
