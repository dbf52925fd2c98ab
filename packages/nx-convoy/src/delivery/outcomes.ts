import { isThere, type Delivery, type Outcome } from '../model/delivery.ts';
import type { ShippedUnit } from '../model/shipment.ts';
import type { Order } from './order.ts';
import type { Decision } from './policy.ts';

export interface Outcomes {
  readonly deliveries: ReadonlyMap<string, Outcome>;
  readonly units: ReadonlyMap<string, Outcome>;
}

/**
 * What has become of deliveries and units so far; units come in their order. A failure blocks what needs it and would be uploaded now; what is
 * there already is there.
 */
export function outcomesOf(
  units: readonly ShippedUnit[],
  order: Order,
  decisionOf: (delivery: Delivery) => Decision | undefined,
): Outcomes {
  const found = { deliveries: new Map<string, Outcome>(), units: new Map<string, Outcome>() };
  for (const unit of units) {
    const { id } = unit;
    for (const delivery of unit.deliveries) {
      const decision = decisionOf(delivery);
      if (decision?.do === 'rest') found.deliveries.set(delivery.id, decision.outcome);
      if (decision?.do !== 'upload') continue;
      const lacking = order.needsOf(id).find((need) => isLacking(need, id, order, found.units));
      const by = lacking ?? spoiling(delivery, unit, decisionOf);
      if (by !== undefined) found.deliveries.set(delivery.id, { is: 'blocked', by });
    }
    const outcome = unitOutcome(unit, found.deliveries);
    if (outcome !== undefined) found.units.set(id, outcome);
  }
  return found;
}

/** A need that will not be there. Within a ring nobody is first: what is not there yet will never be. */
function isLacking(need: string, unit: string, { ringed }: Order, units: ReadonlyMap<string, Outcome>): boolean {
  const outcome = units.get(need);
  return outcome === undefined ? ringed.has(need) && ringed.has(unit) : !isThere(outcome);
}

/** A file of the same version is there that was made elsewhere: one more of ours would mix two builds. */
function spoiling(
  delivery: Delivery,
  { deliveries }: ShippedUnit,
  decisionOf: (delivery: Delivery) => Decision | undefined,
): string | undefined {
  return deliveries.find((other) => {
    if (other === delivery || !isBeside(other, delivery)) return false;
    const decision = decisionOf(other);
    if (decision?.do !== 'rest' || decision.outcome.is !== 'failed') return false;
    return spoils.has(decision.outcome.problem.code);
  })?.artifact.name;
}

const spoils: ReadonlySet<string> = new Set(['OTHER_BYTES', 'VERSION_DELETED']);

/** Files of one version at one registry. */
export const isBeside = ({ released: a, unit }: Delivery, { released: b, unit: other }: Delivery): boolean =>
  unit === other && a.registry.url === b.registry.url;

/** The worst of its deliveries tells, once all have ended. */
function unitOutcome({ deliveries }: ShippedUnit, outcomes: ReadonlyMap<string, Outcome>): Outcome | undefined {
  if (deliveries.length === 0) return { is: 'skipped', because: 'no registry takes it' };
  const own = deliveries.map(({ id }) => outcomes.get(id));
  if (own.includes(undefined)) return undefined;
  for (const is of worstFirst) {
    const worst = own.find((outcome) => outcome?.is === is);
    if (worst !== undefined) return worst;
  }
  return undefined;
}

const worstFirst: readonly Outcome['is'][] = ['failed', 'unknown', 'pending', 'blocked', 'published', 'skipped'];
