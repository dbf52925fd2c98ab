import { compareText } from '../graph/link.ts';
import type { Delivery } from '../model/delivery.ts';
import type { Begun, Limits, Next, Shipment, Waiting, Work } from '../model/shipment.ts';
import { begin, crowded, fullHouse, fullLane, isNewName, lacking, type Desk, type Moment } from './holds.ts';
import { lanesOf } from './lanes.ts';
import { orderOf } from './order.ts';
import { isBeside, outcomesOf } from './outcomes.ts';
import type { Decision } from './policy.ts';
import { decide } from './reconcile.ts';
import { untouched, type DeliveryState } from './state.ts';

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
      const work = decision.do === 'upload' && isStale(delivery, desk) ? 'ask' : decision.do;
      const full = hold ?? fullHouse(delivery, work, desk);
      if (full === undefined) start.push(begun(delivery, work, desk));
      else waits.push({ delivery, ...full });
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

/** What was absent long ago, while others went first, may have come from elsewhere. */
function isStale(delivery: Delivery, { moment, stateOf }: Desk): boolean {
  const { answer } = stateOf(delivery);
  return answer !== undefined && moment.now - answer.at > moment.policy.freshMs;
}

function begun(delivery: Delivery, work: Work, desk: Desk): Begun {
  const isFirst = work === 'upload' && isNewName(delivery, desk);
  begin(delivery, work, desk);
  return { delivery, work, ...(isFirst ? { isNewName: true } : {}) };
}
