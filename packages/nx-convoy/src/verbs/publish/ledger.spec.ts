import { readJournal } from '../../delivery/journal.ts';
import type { Clock } from '../../model/clock.ts';
import type { JournalFile } from '../../model/dock.ts';
import { ok } from '../../model/problem.ts';
import { openLedger } from './ledger.ts';

const plan = 'p'.repeat(64);
const owner = { host: 'here', pid: 1, started: '1' };
const started = { kind: 'run-started', schema: 1, plan, tool: '1.0.0', owner } as const;

interface Hands {
  wall: number;
  elapsed: number;
}

const clockOf = (hands: Hands): Clock => ({
  now: () => hands.wall,
  elapsed: () => hands.elapsed,
  pause: () => Promise.resolve(),
});

function file(text = ''): JournalFile & { text: string; writes: number } {
  const journal = {
    file: 'journal.jsonl',
    text,
    writes: 0,
    read: () => Promise.resolve(journal.text),
    append: (more: string) => {
      journal.text += more;
      journal.writes += 1;
      return Promise.resolve(ok(undefined));
    },
  };
  return journal;
}

async function open(journal: JournalFile, hands: Hands, run = 'one') {
  const opened = await openLedger({ journal, plan, run, clock: clockOf(hands) });
  if (!opened.ok) throw new Error(opened.problems[0]?.what);
  return opened.value;
}

const timesIn = (text: string): readonly number[] => {
  const read = readJournal(text, 'journal.jsonl', plan);
  return read.ok ? read.value.events.map(({ at }) => at) : [];
};

it('counts on whatever somebody does to the wall clock, within a run and between two', async () => {
  const journal = file();
  const hands = { wall: 1_000_000, elapsed: 5 };
  const first = await open(journal, hands);
  await first.write(started);
  hands.elapsed += 100;
  hands.wall -= 86_400_000;
  await first.write({ kind: 'asked', of: 'a', is: 'absent' });
  const second = await open(journal, { wall: 3, elapsed: 70 }, 'two');
  await second.write({ ...started });
  expect(timesIn(journal.text)).toEqual([1_000_000, 1_000_100, 1_000_100]);
});

it('goes on from where another run has come to meanwhile', async () => {
  const journal = file();
  const hands = { wall: 50, elapsed: 0 };
  const ledger = await open(journal, hands);
  await ledger.write(started);
  const other = await open(journal, { wall: 9_000, elapsed: 0 }, 'two');
  await other.write(started);
  await other.write({ kind: 'uploading', of: 'a', digests: ['sha256:1'], owner });
  expect(ledger.states.get('a')).toBeUndefined();
  hands.elapsed = 10;
  await ledger.catchUp();
  expect(ledger.states.get('a')?.attempts).toHaveLength(1);
  expect(ledger.now()).toBe(9_000);
  hands.elapsed = 15;
  expect(ledger.now()).toBe(9_005);
});

it('waits for the disk once for all that comes together, and counts nothing before', async () => {
  const journal = file();
  const ledger = await open(journal, { wall: 1, elapsed: 0 });
  await ledger.write(started);
  const together = ['a', 'b', 'c'].map((of) => ledger.write({ kind: 'asked', of, is: 'absent' }));
  expect(ledger.states.size).toBe(0);
  await Promise.all(together);
  expect(ledger.states.size).toBe(3);
  expect(journal.writes).toBe(2);
});

it('says so where nothing can be written, and counts nothing of it', async () => {
  const problem = { code: 'FULL', severity: 'error', what: 'full', fix: 'x' } as const;
  const journal = { ...file(), append: () => Promise.resolve({ ok: false, problems: [problem] } as const) };
  const ledger = await open(journal, { wall: 1, elapsed: 0 });
  expect(await ledger.write({ kind: 'asked', of: 'a', is: 'absent' })).toEqual({ ok: false, problems: [problem] });
  expect(ledger.states.size).toBe(0);
});
