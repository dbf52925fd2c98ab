import type { Deed, Fault, Role } from '../../../packages/local-registries/src/index.ts';
import { allDeeds, deedName } from './deeds.ts';
import { missesOf } from './expected.ts';
import type { Kind } from './kinds.ts';
import type { Before, Berth, Stand, Told } from './stand.ts';

/** One fault, that happens once or until somebody takes it away, to what one kind asks its registry for in one role. */
export interface Cell {
  readonly kind: Kind;
  readonly deed: Deed;
  readonly role: Role;
  readonly lasts: boolean;
  readonly before: Before;
}

export interface Sailed {
  readonly cell: Cell;
  /** What became of the first unit, with the code of its problem. */
  readonly fate: string;
  readonly misses: readonly string[];
  readonly seconds: number;
}

/** What a publish without any fault asks its registry for: only there can one be met. */
export async function rolesOf(stand: Stand, before: Before): Promise<readonly Role[]> {
  const berth = await stand.berth(before);
  try {
    await berth.publish();
    return [...new Set(berth.requests().flatMap(({ role }) => (role === undefined ? [] : [role as Role])))];
  } finally {
    await berth.leave();
  }
}

export const cellsOf = (kind: Kind, before: Before, roles: readonly Role[]): readonly Cell[] =>
  roles.flatMap((role) =>
    allDeeds.flatMap((deed) => [false, true].map((lasts) => ({ kind, deed, role, lasts, before }))),
  );

export const cellName = ({ kind, deed, role, lasts, before }: Cell): string =>
  `${kind.name}, ${before === 'nothing' ? '' : `${before}, `}${role}: ${deedName(deed)}${lasts ? ', as long as it lasts' : ', once'}`;

/** Publishes into the fault, takes it away, and publishes again. */
export async function sail(cell: Cell, stand: Stand): Promise<Sailed | undefined> {
  const begun = performance.now();
  const berth = await stand.berth(cell.before);
  try {
    const fault: Fault = { ...cell.deed, registry: cell.kind.registry, on: cell.role, times: cell.lasts ? 'all' : 1 };
    berth.registries.fault(fault);
    const first = await berth.publish();
    const isMet = berth.requests().some((one) => one.fault !== undefined);
    berth.registries.clearFaults();
    // Some deeds do nothing to some requests: an answer without a body is never cut.
    if (!isMet) return undefined;
    const between = await cell.kind.there(berth.at);
    const second = await berth.publish();
    const after = await cell.kind.there(berth.at);
    const found = { first, between, second, after, isLeaked: secretsIn(berth, [first, second]) };
    const misses = missesOf(cell, found, stand, berth);
    return { cell, fate: fateOf(first), misses, seconds: (performance.now() - begun) / 1000 };
  } finally {
    await berth.leave();
  }
}

const fateOf = ({ units: [unit], problems: [problem] }: Told): string =>
  `${unit?.is ?? 'stopped'}${problem === undefined ? '' : ` ${problem.code}`}`;

/** The token of the registry stands nowhere that is kept or shown. */
const secretsIn = (berth: Berth, told: readonly Told[]): boolean =>
  [...berth.kept(), ...told.map(({ said }) => said)].some((text) => text.includes(berth.at.token));
