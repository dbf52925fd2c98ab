import { compareText } from '../graph/link.ts';
import { isThere, type Delivery, type Outcome } from '../model/delivery.ts';
import type { Begun, Limits, Next, Shipment, Waiting, Work } from '../model/shipment.ts';
import { laneOf, lanesOf, type Lane } from './lanes.ts';
import { orderOf, type Order } from './order.ts';
import { isBeside, outcomesOf } from './outcomes.ts';
import { decide, type Circumstances, type Decision } from './reconcile.ts';
import { untouched, type DeliveryState } from './state.ts';

/** What has happened so far, and what is being done right now. */
export interface Moment extends Circumstances {
  readonly states: ReadonlyMap<string, DeliveryState>;
  /** By id of the delivery. */
  readonly underway: ReadonlyMap<string, Work>;
}

/**
 * What to do next of a shipment: the same for the same journal at the same time. Everything is asked for at once; an upload waits until all
 * that its unit needs is there. Work begins by the length of the chain that waits for it, then by id.
 */
export function scheduler(shipment: Shipment, limits: Limits): (moment: Moment) => Next {
  const order = orderOf(shipment);
  const deliveries = shipment.units
    .flatMap((unit) => unit.deliveries)
    .sort((a, b) => order.heightOf(b.unit) - order.heightOf(a.unit) || compareText(a.id, b.id));
  const siblings = new Map(shipment.units.map((unit) => [unit.id, unit.deliveries]));
  const besideOf = (delivery: Delivery): readonly Delivery[] =>
    (siblings.get(delivery.unit) ?? []).filter((other) => other !== delivery && isBeside(other, delivery));
  const byId = new Map(shipment.units.map((unit) => [unit.id, unit]));
  const units = [...order.waves.flat(), ...order.ringed].flatMap((id) => byId.get(id) ?? []);
  // Who rests in a state rests in it for ever: only those that do not are looked at again.
  const rests = new WeakMap<DeliveryState, Decision>();

  return (moment) => {
    const stateOf = ({ id }: Delivery): DeliveryState => moment.states.get(id) ?? untouched;
    const decisions = new Map<string, Decision>();
    for (const delivery of deliveries) {
      if (moment.underway.has(delivery.id)) continue;
      const state = stateOf(delivery);
      const decision = rests.get(state) ?? decide({ delivery, state }, moment);
      if (decision.do === 'rest') rests.set(state, decision);
      decisions.set(delivery.id, decision);
    }
    const outcomes = outcomesOf(units, order, ({ id }) => decisions.get(id));
    const isOpen = ({ id }: Delivery): boolean => !outcomes.deliveries.has(id);
    const open = deliveries.filter((delivery) => isOpen(delivery));
    const desk: Desk = {
      moment,
      limits,
      stateOf,
      besideOf,
      lanes: lanesOf(
        deliveries.map((delivery) => ({ delivery, state: stateOf(delivery) })),
        limits,
        moment.run,
      ),
      counts: new Map(),
    };
    for (const delivery of deliveries) {
      const work = moment.underway.get(delivery.id);
      if (work !== undefined) begin(delivery, work, desk);
    }
    const start: Begun[] = [];
    const waits: Waiting[] = [];
    for (const delivery of open) {
      const decision = decisions.get(delivery.id);
      if (decision === undefined || decision.do === 'rest') continue;
      if (decision.do === 'wait') {
        waits.push({ delivery, why: decision.why, until: decision.until });
        continue;
      }
      const hold =
        decision.do === 'upload'
          ? (lacking(delivery, order, outcomes.units) ??
            crowded(delivery, decisions, start, desk) ??
            fullLane(delivery, desk))
          : undefined;
      const full = hold ?? fullHouse(delivery, decision.do, desk);
      if (full === undefined) {
        const isFirst = decision.do === 'upload' && isNewName(delivery, desk);
        begin(delivery, decision.do, desk);
        start.push({ delivery, work: decision.do, ...(isFirst ? { isNewName: true } : {}) });
      } else waits.push({ delivery, ...full });
    }
    const times = waits.flatMap(({ until }) => until ?? []);
    return {
      start,
      waits,
      ...(times.length === 0 ? {} : { until: Math.min(...times) }),
      isFinished: open.length === 0 && moment.underway.size === 0,
      ...outcomes,
    };
  };
}

/** Who is served, and how many are. */
interface Desk {
  readonly moment: Moment;
  readonly limits: Limits;
  readonly stateOf: (delivery: Delivery) => DeliveryState;
  /** Other files of the same version at the same registry. */
  readonly besideOf: (delivery: Delivery) => readonly Delivery[];
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly counts: Map<string, number>;
}

type Hold = Omit<Waiting, 'delivery'> | undefined;

const kindOf = (work: Work): 'uploads' | 'asks' | undefined =>
  work === 'upload' ? 'uploads' : work === 'bury' ? undefined : 'asks';

/** Whether a delivery would be, or was, the first of its name there. */
function isNewName(delivery: Delivery, { stateOf, besideOf }: Desk): boolean {
  const { attempts, answer } = stateOf(delivery);
  const last = attempts.at(-1);
  if (last !== undefined && last.end === undefined) return last.isNewName === true;
  return answer?.isNewName === true && !besideOf(delivery).some((other) => isTaken(stateOf(other)));
}

const isTaken = ({ attempts }: DeliveryState): boolean =>
  attempts.some(({ end }) => end?.how === 'uploaded' || end?.how === 'exists');

function begin(delivery: Delivery, work: Work, desk: Desk): void {
  const kind = kindOf(work);
  if (kind === undefined) return;
  const keys = [kind, `${kind} ${delivery.released.registry.url}`];
  if (work === 'upload') keys.push(laneOf(delivery, isNewName(delivery, desk)));
  for (const key of keys) desk.counts.set(key, (desk.counts.get(key) ?? 0) + 1);
}

function fullHouse({ released }: Delivery, work: Work, { counts, limits }: Desk): Hold {
  const kind = kindOf(work);
  if (kind === undefined) return undefined;
  const most = limits.at?.(released.registry)[kind] ?? Infinity;
  const isFull =
    (counts.get(kind) ?? 0) >= Math.max(1, limits[kind]) ||
    (counts.get(`${kind} ${released.registry.url}`) ?? 0) >= Math.max(1, most);
  return isFull ? { why: 'others are served first' } : undefined;
}

function lacking({ unit }: Delivery, { needsOf }: Order, units: ReadonlyMap<string, Outcome>): Hold {
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
function crowded(delivery: Delivery, decisions: ReadonlyMap<string, Decision>, start: Next['start'], desk: Desk): Hold {
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

function fullLane(delivery: Delivery, desk: Desk): Hold {
  const { lanes, counts, moment } = desk;
  const key = laneOf(delivery, isNewName(delivery, desk));
  const lane = lanes.get(key);
  if (lane === undefined) return undefined;
  if (lane.from > moment.now) return { why: 'the registry takes no more for now', until: lane.from };
  return lane.isNarrow && (counts.get(key) ?? 0) > 0 ? { why: 'one at a time, as the registry asked' } : undefined;
}
