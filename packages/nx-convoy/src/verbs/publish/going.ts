import { fail, ok, type Result } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { destinationsOf, type Destination, type Signposts } from '../gathering/destinations.ts';

/** One version of a unit on its way to one registry. */
export interface Going extends Destination {
  readonly unit: Unit;
  /** The word under which it is offered beside its version. */
  readonly channel?: string;
  /** What it is made from. */
  readonly commit: string;
}

/** What tells where units go. */
export interface Ground extends Signposts {
  readonly commit: string;
  channelOf(unit: Unit, version: string): string | undefined;
}

/** Every way that a unit's version goes; none where anything stands against it. */
export function waysOf(unit: Unit, version: string, ground: Ground): Result<readonly Going[]> {
  const { places, problems } = destinationsOf(unit, version, ground);
  if (problems.length > 0) return fail(...problems);
  const channel = ground.channelOf(unit, version);
  const { commit } = ground;
  return ok(places.map((place) => ({ ...place, unit, commit, ...(channel === undefined ? {} : { channel }) })));
}
