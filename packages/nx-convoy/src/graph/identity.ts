import type { Ecosystem, Survey } from '../model/ecosystem.ts';
import type { Found } from '../model/unit.ts';

export interface Identified extends Found {
  readonly id: string;
  readonly ecosystem: string;
}

/**
 * Gives every unit its id: `<ecosystem>:<name>`, and where several share that, `#<root>` behind it for each of them. Journals and
 * tags match by ecosystem, name and root, so a later twin does not orphan what was written before it came.
 */
export function identify(surveys: readonly (readonly [Ecosystem, Survey])[]): readonly Identified[] {
  const units = surveys.flatMap(([ecosystem, survey]) =>
    survey.units.map((unit) => ({ ...unit, ecosystem: ecosystem.id, id: bareId(ecosystem, unit.name) })),
  );
  return distinguish(
    distinguish(units, (unit) => `#${unit.root}`),
    (unit) => `:${unit.key}`,
  );
}

export const bareId = (ecosystem: Ecosystem, name: string): string =>
  `${ecosystem.id}:${ecosystem.normalise?.(name) ?? name}`;

function distinguish(units: readonly Identified[], suffix: (unit: Identified) => string): readonly Identified[] {
  const count = new Map<string, number>();
  for (const { id } of units) count.set(id, (count.get(id) ?? 0) + 1);
  return units.map((unit) => ((count.get(unit.id) ?? 0) > 1 ? { ...unit, id: unit.id + suffix(unit) } : unit));
}
