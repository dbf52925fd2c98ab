import type { Presence } from '../../model/registry.ts';
import type { Freight } from './shipment.ts';
import type { Going } from './going.ts';
import type { Registrar } from './registrar.ts';
import { answerFor } from './answer.ts';
import type { Delivery } from '../../model/delivery.ts';

/** A delivery that its registry does not have, as far as it tells now. */
export interface Absent {
  readonly delivery: Delivery;
  readonly going: Going;
  readonly isNewName: boolean;
}

/** What would be uploaded. A registry that says nothing is taken for one that has nothing: it is asked again before anything is sent. */
export async function absentOf({ shipment, sendings }: Freight, registrar: Registrar): Promise<readonly Absent[]> {
  const deliveries = shipment.units.flatMap((unit) => unit.deliveries);
  const found = await Promise.all(
    deliveries.map(async (delivery): Promise<Absent | undefined> => {
      const sending = sendings.get(delivery.id);
      if (sending === undefined) return undefined;
      const { going } = sending;
      const presence: Presence = await registrar.presence(going, delivery.released, 'just now');
      const { is, isNewName = false } = answerFor(delivery, sending, presence);
      return is === 'present' || is === 'deleted' ? undefined : { delivery, going, isNewName };
    }),
  );
  return found.filter((one) => one !== undefined);
}
