import semver from 'semver';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { canonical } from '../../versions/canonical.ts';
import { coreOf } from './next.ts';

/**
 * A manifest that stands above the planned version, candidates of its own aside: most often the tags are another unit's, or stale. A version that a person asks for
 * is theirs to choose.
 */
export function loweredVersions(
  released: readonly { readonly bump: string; readonly to: string; readonly units: readonly Unit[] }[],
): readonly Problem[] {
  return released
    .filter(({ bump }) => bump !== 'requested')
    .flatMap(({ to, units }) => units.flatMap((unit) => (isAbove(unit.version, to) ? [lowered(unit, to)] : [])));
}

function isAbove(stated: string | undefined, to: string): boolean {
  const [stands, goes] = [canonical(stated ?? ''), canonical(to)];
  return stands !== undefined && goes !== undefined && semver.gt(coreOf(stands), coreOf(goes));
}

const lowered = (unit: Unit, to: string): Problem => ({
  code: 'VERSION_LOWERED',
  severity: 'warning',
  what: `${unit.id} stands at ${unit.version ?? ''} in its manifest, above the ${to} that its tags and commits lead to.`,
  where: { file: unit.manifest },
  fix: `If the tags are another's, say how its own look: "units": { "${unit.id}": { "tag": "…{version}" } }; or ask for the version: --specifier=${unit.id}=<version>.`,
});
