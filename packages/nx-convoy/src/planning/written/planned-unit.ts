import type { Because, PlannedUnit, PlannedVersion } from '../../model/plan.ts';
import type { Unit } from '../../model/unit.ts';

/** A unit at the version that it goes to, as a plan tells it. */
export const plannedUnit = (
  { id, project, ecosystem, name, root, manifest, private: isPrivate, registries }: Unit,
  group: string | undefined,
  version: PlannedVersion,
  because: readonly Because[],
): PlannedUnit => ({
  id,
  project,
  ecosystem,
  name,
  root,
  manifest,
  private: isPrivate,
  registries,
  ...(group === undefined ? {} : { group }),
  version,
  because,
});
