import { openDesk } from '../../credentials/desk.ts';
import type { Hands } from '../../model/hands.ts';
import { ok, type Result } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import type { Verb } from '../verb.ts';
import { cargoOf } from './cargo.ts';
import { load } from './load.ts';
import { publishOptions, type PublishOptions } from './options.ts';
import { prepare, type Prepared } from './prepare.ts';
import type { Fate, Published, PublishedUnit } from './published.ts';
import { registrarOf, type Registrar } from './registrar.ts';
import { report } from './report.ts';
import { ship, type Port } from './ship.ts';
import type { Freight } from './shipment.ts';
import { upstreams } from './upstreams.ts';

export const publish: Verb<typeof publishOptions, Published> = {
  name: 'publish',
  summary:
    'Publishes what is due from the commit that is checked out, in dependency order, each file once; run again, it goes on where it was.',
  options: publishOptions,
  async run(asked, world) {
    const { hands } = world;
    if (hands === undefined) throw new Error('publish was given a world that only looks on');
    // Whoever says that this is a dry run is believed: a task that Nx starts beside the one that was asked for gets no options.
    const options = { ...asked, dryRun: asked.dryRun || hands.isDryRun };
    const desk = openDesk({ pockets: hands.pockets, fetch: world.fetch, now: () => world.clock.now() });
    try {
      return report(await published(options, { world, hands, registrar: registrarOf(world, desk) }), options, world);
    } finally {
      await desk.leave();
    }
  },
};

interface Around {
  readonly world: World;
  readonly hands: Hands;
  readonly registrar: Registrar;
}

async function published(options: PublishOptions, around: Around): Promise<Result<Published>> {
  const prepared = await prepare(options, around);
  if (!prepared.ok) return prepared;
  const { plan, source, due, notDue, nothing } = prepared.value;
  const base = { plan, commit: source.commit, notDue, isDry: options.dryRun };
  if (due.length === 0) return ok({ ...base, units: [], nothing: nothing ?? 'Nothing that was asked for is due.' });
  const dock = await around.hands.dock(options.out);
  if (!dock.ok) return dock;
  try {
    const sent = await sendAll(prepared.value, options, { ...around, dock: dock.value });
    return sent.ok ? ok({ ...base, ...sent.value }) : sent;
  } finally {
    dock.value.leave();
  }
}

async function sendAll(
  prepared: Prepared,
  options: PublishOptions,
  port: Port,
): Promise<Result<Pick<Published, 'units' | 'isStopped'>>> {
  const { registrar } = port;
  const behind = await upstreams(prepared, registrar);
  // In a dry run nothing of what others publish comes about: that is no reason to stop looking.
  const lacking = options.dryRun ? new Map<string, Fate>() : behind;
  const free = { ...prepared, due: prepared.due.filter(({ unit }) => !lacking.has(unit)) };
  const loaded = await load(free, options, port, new Set(behind.keys()));
  if (!loaded.ok) return loaded;
  const { there } = loaded.value;
  const known = [
    ...lacking,
    ...there.map(({ unit, because }): [string, Fate] => [unit, { is: 'skipped', because }]),
  ] as const;
  const { config, graph } = prepared;
  const cargo = await cargoOf(loaded.value, { config, graph, registrar });
  const rows = (fates: ReadonlyMap<string, Fate>): readonly PublishedUnit[] => [
    ...rowsOf(prepared, cargo.whole, new Map([...known, ...fates])),
    ...cargo.untold,
  ];
  if (cargo.whole.shipment.units.length === 0) return ok({ units: rows(new Map()) });
  const shipped = await ship(cargo, free, options, port);
  if (!shipped.ok) return shipped;
  const { fates, isStopped } = shipped.value;
  return ok({ units: rows(fates), isStopped });
}

/** Every unit that is due, and every label that goes with one. */
function rowsOf(
  { due, ways }: Prepared,
  { shipment }: Freight,
  fates: ReadonlyMap<string, Fate>,
): readonly PublishedUnit[] {
  const fateOf = (unit: string): Fate => fates.get(unit) ?? { is: 'unknown', problem: notReached(unit) };
  const known = new Set(due.map(({ unit }) => unit));
  return [
    ...due.map(({ unit, version }) => ({
      unit,
      version,
      registries: (ways.get(unit) ?? []).map(({ released }) => released.registry.url),
      fate: fateOf(unit),
    })),
    ...shipment.units.flatMap(({ id, deliveries: [first, ...rest] }) =>
      known.has(id) || first === undefined
        ? []
        : [
            {
              unit: id.slice(0, id.lastIndexOf(' ')),
              version: first.released.version,
              registries: [first, ...rest].map(({ released }) => released.registry.url),
              fate: fateOf(id),
            },
          ],
    ),
  ];
}

const notReached = (unit: string) =>
  ({
    code: 'NOT_REACHED',
    severity: 'error',
    what: `It was ended before anything became of ${unit}.`,
    fix: 'Publish again: it goes on where it was.',
  }) as const;
