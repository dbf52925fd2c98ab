import semver from 'semver';
import { isCalled } from '../../graph/called.ts';
import type { Release } from '../../planning/tags/families.ts';
import { canonical } from '../../versions/canonical.ts';
import type { Unit } from '../../model/unit.ts';
import { named, type Wanted } from './select.ts';

/** The version to come from: one that is asked for this unit, one that is asked for all, or the release before, as tags tell. */
export function previousOf(
  { unit, version }: Wanted,
  asked: readonly string[] | undefined,
  units: readonly Unit[],
  releases: readonly Release[],
): string | undefined {
  for (const word of asked ?? []) {
    const { name, version: of } = named(word, units);
    if (of !== undefined && isCalled(unit, name)) return of;
  }
  const forAll = (asked ?? []).find((word) => named(word, units).version === undefined);
  return forAll === 'previous' ? before(version, releases) : forAll;
}

/** Users of a stable version come from a stable one. */
function before(version: string, releases: readonly Release[]): string | undefined {
  const now = semver.parse(canonical(version) ?? version);
  if (now === null) return undefined;
  const earlier = releases
    .map((release) => semver.parse(canonical(release.version) ?? release.version))
    .filter((one) => one !== null)
    .filter((one) => one.compare(now) < 0)
    .sort((a, b) => b.compare(a));
  const stable = now.prerelease.length === 0 ? earlier.find(({ prerelease }) => prerelease.length === 0) : undefined;
  return (stable ?? earlier[0])?.raw;
}
