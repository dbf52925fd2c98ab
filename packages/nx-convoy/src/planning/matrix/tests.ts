import { ecosystems } from '../../ecosystems/index.ts';
import type { EdgeKind } from '../../model/claim.ts';
import type { BuildJob, LeftJob, TestJob } from '../../model/matrix.ts';
import type { Unit } from '../../model/unit.ts';
import { machineOf, type Machine } from '../../platforms/machine.ts';
import { spreadOf, type Ground } from './builds.ts';
import { jobId } from './ids.ts';
import { runnerFor } from './machines.ts';
import { whySkipped } from './skips.ts';

export interface Tests {
  readonly jobs: readonly TestJob[];
  readonly left: readonly LeftJob[];
}

const usual = 'linux/amd64';

/** Who is tried where: what is for all machines on one of them, what is for some on each that CI has, by each Python that it is for. */
export function testsOf(builds: readonly BuildJob[], ground: Ground): Tests {
  const [jobs, left]: [TestJob[], LeftJob[]] = [[], []];
  for (const unit of ground.graph.units) {
    const built = builds.filter((job) => job.unit === unit.id);
    const isTried =
      ecosystems.find(({ id }) => id === unit.ecosystem)?.verify !== undefined && unit.images === undefined;
    if (built.length === 0 || !isTried) continue;
    const made = testsFor(unit, built, builds, ground);
    jobs.push(...made.jobs);
    left.push(...made.left);
  }
  return { jobs: jobs.sort((a, b) => (a.id < b.id ? -1 : 1)), left };
}

function testsFor(unit: Unit, built: readonly BuildJob[], builds: readonly BuildJob[], ground: Ground): Tests {
  const all = ground.config.matrix ?? {};
  const own = all.units?.[unit.id] ?? {};
  const said = { all, own, ci: ground.ci };
  const pythons = triedPythons(unit, ground);
  const [jobs, left]: [TestJob[], LeftJob[]] = [[], []];
  for (const place of own.tests ?? placesFor(built)) {
    const machine = machineOf(place);
    if (machine === undefined) continue;
    const runner = runnerFor(place, machine, said);
    const fitting = built.filter((job) => isFor(job, machine));
    const os = systemOf(machine.os);
    if (runner === undefined || os === undefined || fitting.length === 0) {
      const why = runner === undefined || os === undefined ? 'no machine of CI runs it' : 'nothing is built for it';
      left.push({ unit: unit.id, platform: place, by: 'nobody', why });
      continue;
    }
    for (const python of pythons) {
      const cell = { platform: place, ...(python === undefined ? {} : { python }) };
      const why =
        whySkipped(own.skip, cell, 'test') ?? fitting.map((job) => skippedFor(job, own.skip, python)).find(Boolean);
      if (why !== undefined) left.push({ unit: unit.id, ...cell, by: 'nobody', why });
      else
        jobs.push({
          id: jobId(unit, 'test', place, ...(python === undefined ? [] : [`py${python}`])),
          ...{ unit: unit.id, runner, os },
          ...(python === undefined ? {} : { python }),
          needs: [...fitting, ...neededBy(unit, builds, machine, ground)].map(({ id }) => id),
        });
    }
  }
  for (const job of built.filter(({ platform }) => platform !== 'any' && isMusl(platform)))
    left.push({
      unit: unit.id,
      platform: job.platform,
      by: 'nobody',
      why: 'tried nowhere: machines of CI have no musl',
    });
  return { jobs, left };
}

const skippedFor = ({ platform }: BuildJob, skips: Parameters<typeof whySkipped>[0], python?: string) =>
  platform === 'any' ? undefined : whySkipped(skips, { platform, ...(python === undefined ? {} : { python }) }, 'test');

/** Every machine that something was built for, once. */
function placesFor(built: readonly BuildJob[]): readonly string[] {
  const places = built.flatMap(({ platform }) => {
    const machine = platform === 'any' || isMusl(platform) ? undefined : machineOf(platform);
    if (machine === undefined) return [];
    return machine.arch === 'universal2'
      ? [`${machine.os}/arm64`, `${machine.os}/amd64`]
      : [`${machine.os}/${machine.arch}`];
  });
  return places.length === 0 ? [usual] : [...new Set(places)];
}

const isMusl = (platform: string): boolean => machineOf(platform)?.abi.startsWith('musl') === true;

/** A wheel of its own for each Python is tried by each; one for several by the lowest and the highest. */
function triedPythons(unit: Unit, ground: Ground): readonly (string | undefined)[] {
  const { wheels, platforms = [] } = spreadOf(unit, ground, ground.config.matrix?.units?.[unit.id] ?? {}) ?? {};
  const [first, last] = [wheels?.pythons[0], wheels?.pythons.at(-1)];
  if (wheels === undefined || first === undefined || last === undefined) return [undefined];
  if (wheels.by !== 'any' && platforms.length === 0) return [undefined];
  return wheels.by === 'version' ? wheels.pythons : [...new Set([first, last])];
}

export function isFor({ platform }: BuildJob, place: Machine): boolean {
  if (platform === 'any') return true;
  const machine = machineOf(platform);
  return (
    machine?.os === place.os && !machine.abi.startsWith('musl') && [place.arch, 'universal2'].includes(machine.arch)
  );
}

const systems: readonly TestJob['os'][] = ['linux', 'macos', 'windows'];
const systemOf = (os: string): TestJob['os'] | undefined => systems.find((one) => one === os);

/** What is installed with it, at whatever remove. */
function neededBy(unit: Unit, builds: readonly BuildJob[], machine: Machine, { graph }: Ground): readonly BuildJob[] {
  const seen = new Set([unit.id]);
  for (const id of seen)
    for (const { from, to, kind } of graph.edges) if (from === id && installed.has(kind)) seen.add(to);
  seen.delete(unit.id);
  return builds.filter((job) => seen.has(job.unit) && isFor(job, machine));
}

/** What is compiled or copied in, is in already. */
const installed: ReadonlySet<EdgeKind> = new Set(['runtime', 'build', 'contains']);
