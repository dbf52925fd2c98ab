import { packagedBefore, madeByPublishing } from '../../graph/packaged-before.ts';
import { ecosystems } from '../../ecosystems/index.ts';
import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { BuildJob, LeftJob, MachinesConfig, Spread, UnitMachines, WheelKind } from '../../model/matrix.ts';
import type { Plan } from '../../model/plan.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import { machineOf } from '../../platforms/machine.ts';
import { slicesOf } from '../../platforms/rust.ts';
import { jobId } from './ids.ts';
import { containerFor, crossRunner, runnerFor, type Ci } from './machines.ts';
import { interpreterOf, pythonOf, whySkipped } from './skips.ts';

export interface Ground {
  readonly plan: Pick<Plan, 'units' | 'waves'> & Partial<Pick<Plan, 'tags'>>;
  readonly graph: Graph;
  readonly repo: Snapshot;
  readonly config: Config;
  readonly ci: Ci;
}

export interface Builds {
  readonly jobs: readonly BuildJob[];
  readonly left: readonly LeftJob[];
}

/** Each unit of a plan for each platform; not what is made of others' files, which are whole only when all jobs have ended. */
export function buildsOf(ground: Ground): Builds {
  const { plan, graph } = ground;
  const waveOf = new Map(plan.waves.flatMap((wave, at) => wave.map((id) => [id, at + 1] as const)));
  const before = packagedBefore(graph);
  const later = madeByPublishing(graph);
  const wanted = wantedOf(ground, before);
  const [jobs, left]: [BuildJob[], LeftJob[]] = [[], []];
  for (const unit of wanted) {
    const others = ground.config.units[unit.id]?.image === undefined ? before(unit).map(({ id }) => id) : [];
    const why = leftWhole(unit, ground, { later: later.get(unit.id), others });
    if (why !== undefined) left.push(why);
    else {
      const { jobs: own, left: skipped } = jobsFor(unit, waveOf.get(unit.id) ?? 1, ground);
      jobs.push(...own);
      left.push(...skipped);
    }
  }
  return { jobs: [...jobs].sort((a, b) => a.wave - b.wave || (a.id < b.id ? -1 : 1)), left };
}

/** What is planned, and what of the rest must be there as it is packaged from this commit. */
function wantedOf({ plan, graph }: Ground, before: (unit: Unit) => readonly Unit[]): readonly Unit[] {
  const planned = new Set(plan.units.map(({ id }) => id));
  const wanted = new Set<string>();
  const visit = (unit: Unit): void => {
    if (wanted.has(unit.id)) return;
    wanted.add(unit.id);
    before(unit).forEach(visit);
  };
  graph.units.filter(({ id }) => planned.has(id)).forEach(visit);
  return graph.units.filter(({ id }) => wanted.has(id));
}

function leftWhole(
  unit: Unit,
  { config }: Ground,
  { later, others }: { readonly later: readonly string[] | undefined; readonly others: readonly string[] },
): LeftJob | undefined {
  const { package: own, image } = config.units[unit.id] ?? {};
  if (unit.private && own === undefined)
    return { unit: unit.id, by: 'nobody', why: unit.why ?? 'no registry takes it' };
  if (ecosystemOf(unit)?.package === undefined && own === undefined)
    return { unit: unit.id, by: 'nobody', why: `nothing packages ${unit.ecosystem} units` };
  if (unit.version === undefined) return { unit: unit.id, by: 'nobody', why: 'no file tells its version' };
  if (later !== undefined && image === undefined)
    return { unit: unit.id, by: 'publish', why: `it installs ${later.join(', ')}, once ${be(later)} out` };
  if (others.length > 0)
    return { unit: unit.id, by: 'merge', why: `it is made of ${others.join(', ')}, once ${be(others)} whole` };
  return undefined;
}

const be = (list: readonly string[]): string => (list.length === 1 ? 'it is' : 'they are');

const ecosystemOf = ({ ecosystem }: Unit) => ecosystems.find(({ id }) => id === ecosystem);

function jobsFor(unit: Unit, wave: number, ground: Ground): Builds {
  const base = (platform: string, runner: string): BuildJob => ({
    id: jobId(unit, platform),
    unit: unit.id,
    project: unit.project,
    ecosystem: unit.ecosystem,
    version: versionOf(unit, ground),
    ...{ wave, platform, runner },
  });
  const asked = said(unit, ground);
  const common = crossRunner({ os: 'linux', arch: 'amd64', abi: '' }, asked);
  const spread = spreadOf(unit, ground, asked.own);
  if (spread === undefined || spread.platforms.length === 0) return { jobs: [base('any', common)], left: [] };
  const [jobs, left]: [BuildJob[], LeftJob[]] = [spread.hasCommon ? [base('any', common)] : [], []];
  for (const platform of spread.platforms) {
    const built = onPlatform(unit, platform, spread, asked);
    left.push(...built.left);
    if (built.job !== undefined) jobs.push({ ...base(platform, built.job.runner), ...built.job });
  }
  return { jobs, left };
}

interface Said {
  readonly all: MachinesConfig;
  readonly own: UnitMachines;
  readonly ci: Ci;
}

type Where = Pick<BuildJob, 'runner' | 'target' | 'pythons' | 'wheels' | 'container' | 'emulates'>;

export function said({ id }: Unit, { config, ci }: Pick<Ground, 'config' | 'ci'>): Said {
  const all = config.matrix ?? {};
  return { all, own: all.units?.[id] ?? {}, ci };
}

export function onPlatform(
  { id: unit }: Unit,
  platform: string,
  { wheels }: Spread,
  said: Said,
): { readonly job?: Where; readonly left: readonly LeftJob[] } {
  const machine = machineOf(platform);
  const skipped = whySkipped(said.own.skip, { platform }, 'build');
  if (machine === undefined)
    return { left: [{ unit, platform, by: 'nobody', why: 'it is no platform that is known' }] };
  if (skipped !== undefined) return { left: [{ unit, platform, by: 'nobody', why: skipped }] };
  const isTarget = !platform.includes('/');
  const runner = runnerFor(platform, machine, said);
  // Compilers make files for other machines; what an image runs while it is built must be run.
  const emulates = runner === undefined && !isTarget && machine.os === 'linux' ? machine.arch : undefined;
  if (emulates !== undefined && said.all.emulation === false)
    return { left: [{ unit, platform, by: 'nobody', why: `no machine of CI is ${platform}, and emulation is off` }] };
  const left: LeftJob[] = [];
  const pythons = (wheels?.pythons ?? []).filter((python) => {
    const why = whySkipped(said.own.skip, { platform, python }, 'build');
    if (why !== undefined) left.push({ unit, platform, python, by: 'nobody', why });
    return why === undefined;
  });
  if (wheels !== undefined && wheels.by !== 'any' && pythons.length === 0) return { left };
  const container = wheels === undefined ? undefined : containerFor(platform, machine, said);
  return {
    job: {
      runner: runner ?? crossRunner(machine, said),
      ...(isTarget ? { target: slicesOf(platform).join(' ') } : {}),
      ...(wheels === undefined ? {} : wheelsOf({ ...wheels, pythons })),
      ...(container === undefined ? {} : { container }),
      ...(emulates === undefined ? {} : { emulates }),
    },
    left,
  };
}

/** One that all Pythons take is built by the lowest of them. */
function wheelsOf({ by, pythons }: WheelKind): Pick<BuildJob, 'pythons' | 'wheels'> {
  if (by === 'any') return { wheels: ['py3-none'] };
  const [lowest = ''] = pythons;
  if (by === 'abi3') return { pythons: [lowest], wheels: [`${interpreterOf(lowest)}-abi3`] };
  const wheels = pythons.map((python) => `${interpreterOf(python).replace(/t$/, '')}-${interpreterOf(python)}`);
  return { pythons, wheels };
}

/** What the ecosystem knows, and what the user says in its place. */
export function spreadOf(
  unit: Unit,
  { repo, config }: Pick<Ground, 'repo' | 'config'>,
  own: UnitMachines,
): Spread | undefined {
  const known =
    config.units[unit.id]?.image === undefined ? ecosystemOf(unit)?.spread?.(unit, repo, config) : undefined;
  const platforms = own.platforms ?? known?.platforms ?? [];
  const { interpreters } = own;
  const base: Spread = { platforms, hasCommon: known?.hasCommon ?? false };
  const kind = known?.wheels;
  if (kind === undefined) return known === undefined && platforms.length === 0 ? undefined : base;
  if (interpreters === undefined) return { ...base, wheels: kind };
  const named = interpreters.filter((one) => one !== 'abi3').map(pythonOf);
  const by = interpreters.includes('abi3') ? 'abi3' : named.length > 0 ? 'version' : kind.by;
  return { ...base, wheels: { by, pythons: named.length === 0 ? kind.pythons : named } };
}

/** As the plan has it; what is only needed by others stands where it stood. */
function versionOf(unit: Unit, { plan }: Ground): string {
  const planned = plan.units.find(({ id }) => id === unit.id);
  if (planned !== undefined) return planned.version.spelling;
  const spelled = ecosystemOf(unit)?.spell(unit.version ?? '');
  return spelled?.ok === true ? spelled.value : (unit.version ?? '');
}
