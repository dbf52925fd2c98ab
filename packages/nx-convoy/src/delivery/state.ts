import type { Asked, Compared, DeliveryEvent, FailureKind, JournalEvent, Uploading } from '../model/journal.ts';
import type { Problem } from '../model/problem.ts';

/** How an attempt ended. ended: its owner died before it wrote anything; nobody knows more. */
export interface End {
  readonly how: 'uploaded' | 'ended' | FailureKind;
  readonly at: number;
  readonly run: string;
  readonly problem?: Problem;
  readonly waitMs?: number;
}

export interface Attempt extends Uploading {
  /** Absent: nobody knows what became of it, and its owner may still be at work. */
  readonly end?: End;
}

/** All that the journal tells of one delivery, as one run sees it. */
export interface DeliveryState {
  /** Of all runs: what was sent stays sent. */
  readonly attempts: readonly Attempt[];
  /** What the registry said since the last attempt began or ended; of this run, for every run asks anew. */
  readonly answer?: Asked;
  readonly compared?: Compared;
  /** Answers in a row that said nothing. */
  readonly silences: number;
  /** How often it was absent since the last attempt ended, and since when this run looks. */
  readonly looks: number;
  readonly since?: number;
  /** A person has decided since the last attempt that there may be one more. */
  readonly isDecided: boolean;
}

export const untouched: DeliveryState = { attempts: [], silences: 0, looks: 0, isDecided: false };

/** States by delivery. Two runs may stand in one file, one after the other or between each other: `run` is whose eyes look on. */
export function statesOf(events: readonly JournalEvent[], run: string): ReadonlyMap<string, DeliveryState> {
  const states = new Map<string, DeliveryState>();
  for (const event of events) {
    if (event.kind === 'run-started' || event.kind === 'run-ended') continue;
    states.set(event.of, after(states.get(event.of) ?? untouched, event, run));
  }
  return states;
}

/** One event further. Linear in events where it is folded along, so that a run need not read its own journal. */
export function after(state: DeliveryState, event: DeliveryEvent, run: string): DeliveryState {
  switch (event.kind) {
    case 'uploading':
      return { ...forgetting(state), attempts: [...state.attempts, event], isDecided: false };
    case 'uploaded':
    case 'ended':
      return ended(state, { how: event.kind, at: event.at, run: event.run });
    case 'failed': {
      const { how, at, problem, waitMs } = event;
      return ended(state, { how, at, run: event.run, problem, ...(waitMs === undefined ? {} : { waitMs }) });
    }
    case 'asked':
      return event.run === run ? asked(state, event) : state;
    case 'compared':
      return event.run === run ? compared(state, event) : state;
    case 'decided':
      return { ...state, isDecided: true };
  }
}

/** What was said before says nothing of what came after. */
const forgetting = ({ attempts, isDecided }: DeliveryState): DeliveryState => ({ ...untouched, attempts, isDecided });

function ended(state: DeliveryState, end: End): DeliveryState {
  const last = state.attempts.at(-1);
  if (last === undefined || last.end !== undefined) return state;
  return { ...forgetting(state), attempts: [...state.attempts.slice(0, -1), { ...last, end }] };
}

function asked(state: DeliveryState, answer: Asked): DeliveryState {
  return {
    ...forgetting(state),
    answer,
    silences: answer.is === 'unknown' ? state.silences + 1 : 0,
    looks: state.looks + (answer.is === 'absent' ? 1 : 0),
    since: state.since ?? answer.at,
  };
}

const compared = (state: DeliveryState, event: Compared): DeliveryState => ({
  ...state,
  compared: event,
  silences: event.is === 'unknown' ? state.silences + 1 : 0,
});
