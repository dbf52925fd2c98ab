import type { JournalEvent } from '../model/journal.ts';
import { backOff, journalTime, retryAfter } from './clock.ts';
import { compareDigests } from './digests.ts';
import { readJournal, writeEvent } from './journal.ts';
import { statesOf } from './state.ts';

const owner = { host: 'here', pid: 7, started: '1' };
const problem = { code: 'X', severity: 'error' as const, what: 'It broke.', fix: 'Mend it.' };
const started: JournalEvent = { kind: 'run-started', at: 0, run: 'r1', schema: 1, plan: 'p', tool: '1.0.0', owner };
const events: readonly JournalEvent[] = [
  started,
  { kind: 'asked', at: 1, run: 'r1', of: 'a', is: 'absent', isNewName: true },
  { kind: 'uploading', at: 2, run: 'r1', of: 'a', digests: ['sha256:aa'], owner, isNewName: true },
  { kind: 'failed', at: 3, run: 'r1', of: 'a', how: 'transient', problem, waitMs: 10 },
  { kind: 'uploading', at: 4, run: 'r1', of: 'a', digests: ['sha256:aa'], owner },
  { ...started, at: 5, run: 'r2' },
  { kind: 'ended', at: 6, run: 'r2', of: 'a' },
  { kind: 'asked', at: 7, run: 'r2', of: 'a', is: 'present', digest: 'sha256:bb', isYanked: true },
  { kind: 'compared', at: 8, run: 'r2', of: 'a', is: 'unknown', problem },
  { kind: 'decided', at: 9, run: 'r2', of: 'a' },
  { kind: 'asked', at: 10, run: 'r2', of: 'b', is: 'unknown', problem, waitMs: 5 },
  { kind: 'uploaded', at: 11, run: 'r2', of: 'c' },
  { kind: 'run-ended', at: 12, run: 'r2' },
];
const whole = events.map(writeEvent).join('');
const read = (text: string): string => {
  const journal = readJournal(text, 'j.jsonl', 'p');
  if (!journal.ok) return journal.problems.map(({ code, where }) => `${code} ${where?.line ?? ''}`).join();
  return `${journal.value.events.length} torn ${journal.value.torn}`;
};

it('reads what it wrote, in the same bytes', () => {
  const journal = readJournal(whole, 'j.jsonl', 'p');
  expect(journal.ok && journal.value.events).toEqual(events);
  expect(journal.ok && journal.value.events.map(writeEvent).join('')).toBe(whole);
});

it('recovers from a kill at every byte: all whole lines stay, and what the next writer adds', () => {
  const last = events.at(-1) ?? started;
  const ends = events.map(
    (_, n) =>
      events
        .slice(0, n + 1)
        .map(writeEvent)
        .join('').length,
  );
  const more = writeEvent(started) + writeEvent(last);
  for (let at = 0; at <= whole.length; at++) {
    const journal = readJournal(whole.slice(0, at) + more, 'j.jsonl', 'p');
    if (!journal.ok) throw new Error(`${at}: ${journal.problems[0]?.what ?? ''}`);
    const { events: found, torn } = journal.value;
    const kept = ends.filter((length) => length <= at).length;
    if (found.length !== kept + 2 || torn > 1) throw new Error(`${at}: ${found.length} events, ${torn} torn`);
  }
});

const first = writeEvent(started);
const end = writeEvent({ kind: 'run-ended', at: 1, run: 'r' });
it.each<[string, string, string]>([
  ['nothing', '', '0 torn 0'],
  ['a first line that is half', '\n{"at":0,"ki', '0 torn 1'],
  ['zeros that a power cut left', `${first}\n\0\0\0${end}`, '2 torn 1'],
  ['half a line of another writer', `${first}\n{"at${first}`, '2 torn 1'],
  ['a line end behind it', `${first}\n`, '1 torn 0'],
  ['a line in the middle that is none', `${first}\nat 7${first}`, 'JOURNAL_DAMAGED 3'],
  ['no object', `${first}\n7`, 'JOURNAL_DAMAGED 3'],
  ['a field that does not fit', first.replace('"at":0', '"at":-1'), 'JOURNAL_DAMAGED 2'],
  ['no beginning', end, 'JOURNAL_DAMAGED 2'],
  ['an event of a newer version', `${first}\n{"kind":"moored","at":1,"run":"r1"}`, 'JOURNAL_NEWER 3'],
  ['a newer schema', first.replace('"schema":1', '"schema":2'), 'JOURNAL_NEWER 2'],
  ['more of the same event', first.replace('{', '{"more":1,'), '1 torn 0'],
  ['another plan', first.replace('"plan":"p"', '"plan":"q"'), 'JOURNAL_OTHER_PLAN 2'],
  ['another plan in the second run', first + first.replace('"plan":"p"', '"plan":"q"'), 'JOURNAL_OTHER_PLAN 3'],
])('%s', (_, text, expected) => expect(read(text)).toBe(expected));

it('tells the state from the events, as the eyes of each run see it', () => {
  const later = statesOf(events, 'r2').get('a');
  expect(later?.attempts.map(({ end }) => end?.how)).toEqual(['transient', 'ended']);
  expect([later?.answer?.is, later?.compared?.is, later?.silences, later?.isDecided]).toEqual([
    'present',
    'unknown',
    1,
    true,
  ]);
  const earlier = statesOf(events, 'r1').get('a');
  expect([earlier?.answer, earlier?.compared, earlier?.silences]).toEqual([undefined, undefined, 0]);
  expect(statesOf(events.slice(0, 5), 'r2').get('a')?.attempts.at(-1)?.end).toBeUndefined();
});

it.each<[readonly string[], readonly string[], string]>([
  [['sha256:AA'], ['sha256:aa'], 'same'],
  [['sha256:aa'], ['sha256:bb', 'sha512:aa'], 'other'],
  [['sha256:aa'], ['sha256:bb', 'sha256:aa'], 'same'],
  [['sha512-qg=='], ['sha512:aa'], 'same'],
  [['da39a3ee5e6b4b0d3255bfef95601890afd80709'], ['sha1:DA39A3EE5E6B4B0D3255BFEF95601890AFD80709'], 'same'],
  [['sha1:aa'], ['sha256:aa'], 'unknown'],
  [[], ['sha256:aa'], 'unknown'],
])('digests %j and %j: %s', (told, ours, expected) => expect(compareDigests(told, ours)).toBe(expected));

it.each<[string | undefined, string | undefined, number | undefined]>([
  [undefined, undefined, undefined],
  ['', undefined, undefined],
  ['120', undefined, 120_000],
  ['0.5', undefined, 500],
  ['soon', undefined, undefined],
  ['Fri, 20 Nov 2026 12:00:30 GMT', 'Fri, 20 Nov 2026 12:00:00 GMT', 30_000],
  ['Fri, 20 Nov 2026 12:00:30 GMT', undefined, 10_000],
  ['Fri, 20 Nov 2026 11:00:00 GMT', 'Fri, 20 Nov 2026 12:00:00 GMT', 0],
])('waits as long as it says: %s at %s', (after, date, expected) => {
  const headers = {
    ...(after === undefined ? {} : { 'retry-after': after }),
    ...(date === undefined ? {} : { date }),
  };
  expect(retryAfter(headers, Date.parse('Fri, 20 Nov 2026 12:00:20 GMT'))).toBe(expected);
});

it('backs off further each time, up to a limit, not all at once, and the same for the same seed', () => {
  const by = { firstMs: 1000, mostMs: 8000 };
  for (const [attempt, most] of [1000, 2000, 4000, 8000, 8000, 8000].entries()) {
    const waits = Array.from({ length: 50 }, (_, at) => backOff(attempt + 1, `unit ${at}`, by));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(most / 2);
    expect(Math.max(...waits)).toBeLessThanOrEqual(most);
    expect(new Set(waits).size).toBeGreaterThan(30);
  }
  expect(backOff(3, 'x', by)).toBe(backOff(3, 'x', by));
  expect(backOff(1e9, 'x', by)).toBeLessThanOrEqual(8000);
});

it('never lets the time of a journal go back', () => {
  expect(journalTime(events, 1_000, 5)).toBe(1_005);
  expect(journalTime(events, 3, 5.7)).toBe(17);
  expect(journalTime([], 3, 0)).toBe(3);
});
