import { scheduler } from '../../delivery/schedule.ts';
import { untouched } from '../../delivery/state.ts';
import type { Policy } from '../../delivery/policy.ts';
import type { Delivery, Outcome } from '../../model/delivery.ts';
import type { Dock } from '../../model/dock.ts';
import type { Asked, Compared } from '../../model/journal.ts';
import type { Problem, Result } from '../../model/problem.ts';
import { ok } from '../../model/problem.ts';
import type { Sent } from '../../model/registry.ts';
import type { Begun, Limits, Next, Shipment, Work } from '../../model/shipment.ts';
import { holdsOf } from './holding.ts';
import type { Ledger } from './ledger.ts';

export type Answer = Omit<Asked, 'at' | 'run' | 'of' | 'kind'>;
export type Comparison = Omit<Compared, 'at' | 'run' | 'of' | 'kind'>;

/** What can be done about a delivery: each ends in an answer, whatever happens. */
export interface Doing {
  ask(delivery: Delivery): Promise<Answer>;
  compare(delivery: Delivery): Promise<Comparison>;
  upload(delivery: Delivery): Promise<Sent>;
}

export interface Voyage extends Doing {
  readonly shipment: Shipment;
  readonly limits: Limits;
  readonly policy: Policy;
  readonly run: string;
  readonly ledger: Ledger;
  readonly dock: Dock;
  /** Told whenever something has changed. */
  tell(next: Next, underway: ReadonlyMap<string, Work>): void;
}

export interface Carried {
  readonly deliveries: ReadonlyMap<string, Outcome>;
  readonly units: ReadonlyMap<string, Outcome>;
  /** Somebody ended it before all was done. */
  readonly isStopped: boolean;
}

/** The five seconds that Nx and CI leave to a process that is asked to end, less what it takes to end. */
const graceMs = 3_500;

/** Does what the schedule says until nothing is left to do. All that it decides by is in the journal before it happens. */
export async function carry(voyage: Voyage): Promise<Result<Carried>> {
  const { shipment, limits, policy, run, ledger, dock } = voyage;
  const plan = scheduler(shipment, limits);
  const underway = new Map<string, Work>();
  const works = new Map<string, Promise<void>>();
  const holds = holdsOf(dock);
  const faults: { problems: readonly Problem[] }[] = [];
  const nextNow = (): Next =>
    plan({ run, now: ledger.now(), policy, states: ledger.states, isAlive: (owner) => dock.isAlive(owner), underway });

  dock.stop.listen();
  for (;;) {
    const next = nextNow();
    if (next.isFinished) {
      voyage.tell(next, underway);
      return ok({ deliveries: next.deliveries, units: next.units, isStopped: false });
    }
    if (dock.stop.isWanted) {
      await dock.grace(graceMs, Promise.all(works.values()));
      const { deliveries, units } = nextNow();
      return ok({ deliveries, units, isStopped: true });
    }
    for (const begun of next.start) {
      const { id } = begun.delivery;
      underway.set(id, begun.work);
      const work = workOn(begun, { ...voyage, holds })
        .then((result) => {
          if (!result.ok) faults.push(result);
        })
        .finally(() => {
          underway.delete(id);
          works.delete(id);
        });
      works.set(id, work);
    }
    voyage.tell(next, underway);
    const wait = next.until === undefined ? 0x7fff_ffff : Math.max(0, next.until - ledger.now());
    await dock.pause(works.size === 0 ? wait : Math.min(wait, 0x7fff_ffff), [...works.values()]);
    const [fault] = faults;
    if (fault !== undefined) {
      await Promise.all(works.values());
      return { ok: false, problems: fault.problems };
    }
  }
}

type Around = Voyage & { readonly holds: ReturnType<typeof holdsOf> };

async function workOn(begun: Begun, around: Around): Promise<Result<void>> {
  const { delivery, work } = begun;
  const { ledger } = around;
  const of = delivery.id;
  if (work === 'ask') return ledger.write({ kind: 'asked', of, ...(await around.ask(delivery)) });
  if (work === 'compare') return ledger.write({ kind: 'compared', of, ...(await around.compare(delivery)) });
  return work === 'bury' ? ledger.write({ kind: 'ended', of }) : send(begun, around);
}

/** Who holds the unit has seen all that others wrote of it before they let it go: only what is absent then is sent. */
async function send({ delivery, isNewName }: Begun, around: Around): Promise<Result<void>> {
  const { ledger, holds, dock } = around;
  const of = delivery.id;
  const hold = await holds.take(delivery.unit);
  if (hold.is === 'taken') {
    const told = await ledger.write({ kind: 'asked', of, is: 'unknown', problem: heldBy(delivery, hold.by) });
    return told.ok ? ledger.catchUp() : told;
  }
  try {
    const caught = await ledger.catchUp();
    if (!caught.ok) return caught;
    const { answer, attempts } = ledger.states.get(of) ?? untouched;
    const last = attempts.at(-1);
    if (answer?.is !== 'absent' || (last !== undefined && last.end === undefined) || dock.stop.isWanted)
      return ok(undefined);
    const news = isNewName === true ? { isNewName } : {};
    const { digests } = delivery.artifact;
    const begun = await ledger.write({ kind: 'uploading', of, digests, owner: dock.owner, ...news });
    if (!begun.ok) return begun;
    const sent = await around.upload(delivery);
    if (sent.is === 'accepted') return await ledger.write({ kind: 'uploaded', of });
    const { how, problem, waitMs } = sent;
    return await ledger.write({ kind: 'failed', of, how, problem, ...(waitMs === undefined ? {} : { waitMs }) });
  } finally {
    await hold.free();
  }
}

const heldBy = ({ unit }: Delivery, by: { readonly host: string; readonly pid: number } | undefined): Problem => ({
  code: 'PUBLISHER_HOLDS',
  severity: 'error',
  what: `Another publisher works on ${unit}${by === undefined ? '' : `: process ${by.pid} on ${by.host}`}.`,
  fix: 'Let it end; then publish again, and what it did counts.',
});
