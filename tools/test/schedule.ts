import type { Step, Verdict } from './step.ts';
import { skipped } from './tally.ts';

/** One step that is over. */
export interface Done extends Verdict {
  readonly step: Step;
  readonly seconds: number;
}

export interface Watch {
  started(step: Step): void;
  ended(done: Done): void;
}

/**
 * Runs all steps, those that are `alone` by themselves and the others two at a time, in the order of the list.
 * A failed step stops only what needs it.
 */
export async function schedule(
  steps: readonly Step[],
  act: (step: Step) => Promise<Verdict>,
  watch: Watch,
): Promise<readonly Done[]> {
  const done: Done[] = [];
  for (const batch of batches(steps)) {
    const queue = [...batch];
    const worker = async (): Promise<void> => {
      for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
        watch.started(step);
        const outcome = await timed(step, unmet(step, done) ?? act);
        done.push(outcome);
        watch.ended(outcome);
      }
    };
    await Promise.all([worker(), worker()]);
  }
  return done;
}

/** Neighbours that may run together. */
function batches(steps: readonly Step[]): readonly (readonly Step[])[] {
  const result: Step[][] = [];
  for (const step of steps) {
    const last = result.at(-1);
    if (last === undefined || step.alone === true || last[0]?.alone === true) result.push([step]);
    else last.push(step);
  }
  return result;
}

function unmet(step: Step, done: readonly Done[]): ((step: Step) => Promise<Verdict>) | undefined {
  const broken = done.filter((other) => step.needs?.includes(other.step.name) === true && other.tally.failed > 0);
  if (broken.length === 0) return undefined;
  const names = broken.map((other) => other.step.name).join(', ');
  return () => Promise.resolve({ tally: skipped, said: `not run: it needs ${names}` });
}

async function timed(step: Step, act: (step: Step) => Promise<Verdict>): Promise<Done> {
  const start = performance.now();
  const verdict = await act(step);
  return { step, ...verdict, seconds: (performance.now() - start) / 1000 };
}
