import type { Clock } from '../../model/clock.ts';
import type { Config } from '../../model/config.ts';
import type { Carrier } from '../../model/delivering.ts';
import type { Credential } from '../../model/credential.ts';
import type { Delivery } from '../../model/delivery.ts';
import type { Dock } from '../../model/dock.ts';
import type { Problem } from '../../model/problem.ts';
import type { Sent } from '../../model/registry.ts';
import type { Going } from './going.ts';
import { isThat, otherNow, parcelOf } from './parcel.ts';
import type { Registrar } from './registrar.ts';
import type { Sending } from './shipment.ts';

export interface Sender {
  readonly registrar: Registrar;
  readonly dock: Dock;
  readonly config: Config;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** Sends one artifact: by the client that its ecosystem names, else by its registry's protocol. */
export async function send(delivery: Delivery, { going, isLabel }: Sending, sender: Sender): Promise<Sent> {
  const { unit, ecosystem, word, channel } = going;
  const { released } = delivery;
  const { dock, config, timeoutMs } = sender;
  const { artifact } = delivery;
  const carrier = ecosystem.deliver?.({
    ...{ unit, released, artifact, config, timeoutMs, root: dock.root, cache: dock.cache },
    ...(word === undefined ? {} : { word }),
    ...(channel === undefined ? {} : { channel }),
  });
  if (carrier !== undefined)
    return sender.registrar.uploadBy(going, (credential) => carried(carrier, going, credential, sender));
  const parcel = await parcelOf(delivery, going, dock);
  return parcel.ok
    ? sender.registrar.upload(going, { ...parcel.value, isLabel })
    : refused(parcel.problems[0] ?? otherNow(delivery.artifact));
}

async function carried(
  carrier: Carrier,
  going: Going,
  credential: Credential | undefined,
  { dock, clock }: Pick<Sender, 'dock' | 'clock'>,
): Promise<Sent> {
  const { steps } = carrier;
  for (const [at, step] of steps.entries()) {
    if (step.do === 'match') {
      if (!isThat(await dock.bytes(step.file), step.artifact)) return refused(otherNow(step.artifact));
      continue;
    }
    if (dock.stop.isWanted) return { is: 'failed', how: 'transient', problem: stopped(going) };
    const { code, tail, failed } = await dock.run(step, credential);
    if (code === 0 && at < steps.length - 1) continue;
    const end = {
      code,
      said: tail,
      now: clock.now(),
      isLast: at === steps.length - 1,
      ...(failed === undefined ? {} : { failed }),
    };
    const other = carrier.otherwise?.(end);
    return other === undefined ? carrier.hear(end) : carried(other, going, credential, { dock, clock });
  }
  throw new Error('a carrier has no step that sends');
}

/** Steps before the one that sends have sent nothing. */
const stopped = ({ unit }: Going): Problem => ({
  code: 'STOPPED',
  severity: 'error',
  what: `It was ended before ${unit.id} was sent.`,
  fix: 'Publish again: it goes on where it was.',
});

const refused = (problem: Problem): Sent => ({ is: 'failed', how: 'refused', problem });
