import type { Pin } from '../../model/claim.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import type { Edge } from '../../model/graph.ts';
import type { Unit } from '../../model/unit.ts';
import { canonical } from '../../versions/canonical.ts';
import type { Move } from './propagate.ts';

/**
 * Whether what a dependent writes still leads to the version that its need goes to. Each place must: a requirement that nobody can read, and a
 * pin that names another version, no longer does. Where nothing is written, nothing shuts it out.
 */
export function stillAdmits(
  units: readonly Unit[],
  ecosystems: readonly Ecosystem[],
): (edge: Edge, move: Move) => boolean {
  const ecosystemOf = new Map(units.map(({ id, ecosystem }) => [id, ecosystems.find((one) => one.id === ecosystem)]));
  return ({ to, requirements, pins = [] }, move) => {
    const ecosystem = ecosystemOf.get(to);
    return (
      requirements.every(({ range }) => ecosystem?.admits(packed(range, move.from), move.to) === true) &&
      pins.every((pin) => isOpen(pin, move))
    );
  };
}

/** `latest` leads to each version by itself; what may be meant for something else speaks for this need only where it names its version. */
function isOpen({ version, isShared = false }: Pin, { from, to }: Move): boolean {
  const named = canonical(version);
  return named === undefined || named === to || (isShared && named !== from);
}

/** `workspace:*` is packed as the very version that stood there, `workspace:^` and `workspace:~` as ranges of it. */
function packed(range: string, from: string | undefined): string {
  const sign = /^workspace:([*^~])$/.exec(range)?.[1];
  return sign === undefined || from === undefined ? range : `${sign === '*' ? '' : sign}${from}`;
}
