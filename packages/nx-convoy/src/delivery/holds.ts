import { isThere, type Delivery, type Outcome } from '../model/delivery.ts';
import type { Limits, Next, Waiting, Work } from '../model/shipment.ts';
import { laneOf, type Lane } from './lanes.ts';
import type { Order } from './order.ts';
import type { Circumstances, Decision } from './policy.ts';
import type { DeliveryState } from './state.ts';

/** What has happened so far, and what is being done right now. */
export interface Moment extends Circumstances {
  readonly states: ReadonlyMap<string, DeliveryState>;
  /** By id of the delivery. */
  readonly underway: ReadonlyMap<string, Work>;
}

/** Who is served, and how many are. */
export interface Desk {
  readonly moment: Moment;
  readonly limits: Limits;
  readonly stateOf: (delivery: Delivery) => DeliveryState;
  /** Other files of the same version at the same registry. */
  readonly besideOf: (delivery: Delivery) => readonly Delivery[];
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly counts: Map<string, number>;
}

export type Hold = Omit<Waiting, 'delivery'> | undefined;

const kindOf = (work: Work): 'uploads' | 'asks' | undefined =>
  work === 'upload' ? 'uploads' : work === 'bury' ? undefined : 'asks';

/** Whether a delivery would be, or was, the first of its name there. */
export function isNewName(delivery: Delivery, { stateOf, besideOf }: Desk): boolean {
  const { attempts, answer } = stateOf(delivery);
  const last = attempts.at(-1);
  if (last !== undefined && last.end === undefined) return last.isNewName === true;
  return answer?.isNewName === true && !besideOf(delivery).some((other) => isTaken(stateOf(other)));
}

const isTaken = ({ attempts }: DeliveryState): boolean =>
  attempts.some(({ end }) => end?.how === 'uploaded' || end?.how === 'exists');

export function begin(delivery: Delivery, work: Work, desk: Desk): void {
  const kind = kindOf(work);
  if (kind === undefined) return;
  const keys = [kind, `${kind} ${delivery.released.registry.url}`];
  if (work === 'upload') keys.push(laneOf(delivery, isNewName(delivery, desk)));
  for (const key of keys) desk.counts.set(key, (desk.counts.get(key) ?? 0) + 1);
}

export function fullHouse({ released }: Delivery, work: Work, { counts, limits }: Desk): Hold {
  const kind = kindOf(work);
  if (kind === undefined) return undefined;
  const most = limits.at?.(released.registry)[kind] ?? Infinity;
  const isFull =
    (counts.get(kind) ?? 0) >= Math.max(1, limits[kind]) ||
    (counts.get(`${kind} ${released.registry.url}`) ?? 0) >= Math.max(1, most);
  return isFull ? { why: 'others are served first' } : undefined;
}

export function lacking({ unit }: Delivery, { needsOf }: Order, units: ReadonlyMap<string, Outcome>): Hold {
  const need = needsOf(unit).find((id) => {
    const outcome = units.get(id);
    return outcome === undefined || !isThere(outcome);
  });
  return need === undefined ? undefined : { why: `waits for ${need}` };
}

/**
 * Before the first file of a version goes up, all of them are asked for: one that was made elsewhere stops the others. And a name is made by
 * one upload alone.
 */
export function crowded(
  delivery: Delivery,
  decisions: ReadonlyMap<string, Decision>,
  start: Next['start'],
  desk: Desk,
): Hold {
  const { stateOf, moment } = desk;
  const beside = desk.besideOf(delivery);
  const isUnasked = (other: Delivery): boolean => {
    const doing = decisions.get(other.id)?.do ?? moment.underway.get(other.id);
    const isBegun = stateOf(other).attempts.some(({ run }) => run === moment.run);
    return !isBegun && doing !== 'upload' && doing !== 'rest' && doing !== 'wait';
  };
  const unasked = beside.find(isUnasked);
  if (unasked !== undefined) return { why: `waits for the answer about ${unasked.artifact.name}` };
  if (!isNewName(delivery, desk)) return undefined;
  const first = beside.find(
    (other) => moment.underway.get(other.id) === 'upload' || start.some((one) => one.delivery === other),
  );
  return first === undefined ? undefined : { why: `waits for ${first.artifact.name}, which is the first of this name` };
}

export function fullLane(delivery: Delivery, desk: Desk): Hold {
  const { lanes, counts, moment } = desk;
  const key = laneOf(delivery, isNewName(delivery, desk));
  const lane = lanes.get(key);
  if (lane === undefined) return undefined;
  if (lane.from > moment.now) return { why: 'the registry takes no more for now', until: lane.from };
  return lane.isNarrow && (counts.get(key) ?? 0) > 0 ? { why: 'one at a time, as the registry asked' } : undefined;
}
