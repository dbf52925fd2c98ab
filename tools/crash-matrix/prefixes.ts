import { readJournal } from '../../packages/nx-convoy/src/delivery/journal.ts';
import { calm, sail, type Sea } from '../../packages/nx-convoy/src/delivery/sea.ts';
import { statesOf, type Attempt, type DeliveryState } from '../../packages/nx-convoy/src/delivery/state.ts';
import type { Delivery } from '../../packages/nx-convoy/src/model/delivery.ts';
import type { JournalEvent } from '../../packages/nx-convoy/src/model/journal.ts';
import type { Shipment } from '../../packages/nx-convoy/src/model/shipment.ts';
import { policyOf } from '../../packages/nx-convoy/src/verbs/publish/policy.ts';
import { publishing, type Kind } from './kinds.ts';
import { plan } from './workspace.ts';

/** What became of an upload whose end the journal does not tell: its sender lives, or is dead and it came, comes or never does. */
const fates = ['lives', 'arrived', 'late', 'lost'] as const;
type Fate = (typeof fates)[number];

export interface Sailed {
  readonly prefixes: number;
  readonly voyages: number;
  readonly wrong: readonly string[];
}

/** Lets the state machine go on from every prefix of journals that real runs wrote, cut behind each line and within it. */
export function sailPrefixes({ needs }: Pick<Kind, 'needs'>, journals: readonly string[]): Sailed {
  const wrong = new Set<string>();
  const seen = new Set<string>();
  let voyages = 0;
  for (const journal of journals) {
    const shipment = shipmentIn(eventsIn(journal), needs);
    for (const prefix of prefixesOf(journal)) {
      const events = eventsIn(prefix);
      const shape = shapeOf(events);
      if (seen.has(shape)) continue;
      seen.add(shape);
      for (const fate of fates) {
        voyages += 1;
        for (const why of complaintsOf(events, shipment, fate)) wrong.add(`${why} (${fate}) after ${shape}`);
      }
    }
  }
  return { prefixes: seen.size, voyages, wrong: [...wrong] };
}

function eventsIn(text: string): readonly JournalEvent[] {
  const read = readJournal(text, 'journal', plan);
  if (!read.ok) throw new Error(read.problems.map(({ what }) => what).join('\n'));
  return read.value.events;
}

/** Journals that tell the same at other times are one. */
const shapeOf = (events: readonly JournalEvent[]): string => {
  const runs = [...new Set(events.map(({ run }) => run))];
  return events
    .map((event) => {
      const what = 'is' in event ? event.is : 'how' in event ? event.how : '';
      const of = 'of' in event ? event.of.replaceAll(/127\.0\.0\.1:\d+/g, '*') : '';
      return [runs.indexOf(event.run), event.kind, what, of].join(' ');
    })
    .join('\n');
};

function* prefixesOf(journal: string): Generator<string> {
  const lines = journal.split('\n').slice(1);
  for (let at = 0; at <= lines.length; at++) {
    const whole = lines.slice(0, at).map((line) => `\n${line}`);
    yield whole.join('');
    const next = lines[at];
    if (next !== undefined) yield [...whole, '\n', next.slice(0, next.length / 2)].join('');
  }
}

/** What was shipped, as the journal tells: each file by its id, with the digests that it was sent with. */
function shipmentIn(events: readonly JournalEvent[], needs: Shipment['needs']): Shipment {
  const deliveries = new Map<string, Delivery>();
  const digests = new Map(events.flatMap((event) => (event.kind === 'uploading' ? [[event.of, event.digests]] : [])));
  for (const event of events) {
    if (!('of' in event)) continue;
    const { of: id } = event;
    const [unit = '', version = '', name = '', url = ''] = id.split(' ');
    const released = { registry: { protocol: 'pypi' as const, url }, name: unit, version };
    const artifact = { unit, name, path: '', size: 1, digests: digests.get(id) ?? [`sha256:${id}`] };
    deliveries.set(id, { id, unit, released, artifact });
  }
  const units = [...new Set([...deliveries.values()].map(({ unit }) => unit))];
  return {
    units: units.map((id) => ({ id, deliveries: [...deliveries.values()].filter(({ unit }) => unit === id) })),
    needs: needs.filter(({ from, to }) => units.includes(from) && units.includes(to)),
  };
}

const policy = policyOf({ publish: publishing }, 20);

function complaintsOf(events: readonly JournalEvent[], shipment: Shipment, fate: Fate): readonly string[] {
  try {
    const { deliveries, units, behind } = sail(
      seaAfter(events, fate),
      'next',
      {
        ...{ shipment, policy, limits: { uploads: 4, asks: 8 } },
        ...{ uploads: [], silences: [], refused: new Set<string>(), lagMs: 0, isTold: true },
      },
      false,
    );
    const end = behind.at(-1);
    const ids = shipment.units.flatMap((unit) => unit.deliveries.map(({ id }) => id));
    return [
      ...(end?.clashes === 0 ? [] : ['something arrived twice']),
      ...ids.filter((id) => end?.accepted.has(id) !== true).map((id) => `${id} is missing`),
      ...ids.filter((id) => !isOut(deliveries.get(id)?.is)).map((id) => `${id} is ${deliveries.get(id)?.is ?? 'lost'}`),
      ...shipment.units.filter(({ id }) => !units.has(id)).map(({ id }) => `${id} is forgotten`),
    ];
  } catch (error) {
    return [String(error)];
  }
}

const isOut = (is: string | undefined): boolean => is === 'published' || is === 'skipped';

/** Registries as the journal saw them, and one of the ends that nobody wrote down. */
function seaAfter(events: readonly JournalEvent[], fate: Fate): Sea {
  const now = (events.at(-1)?.at ?? 0) + 1;
  const sea: Sea = { ...calm(), now, events: [...events], pids: 1_000_000_000 };
  const present = new Set(
    events.flatMap((event) => (event.kind === 'asked' && event.is === 'present' ? [event.of] : [])),
  );
  for (const [of, state] of statesOf(events, 'next')) {
    const last = state.attempts.at(-1);
    if (present.has(of) || isTaken(state)) sea.accepted.set(of, 0);
    else if (last !== undefined && isUnsure(last, of, events)) {
      const arrives = {
        lives: now + policy.settleMs * 2,
        arrived: now,
        late: now + policy.settleMs / 3,
        lost: undefined,
      };
      const ends = fate === 'lives' ? now + policy.settleMs * 2 + 5 : now;
      // Who is known to be dead cannot live; what was heard to be absent long after has not come.
      const isDead = last.end !== undefined;
      const at = isDead && fate !== 'lost' ? now : arrives[fate];
      sea.children.push({ pid: last.owner.pid, of, arrives: at, ends: isDead ? now : ends, fault: 'none' });
    }
  }
  return sea;
}

const isTaken = ({ attempts }: DeliveryState): boolean =>
  attempts.some(({ end }) => end?.how === 'uploaded' || end?.how === 'exists');

/** It may have arrived, and nobody has looked since it would have shown. */
function isUnsure({ end }: Attempt, of: string, events: readonly JournalEvent[]): boolean {
  if (end === undefined) return true;
  if (end.how !== 'unknown' && end.how !== 'ended') return false;
  return !events.some(
    (event) => event.kind === 'asked' && event.of === of && event.is === 'absent' && event.at > end.at,
  );
}
