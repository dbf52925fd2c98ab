import { isCalled } from '../../graph/called.ts';
import { progressOf } from '../../delivery/progress.ts';
import type { Delivery } from '../../model/delivery.ts';
import type { Dock } from '../../model/dock.ts';
import { fail, ok, type Result } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { absentOf, type Absent } from './absent.ts';
import { admissions } from './admissions.ts';
import { answerFor } from './answer.ts';
import { approve } from './approve.ts';
import type { Cargo } from './cargo.ts';
import { carry } from './carry.ts';
import { compare } from './comparing.ts';
import { loadLater } from './later.ts';
import { openLedger, type Ledger } from './ledger.ts';
import type { PublishOptions } from './options.ts';
import { policyOf } from './policy.ts';
import type { Prepared } from './prepare.ts';
import type { Fate } from './published.ts';
import type { Registrar } from './registrar.ts';
import { send } from './sending.ts';
import { labelsIn, type Freight, type Sending } from './shipment.ts';
import { teller, type Teller } from './telling.ts';
import { untested } from './untested.ts';

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
  cargo: Cargo,
  prepared: Prepared,
  options: PublishOptions,
  port: Port,
): Promise<Result<Shipped>> {
  const { world, registrar, dock } = port;
  const run = `${dock.owner.host}-${dock.owner.pid}-${world.clock.now()}`;
  const journal = await dock.journal(`${options.out}/journal-${prepared.plan.slice(0, 16)}.jsonl`);
  const ledger = await openLedger({ journal, plan: prepared.plan, run, clock: world.clock });
  if (!ledger.ok) return ledger;
  const absent = await absentOf(cargo.whole, registrar);
  const [refusals, untried] = await Promise.all([
    admissions(absent, registrar),
    untested(absent, prepared.config, options, world),
  ]);
  if (refusals.length + untried.length > 0) return fail(...refusals, ...untried);
  if (options.dryRun) return ok({ fates: wouldBe(cargo, absent), isStopped: false });
  const approved = await approve(absent, prepared, options, world);
  if (!approved.ok) return approved;
  const started = await ledger.value.write({
    kind: 'run-started',
    ...{ schema: 1, plan: prepared.plan, tool: world.tool, owner: dock.owner },
  });
  if (!started.ok) return started;
  const tell = teller(options.format, world, dock);
  const around = { ...port, run, ledger: ledger.value, tell };
  const shipped = await inRounds(cargo, prepared, options, around);
  tell.end();
  if (!shipped.ok || shipped.value.isStopped) return shipped;
  const ended = await ledger.value.write({ kind: 'run-ended' });
  return ended.ok ? shipped : ended;
}

type Around = Port & { readonly run: string; readonly ledger: Ledger; readonly tell: Teller };

/** One round after the other: what a later one is made of is out by then, or it is blocked. */
async function inRounds(
  cargo: Cargo,
  prepared: Prepared,
  options: PublishOptions,
  around: Around,
): Promise<Result<Shipped>> {
  const fates = new Map<string, Fate>();
  const add = (more: ReadonlyMap<string, Fate>): void => {
    for (const [unit, fate] of more) fates.set(unit, fate);
  };
  let freight = cargo.first;
  for (let round = 0; ; round++) {
    const gone = await letGo(freight, prepared, options, around);
    if (!gone.ok) return gone;
    add(gone.value.fates);
    const next = cargo.later[round];
    if (gone.value.isStopped || next === undefined) return ok({ fates, isStopped: gone.value.isStopped });
    for (const { due, recorded } of next) if (recorded === undefined) around.tell.making(due.unit);
    const loaded = await loadLater(next, fates, { ...around, prepared, options });
    // Whoever wants this to end has ended what was being made as well: that says nothing of the units.
    if (around.dock.stop.isWanted) return ok({ fates, isStopped: true });
    add(loaded.fates);
    for (const [unit, outcome] of loaded.fates) {
      around.tell.outcome(unit, outcome);
      for (const label of labelsIn(cargo.whole, unit)) fates.set(label, { is: 'blocked', by: unit });
    }
    freight = cargo.freightOf(loaded.laden);
  }
}

async function letGo(
  { shipment, sendings }: Freight,
  { config, graph }: Prepared,
  options: PublishOptions,
  { world, registrar, dock, run, ledger, tell }: Around,
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
  if (!carried.ok) return carried;
  const { units: fates, isStopped } = carried.value;
  return ok({ fates, isStopped });
}

/** Units that a person names because they have decided. */
const decided = (words: readonly string[] | undefined, units: Prepared['graph']['units']): ReadonlySet<string> =>
  new Set(units.filter((unit) => words?.some((word) => isCalled(unit, word)) === true).map(({ id }) => id));

function wouldBe({ whole: { shipment }, later }: Cargo, absent: readonly Absent[]): ReadonlyMap<string, Fate> {
  const unmade = new Set(later.flat().flatMap(({ due, recorded }) => (recorded === undefined ? [due.unit] : [])));
  return new Map(
    shipment.units.map(({ id, deliveries }): [string, Fate] => {
      const sent = absent.filter(({ delivery }) => delivery.unit === id);
      if (sent.length === 0) return [id, { is: 'skipped', because: 'it is there already' }];
      const because = unmade.has(id)
        ? 'it is made once what goes into it is out'
        : `${sent.length} of ${deliveries.length} files are not there`;
      return [id, { is: 'would be published', because }];
    }),
  );
}
