import type { BenchCommit, Level } from './commits.ts';
import type { BenchUnit } from './units.ts';

export interface Expected {
  /** What its own commits ask for. */
  readonly own: Level;
  /** With what it needs. */
  readonly level: Level;
  /** Where it goes by that: the default rule, `shift`. */
  readonly to?: string;
}

const order: readonly Level[] = ['none', 'patch', 'minor', 'major'];
const higher = (a: Level, b: Level): Level => (order.indexOf(a) > order.indexOf(b) ? a : b);

/** The bumps counted from the list of commits that the repository was made from: without git, and without any code of the planner. */
export function truth(units: readonly BenchUnit[], commits: readonly BenchCommit[]): readonly Expected[] {
  const touching = units.map((): BenchCommit[] => []);
  for (const commit of commits) for (const at of commit.units) touching[at]?.push(commit);
  const own = units.map((unit, at) => ownLevel(at, unit, touching[at] ?? []));
  const level = [...own];
  // Needs point backwards only, so one pass forward reaches all dependents.
  units.forEach((unit, at) => {
    if (unit.needs.some((need) => level[need] !== 'none')) level[at] = higher(level[at] ?? 'none', 'patch');
  });
  return units.map(({ version }, at) => {
    const reached = level[at] ?? 'none';
    return { own: own[at] ?? 'none', level: reached, ...(reached === 'none' ? {} : { to: raised(version, reached) }) };
  });
}

function ownLevel(at: number, { taggedAt }: BenchUnit, commits: readonly BenchCommit[]): Level {
  const mine = commits.filter(({ reachedAt }) => reachedAt > taggedAt);
  const gone = new Set<number>();
  const there = new Set(mine.map((commit) => commit.at));
  for (const { at: id, reverts } of mine) {
    if (reverts === undefined || !there.has(reverts)) continue;
    gone.add(id);
    gone.add(reverts);
  }
  return mine
    .filter((commit) => !gone.has(commit.at))
    .map(({ level, scope }) => (scope === undefined || scope === at || level === 'none' ? level : 'patch'))
    .reduce<Level>(higher, 'none');
}

function raised(version: string, level: Level): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const step = major > 0 ? level : level === 'major' ? 'minor' : 'patch';
  if (step === 'major') return `${major + 1}.0.0`;
  return step === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}
