import { progressOf } from '../../delivery/progress.ts';
import type { Delivery } from '../../model/delivery.ts';
import type { Dock } from '../../model/dock.ts';
import { fail, ok, type Result } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { absentOf, type Absent } from './absent.ts';
import { admissions } from './admissions.ts';
import { answerFor } from './answer.ts';
import { approve } from './approve.ts';
import { carry } from './carry.ts';
import { compare } from './comparing.ts';
import { openLedger, type Ledger } from './ledger.ts';
import type { PublishOptions } from './options.ts';
import { policyOf } from './policy.ts';
import type { Prepared } from './prepare.ts';
import type { Fate } from './published.ts';
import type { Registrar } from './registrar.ts';
import { send } from './sending.ts';
import type { Freight, Sending } from './shipment.ts';
import { teller } from './telling.ts';

export interface Shipped {
  readonly fates: ReadonlyMap<string, Fate>;
  readonly isStopped: boolean;
}

export interface Port {
  readonly world: World;
  readonly registrar: Registrar;
  readonly dock: Dock;
}

/** Sees that nothing stands in the way of all of it, has it approved, and lets it go. */
export async function ship(
  freight: Freight,
  prepared: Prepared,
  options: PublishOptions,
  port: Port,
): Promise<Result<Shipped>> {
  const { world, registrar, dock } = port;
  const run = `${dock.owner.host}-${dock.owner.pid}-${world.clock.now()}`;
  const journal = await dock.journal(`${options.out}/journal-${prepared.plan.slice(0, 16)}.jsonl`);
  const ledger = await openLedger({ journal, plan: prepared.plan, run, clock: world.clock });
  if (!ledger.ok) return ledger;
  const absent = await absentOf(freight, registrar);
  const refusals = await admissions(absent, registrar);
  if (refusals.length > 0) return fail(...refusals);
  if (options.dryRun) return ok({ fates: wouldBe(freight, absent), isStopped: false });
  const approved = await approve(absent, prepared, options, world);
  if (!approved.ok) return approved;
  const started = await ledger.value.write({
    kind: 'run-started',
    ...{ schema: 1, plan: prepared.plan, tool: world.tool, owner: dock.owner },
  });
  if (!started.ok) return started;
  return letGo(freight, prepared, options, { ...port, run, ledger: ledger.value });
}

async function letGo(
  { shipment, sendings }: Freight,
  { config, graph }: Prepared,
  options: PublishOptions,
  { world, registrar, dock, run, ledger }: Port & { readonly run: string; readonly ledger: Ledger },
): Promise<Result<Shipped>> {
  const sendingOf = ({ id }: Delivery): Sending => {
    const sending = sendings.get(id);
    if (sending === undefined) throw new Error(`nobody sends ${id}`);
    return sending;
  };
  const again = decided(options.retry, graph.units);
  for (const { id, unit } of shipment.units.flatMap(({ deliveries }) => deliveries)) {
    if (!again.has(unit)) continue;
    const written = await ledger.write({ kind: 'decided', of: id });
    if (!written.ok) return written;
  }
  const asked = new Set<string>();
  const progress = progressOf(shipment);
  const tell = teller(options.format, world, dock);
  const sender = { registrar, dock, config, clock: world.clock, timeoutMs: options.timeout * 1000 };
  const carried = await carry({
    ...{ shipment, run, dock, ledger },
    policy: policyOf(config, options.patience),
    limits: { uploads: 4, asks: 8 },
    ask: async (delivery) => {
      const sending = sendingOf(delivery);
      const { going } = sending;
      // What is there stays there; an absence that something goes up by is asked for anew.
      const known = asked.has(delivery.id) ? undefined : await registrar.presence(going, delivery.released, 'just now');
      asked.add(delivery.id);
      const presence = known?.is === 'present' ? known : await registrar.presence(going, delivery.released);
      return answerFor(delivery, sending, presence);
    },
    compare: (delivery) => compare(delivery, sendingOf(delivery).going, { registrar, dock }),
    upload: (delivery) => send(delivery, sendingOf(delivery), sender),
    tell: (next, underway) => tell.progress(progress(next, underway)),
  });
  tell.end();
  if (!carried.ok) return carried;
  const { units: fates, isStopped } = carried.value;
  if (isStopped) return ok({ fates, isStopped });
  const ended = await ledger.write({ kind: 'run-ended' });
  return ended.ok ? ok({ fates, isStopped }) : ended;
}

/** Units that a person names because they have decided. */
const decided = (words: readonly string[] | undefined, units: Prepared['graph']['units']): ReadonlySet<string> =>
  new Set(
    units
      .filter(
        ({ id, name, project }) => words?.some((word) => word === id || word === name || word === project) === true,
      )
      .map(({ id }) => id),
  );

function wouldBe({ shipment }: Freight, absent: readonly Absent[]): ReadonlyMap<string, Fate> {
  return new Map(
    shipment.units.map(({ id, deliveries }): [string, Fate] => {
      const sent = absent.filter(({ delivery }) => delivery.unit === id);
      return [
        id,
        sent.length === 0
          ? { is: 'skipped', because: 'it is there already' }
          : { is: 'would be published', because: `${sent.length} of ${deliveries.length} files are not there` },
      ];
    }),
  );
}
