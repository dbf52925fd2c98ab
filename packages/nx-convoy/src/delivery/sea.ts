import type { Delivery, Outcome } from '../model/delivery.ts';
import type { Asked, JournalEvent } from '../model/journal.ts';
import type { Limits, Shipment, Work } from '../model/shipment.ts';
import type { Policy } from './policy.ts';
import { scheduler } from './schedule.ts';
import { after, statesOf, untouched } from './state.ts';

/** Registries, clients and a clock that are only imagined, for tests: what may go wrong between them, and who did what. */
export const uploadFaults = ['none', 'slow', 'lost', 'lost before', 'late', 'transient', 'put off', 'refused'] as const;
export type UploadFault = (typeof uploadFaults)[number];

interface Child {
  readonly pid: number;
  readonly of: string;
  /** When the registry has all of it, and when its client hears. */
  readonly arrives: number | undefined;
  readonly ends: number;
  readonly fault: UploadFault;
}

/** All that is so at one moment; a copy of it is where a kill leaves off. */
export interface Sea {
  now: number;
  events: JournalEvent[];
  /** What was accepted, and since when clients see it. */
  accepted: Map<string, number>;
  children: Child[];
  /** How often bytes arrived where they were already. */
  clashes: number;
  pids: number;
}

export const calm = (): Sea => ({ now: 0, events: [], accepted: new Map(), children: [], clashes: 0, pids: 0 });

export const copyOf = (sea: Sea): Sea => ({
  ...sea,
  events: [...sea.events],
  accepted: new Map(sea.accepted),
  children: [...sea.children],
});

export interface Weather {
  readonly shipment: Shipment;
  readonly limits: Limits;
  readonly policy: Policy;
  /** One after the other, then none. */
  readonly uploads: readonly UploadFault[];
  /** Which of the next asks get no answer. */
  readonly silences: readonly boolean[];
  /** What its registry refuses, whenever. */
  readonly refused: ReadonlySet<string>;
  /** From acceptance to the first client that sees it. */
  readonly lagMs: number;
  /** Whether registries tell digests. */
  readonly isTold: boolean;
}

export interface Voyage {
  readonly deliveries: ReadonlyMap<string, Outcome>;
  readonly units: ReadonlyMap<string, Outcome>;
  /** As it was before each line of the journal, and right behind it; unrecorded, the end alone. */
  readonly before: readonly Sea[];
  readonly behind: readonly Sea[];
  readonly began: readonly string[];
}

const problem = { code: 'SAID', severity: 'error' as const, what: 'It said no.', fix: 'Mend it.' };

/** The children of a killed publisher go on, or die with it; what has left for the registry arrives all the same. */
export function killed(sea: Sea, children: 'live' | 'die'): Sea {
  const left = copyOf(sea);
  if (children === 'die')
    left.children = left.children.flatMap((child) => {
      const arrives = child.fault === 'late' || (child.arrives ?? Infinity) <= sea.now ? child.arrives : undefined;
      return [{ ...child, arrives, ends: Math.min(child.ends, sea.now) }];
    });
  return left;
}

/** One publish, from where the sea is to where nothing is left to do. */
export function sail(from: Sea, run: string, weather: Weather, isRecorded = true): Voyage {
  const sea = copyOf(from);
  const { shipment, limits, policy } = weather;
  const byId = new Map(shipment.units.flatMap(({ deliveries }) => deliveries.map((one) => [one.id, one] as const)));
  const states = new Map(statesOf(sea.events, run));
  const underway = new Map<string, { work: Work; ends: number; pid?: number }>();
  const [before, behind, began]: [Sea[], Sea[], string[]] = [[], [], []];
  const uploads = [...weather.uploads];
  const silences = [...weather.silences];

  const write = (event: JournalEvent): void => {
    if (isRecorded) before.push(copyOf(sea));
    sea.events.push(event);
    if ('of' in event) states.set(event.of, after(states.get(event.of) ?? untouched, event, run));
    if (isRecorded || event.kind === 'run-ended') behind.push(copyOf(sea));
  };
  const owner = { host: 'here', pid: 0, started: run };
  write({ kind: 'run-started', at: sea.now, run, schema: 1, plan: 'p', tool: '0', owner });

  const plan = scheduler(shipment, limits);
  for (let turns = 0; turns < 5_000; turns++) {
    const next = plan({
      run,
      now: sea.now,
      policy,
      states,
      isAlive: ({ pid }) => sea.children.some((child) => child.pid === pid && child.ends > sea.now),
      underway: new Map([...underway].map(([id, { work }]) => [id, work])),
    });
    for (const { delivery, work, isNewName } of next.start) {
      const of = delivery.id;
      const noted = { at: sea.now, run, of };
      if (work === 'bury') write({ kind: 'ended', ...noted });
      else if (work === 'upload') {
        check(delivery, sea, states.get(of)?.answer, weather);
        began.push(of);
        sea.pids += 1;
        const { digests } = delivery.artifact;
        const news = isNewName === true ? { isNewName } : {};
        write({ kind: 'uploading', ...noted, digests, owner: { ...owner, pid: sea.pids }, ...news });
        const fault = weather.refused.has(of) ? 'refused' : (uploads.shift() ?? 'none');
        const child = childOf(fault, of, sea, policy);
        sea.children.push(child);
        underway.set(of, { work, ends: child.ends, pid: child.pid });
      } else underway.set(of, { work, ends: sea.now + 1 });
    }
    const uploading = [...underway.values()].filter(({ work }) => work === 'upload').length;
    if (uploading > limits.uploads) throw new Error(`${uploading} uploads at once`);
    if (next.isFinished) {
      write({ kind: 'run-ended', at: sea.now, run });
      return { ...next, before, behind, began };
    }
    if (next.start.some(({ work }) => work === 'bury')) continue;
    const times = [
      ...[...underway.values()].map(({ ends }) => ends),
      ...(next.until === undefined ? [] : [next.until]),
    ];
    if (times.length === 0) throw new Error(`nothing moves: ${next.waits.map(({ why }) => why).join()}`);
    const until = Math.min(...times);
    if (until <= sea.now && underway.size === 0) throw new Error('waits for what is past');
    sea.now = Math.max(sea.now, until);
    arrive(sea, weather.lagMs);
    for (const [of, { work, ends, pid }] of underway) {
      if (ends > sea.now) continue;
      underway.delete(of);
      const delivery = byId.get(of);
      if (delivery === undefined) continue;
      const noted = { at: sea.now, run, of };
      const child = sea.children.find((one) => one.pid === pid);
      if (child !== undefined) write(endOf(child, noted, sea));
      else if (work === 'compare') write({ kind: 'compared', ...noted, is: 'same' });
      else if (silences.shift() === true) write({ kind: 'asked', ...noted, is: 'unknown', problem });
      else write({ kind: 'asked', ...noted, ...answer(delivery, sea, weather) });
    }
  }
  throw new Error('never ends');
}

function childOf(fault: UploadFault, of: string, { now, pids }: Sea, { settleMs }: Policy): Child {
  // One that is slow outlives whatever a registry needs, and one that is late arrives after its client has gone.
  const ends = now + (fault === 'slow' ? 3 * settleMs : 10);
  const isTaken = fault === 'none' || fault === 'slow' || fault === 'lost' || fault === 'late';
  const arrives = fault === 'late' ? ends + settleMs / 2 : ends - 5;
  return { pid: pids, of, arrives: isTaken ? arrives : undefined, ends, fault };
}

/** What has come to the registry by now. */
function arrive(sea: Sea, lagMs: number): void {
  sea.children = sea.children.map((child) => {
    const { of, arrives } = child;
    if (arrives === undefined || arrives > sea.now) return child;
    if (sea.accepted.has(of)) sea.clashes += 1;
    else sea.accepted.set(of, arrives + lagMs);
    return { ...child, arrives: undefined };
  });
}

function endOf({ fault }: Child, noted: { at: number; run: string; of: string }, { accepted }: Sea): JournalEvent {
  if (fault === 'none' || fault === 'slow')
    return accepted.has(noted.of)
      ? { kind: 'uploaded', ...noted }
      : { kind: 'failed', ...noted, how: 'exists', problem };
  if (fault === 'put off') return { kind: 'failed', ...noted, how: 'transient', problem, waitMs: 300 };
  const how = fault === 'transient' || fault === 'refused' ? fault : 'unknown';
  return { kind: 'failed', ...noted, how, problem };
}

function answer(
  { id, artifact }: Delivery,
  sea: Sea,
  { isTold }: Weather,
): { is: 'absent' | 'present'; digest?: string } {
  const seen = sea.accepted.get(id);
  if (seen === undefined || seen > sea.now) return { is: 'absent' };
  const [digest] = artifact.digests;
  return { is: 'present', ...(isTold && digest !== undefined ? { digest } : {}) };
}

/** What must hold whenever an upload begins. */
function check(delivery: Delivery, sea: Sea, said: Asked | undefined, { shipment, policy }: Weather): void {
  const refuse = (why: string): never => {
    throw new Error(`${delivery.id} is uploaded though ${why}`);
  };
  if (said?.is !== 'absent') refuse('its registry did not say that it is absent');
  if (sea.now - (said?.at ?? 0) > policy.freshMs) refuse('that was said long ago');
  if (sea.children.some(({ of, ends }) => of === delivery.id && ends > sea.now)) refuse('another attempt lives');
  if (sea.children.some(({ of, arrives }) => of === delivery.id && arrives !== undefined))
    refuse('another is on its way');
  for (const { from, to } of shipment.needs) {
    const needed = shipment.units.find(({ id }) => id === to);
    if (from !== delivery.unit || needed === undefined) continue;
    const missing = needed.deliveries.find(({ id }) => (sea.accepted.get(id) ?? Infinity) > sea.now);
    if (missing !== undefined) refuse(`${missing.id} is not there`);
  }
}
