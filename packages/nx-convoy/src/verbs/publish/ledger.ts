import { journalTime } from '../../delivery/clock.ts';
import { readJournal, writeEvent } from '../../delivery/journal.ts';
import { after, statesOf, untouched, type DeliveryState } from '../../delivery/state.ts';
import type { Clock } from '../../model/clock.ts';
import type { JournalFile } from '../../model/dock.ts';
import type { JournalEvent } from '../../model/journal.ts';
import { ok, type Result } from '../../model/problem.ts';

/** An event without what every event has: when, and whose. */
export type Unsigned = JournalEvent extends infer Event
  ? Event extends JournalEvent
    ? Omit<Event, 'at' | 'run'>
    : never
  : never;

/** The journal of a release as one run keeps it: what is written is on the disk, and only then counts. */
export interface Ledger {
  readonly states: ReadonlyMap<string, DeliveryState>;
  now(): number;
  write(event: Unsigned): Promise<Result<void>>;
  /** Others write to the same file: what they wrote until now counts as well. */
  catchUp(): Promise<Result<void>>;
}

export interface Book {
  readonly journal: JournalFile;
  readonly plan: string;
  readonly run: string;
  readonly clock: Clock;
}

/** Lines that come together go to the disk together: to wait for it costs the same for one and for a hundred. */
export async function openLedger({ journal, plan, run, clock }: Book): Promise<Result<Ledger>> {
  const read = readJournal(await journal.read(), journal.file, plan);
  if (!read.ok) return read;
  let states = new Map(statesOf(read.value.events, run));
  const begun = clock.elapsed();
  let from = journalTime(read.value.events, clock.now(), 0);
  const now = (): number => Math.floor(from + clock.elapsed() - begun);

  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = queue.then(act);
    queue = turn.catch(() => undefined);
    return turn;
  };
  let waiting: JournalEvent[] = [];
  let written: Promise<Result<void>> | undefined;
  const flush = async (): Promise<Result<void>> => {
    const events = waiting;
    waiting = [];
    written = undefined;
    const appended = await journal.append(events.map(writeEvent).join(''));
    if (!appended.ok) return appended;
    for (const event of events)
      if ('of' in event) states.set(event.of, after(states.get(event.of) ?? untouched, event, run));
    return ok(undefined);
  };
  return ok({
    get states() {
      return states;
    },
    now,
    write(event) {
      waiting.push({ ...event, at: now(), run });
      written ??= inTurn(flush);
      return written;
    },
    catchUp: () =>
      inTurn(async () => {
        const again = readJournal(await journal.read(), journal.file, plan);
        if (!again.ok) return again;
        states = new Map(statesOf(again.value.events, run));
        from = Math.max(from, journalTime(again.value.events, 0, 0) - (clock.elapsed() - begun));
        return ok(undefined);
      }),
  });
}
