import type { Progress, ShippedRow } from '../../delivery/progress.ts';
import { isThere, type Outcome } from '../../model/delivery.ts';
import type { Dock } from '../../model/dock.ts';
import type { World } from '../../model/world.ts';
import { count } from '../words/columns.ts';
import { painter } from '../words/paint.ts';
import { fit } from '../words/width.ts';

export interface Teller {
  progress(progress: Progress): void;
  /** Of what is made on the way. */
  making(unit: string): void;
  outcome(unit: string, outcome: Outcome): void;
  end(): void;
}

const working = { ask: 'is asked for', compare: 'is compared', upload: 'is uploaded', bury: 'is asked for' } as const;

/**
 * Tells how it goes: a line whenever something about a unit has changed; on a terminal one more line that is written over, with what is at
 * work; for machines an event a line.
 */
export function teller(
  format: 'table' | 'json',
  { isColoured, columns: width, clock, heard }: World,
  dock: Dock,
): Teller {
  const said = new Map<string, string>();
  const paint = painter(isColoured);
  const begun = clock.elapsed();
  let isOpen = false;
  const clear = (): void => {
    if (isOpen) dock.say('\r\u001b[2K');
    isOpen = false;
  };
  const line = ({ unit, outcome, waits }: Omit<ShippedRow, 'work'>, words: string | undefined): void => {
    if (words === undefined || said.get(unit) === words) return;
    said.set(unit, words);
    clear();
    if (format === 'json')
      dock.say(`${JSON.stringify({ event: 'unit', unit, is: outcome?.is ?? 'underway', says: words, waits })}\n`);
    else {
      const tone = outcome === undefined ? 'faint' : isThere(outcome) ? 'good' : 'bad';
      dock.say(`  ${unit}  ${paint(tone, words)}\n`);
    }
  };
  return {
    progress({ wave, waves }) {
      heard?.(waves.flatMap(({ units }) => units));
      for (const one of waves) for (const row of one.units) line(row, wordsOf(row));
      if (format === 'json' || width === undefined) return;
      clear();
      const all = waves.flatMap(({ units }) => units);
      const there = waves.reduce((sum, one) => sum + one.there, 0);
      const seconds = Math.round((clock.elapsed() - begun) / 1000);
      const status = `wave ${Math.min(wave, waves.length)} of ${waves.length}, ${there} of ${count(all.length, 'unit')} there, ${seconds} s`;
      dock.say(paint('faint', fit(status, width - 1)));
      isOpen = true;
    },
    making: (unit) => line({ unit, waits: [] }, 'is made'),
    outcome: (unit, outcome) => line({ unit, outcome, waits: [] }, wordsOfOutcome(outcome)),
    end: clear,
  };
}

function wordsOf({ outcome, work, waits }: ShippedRow): string | undefined {
  if (outcome !== undefined) return wordsOfOutcome(outcome);
  if (work.includes('upload')) return working.upload;
  const [wait] = waits.filter(
    ({ why }) => !why.startsWith('waits for the answer') && why !== 'others are served first',
  );
  return wait?.why;
}

function wordsOfOutcome(outcome: Outcome): string {
  if ('because' in outcome) return `${outcome.is}: ${outcome.because}`;
  return outcome.is === 'blocked' ? `blocked: ${outcome.by} is not there` : `${outcome.is}: ${outcome.problem.what}`;
}
