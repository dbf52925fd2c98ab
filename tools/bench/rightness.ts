import type { Expected } from './history/truth.ts';
import type { BenchUnit } from './history/units.ts';

/** Versions that somebody says are next, by the id or by the name of the unit. */
export type Said = ReadonlyMap<string, string>;

export function readPlan(text: string): Said {
  const { units } = JSON.parse(text) as { units: readonly { id: string; version: { to: string } }[] };
  return new Map(units.map(({ id, version }) => [id, version.to]));
}

/** Units whose next version is not the one that the independent count tells, released or not. */
export const wrongBumps = (
  units: readonly BenchUnit[],
  expected: readonly Expected[],
  said: Said,
): readonly BenchUnit[] => units.filter(({ id, name }, at) => (said.get(id) ?? said.get(name)) !== expected[at]?.to);

/** How many go up by how much. */
export function count(units: readonly BenchUnit[], said: Said): string {
  const found = { patch: 0, minor: 0, major: 0 };
  for (const { id, name, version } of units) {
    const to = said.get(id) ?? said.get(name);
    if (to === undefined || to === version) continue;
    const [before, after] = [version.split('.'), to.split('.')];
    found[before[0] !== after[0] ? 'major' : before[1] !== after[1] ? 'minor' : 'patch']++;
  }
  return `${found.patch} patch, ${found.minor} minor, ${found.major} major`;
}
