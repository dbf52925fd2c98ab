import picomatch from 'picomatch';
import semver from 'semver';
import type { GateConfig } from '../../model/config.ts';
import { levels, type Level, type PlannedGate, type PlannedUnit } from '../../model/plan.ts';
import type { ReleaseType } from '../../model/release-type.ts';

/** The gates that stand before this release, by its type, by how far its units move and by which they are. */
export function gatesOf(
  units: readonly PlannedUnit[],
  gates: Readonly<Record<string, GateConfig>> | undefined,
  type: ReleaseType,
): readonly PlannedGate[] {
  return Object.entries(gates ?? {})
    .filter(([, { types }]) => types === undefined || types.includes(type))
    .flatMap(([name, gate]) => {
      const concerned = units.filter((unit) => isMeant(unit, gate)).map(({ id }) => id);
      if (concerned.length === 0) return [];
      const { says, evidence } = gate;
      return [{ name, says, units: concerned, ...(evidence === undefined ? {} : { evidence }) }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isMeant(unit: PlannedUnit, { units, bumps }: GateConfig): boolean {
  if (bumps !== undefined && !bumps.some((level) => level === reachOf(unit))) return false;
  if (units === undefined) return true;
  const names = [unit.id, unit.name, unit.project];
  const matches = picomatch([...units], { bash: true });
  return names.some((name) => units.includes(name) || matches(name));
}

/** How far a unit moves: what its changes ask for, else what its numbers say. A first release is as far as one can go. */
function reachOf({ version: { from, to, bump } }: PlannedUnit): Level {
  const known = levels.find((level) => level === bump);
  if (known !== undefined) return known;
  if (from === undefined) return 'major';
  const difference = semver.diff(from, to)?.replace(/^pre(?!release)/, '');
  return levels.find((level) => level === difference) ?? 'patch';
}
