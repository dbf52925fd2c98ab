import { resolve } from 'node:path';
import { allProblems, type Plan } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import { objectOf } from '../../text/json/narrow.ts';
import { count } from '../words/columns.ts';
import { problemsIn } from './reading.ts';
import { find, perform, type Scene } from './scene.ts';

export interface Planned {
  readonly plan: Plan;
  /** There was nothing to release. */
  readonly isSupposed: boolean;
}

/**
 * The plan of a real release, by the same words. Where nothing is to be released, one of everything is supposed: versions that a registry has
 * already would show nothing but that they are there.
 */
export async function planned(scene: Scene): Promise<Planned | undefined> {
  const { options, hands, stage } = scene;
  if (options.plan !== undefined) {
    const file = resolve(hands.clients.workspace, options.plan);
    const plan = planIn(await hands.read(file));
    if (plan === undefined) find(scene, 'plan', [noPlan(options.plan)]);
    return plan === undefined ? undefined : { plan, isSupposed: false };
  }
  const file = stage.path('plan.json');
  const first = await made(file, [], scene);
  if (first === undefined || first.units.some((unit) => !unit.private))
    return first && { plan: first, isSupposed: false };
  for (const level of ['patch', 'minor', 'major'] as const) {
    const plan = await made(file, [`--specifier=${level}`], scene);
    if (plan === undefined) return undefined;
    if (!isTaken(plan) || level === 'major') return { plan, isSupposed: true };
  }
  return undefined;
}

/** A repository may lag behind its registries. What is only supposed takes numbers that are free. */
const isTaken = ({ checks }: Plan): boolean =>
  checks?.registries?.problems.some(({ code }) => code === 'VERSION_TAKEN') === true;

async function made(file: string, more: readonly string[], scene: Scene): Promise<Plan | undefined> {
  const { options, stage, hands } = scene;
  const { specifier = [], preid } = options;
  const isSupposed = more.length > 0;
  const isForgiven = (made: Plan): boolean => isTaken(made) && isSupposed && !more.includes('--specifier=major');
  let plan: Plan | undefined;
  const words = [
    ...(more.length > 0 ? more : specifier.map((one) => `--specifier=${one}`)),
    ...(preid === undefined ? [] : [`--preid=${preid}`]),
    ...(options.offline || stage.offline.length > 0 ? [] : ['--check-registries']),
  ];
  const argv = ['plan', '--format=json', `--out=${file}`, ...words];
  await perform(
    'plan',
    {
      argv,
      reads: async () => {
        plan = planIn(await hands.read(file));
      },
      isForgiven: () => plan !== undefined && isForgiven(plan),
      problems: () => (plan === undefined || isForgiven(plan) ? [] : problemsIn(allProblems(plan)).map(asARelease)),
      says: () =>
        plan === undefined
          ? 'no plan'
          : isForgiven(plan)
            ? 'a supposed release: its numbers are taken'
            : saidOf(plan, isSupposed),
    },
    scene,
  );
  return plan;
}

const planIn = (text: string | undefined): Plan | undefined => {
  if (text === undefined) return undefined;
  try {
    const { schema } = objectOf(JSON.parse(text));
    return schema === 1 ? (JSON.parse(text) as Plan) : undefined;
  } catch {
    return undefined;
  }
};

/** What a plan only warns of, for there is time until a release, a release fails by. */
const asARelease = (problem: Problem): Problem =>
  problem.code === 'REGISTRY_MISSING' || problem.code === 'REGISTRY_UNDESCRIBED'
    ? { ...problem, severity: 'error' }
    : problem;

function saidOf({ units, waves, id }: Plan, isSupposed: boolean): string {
  if (units.length === 0) return 'nothing to release';
  const said = `${count(units.length, 'unit')} in ${count(waves.length, 'wave')}, ${(id ?? 'no id').slice(0, 12)}`;
  return isSupposed ? `nothing to release by its commits: a release of everything is supposed, ${said}` : said;
}

const noPlan = (file: string): Problem => ({
  code: 'PLAN_UNREADABLE',
  severity: 'error',
  what: `${file} holds no plan.`,
  fix: `Make one: nx-convoy plan --format=json --out=${file}`,
});
