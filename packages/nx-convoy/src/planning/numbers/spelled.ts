import type { Because, PlannedUnit } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import { isSemverScheme, spellCalver, type Calver } from '../../versions/calver.ts';
import type { Decision } from './decide.ts';
import type { Target } from '../edits/edits.ts';
import type { Group } from '../groups/groups.ts';
import type { Inputs } from '../planned.ts';
import { plannedUnit } from '../written/planned-unit.ts';

export interface Spelled {
  readonly units: readonly PlannedUnit[];
  readonly targets: readonly Target[];
  readonly problems: readonly Problem[];
}

/** The units of a group at their version, each as its registry writes it. */
export function spell(
  group: Group,
  { from, to, bump, written = to }: Decision,
  because: readonly Because[],
  { ecosystems }: Pick<Inputs, 'ecosystems'>,
): Spelled {
  const problems: Problem[] = [];
  const targets: Target[] = [];
  const units = group.units.map((unit): PlannedUnit => {
    const spelled = ecosystems.find(({ id }) => id === unit.ecosystem)?.spell(written);
    // A scheme that a unit cannot be written by is told of the scheme.
    if (spelled?.ok === false && written === to)
      problems.push(...spelled.problems.map((problem) => ({ ...problem, where: { file: unit.manifest } })));
    const spelling = spelled?.ok === true ? spelled.value : to;
    targets.push({ unit, to, spelling });
    return plannedUnit(
      unit,
      group.isFixed ? group.name : undefined,
      { ...(from === undefined ? {} : { from }), to, bump, spelling },
      because,
    );
  });
  return { units, targets, problems };
}

/** A scheme that writes no semver is written so: who cannot take it says that. */
export const writtenBy = (calver: Calver | undefined, version: string): string =>
  calver === undefined || isSemverScheme(calver) ? version : spellCalver(calver, version);
