import type { Clock } from '../../model/clock.ts';
import type { RunStep, Tool } from '../../model/packaging.ts';
import type { Trial, TrialIn, TrialRoom, TrialStep } from '../../model/trial.ts';
import type { StepEnd } from '../../model/workshop.ts';

export type Way = { readonly trial: Trial; readonly tools: Readonly<Record<string, string>> };

/** The first way whose tools are here; else what the first one misses. */
export async function firstWay(
  ways: readonly TrialIn[],
  room: TrialRoom,
): Promise<Way | { readonly missing: readonly Tool[] }> {
  let first: readonly Tool[] | undefined;
  for (const way of ways) {
    const trial = way(room.folder);
    const versions = await Promise.all(trial.tools.map((tool) => room.version(tool)));
    const missing = trial.tools.filter((_, at) => versions[at] === undefined);
    if (missing.length === 0)
      return { trial, tools: Object.fromEntries(trial.tools.map(({ name }, at) => [name, versions[at] ?? ''])) };
    first ??= missing;
  }
  return { missing: first ?? [] };
}

/** A command that was run, with the folder of the trial written as `{trial}`. */
export interface RanIn<Phase> {
  readonly phase: Phase;
  readonly command: readonly string[];
  readonly code: number;
  readonly milliseconds: number;
  readonly failed?: 'absent' | 'late';
}

export interface FailedIn<Phase> {
  readonly phase: Phase;
  readonly step: RunStep;
  readonly end: StepEnd;
}

/** Runs the steps of one phase until one fails, and writes down each. */
export const phases =
  <Phase>(trial: Trial, room: TrialRoom, clock: Clock, ran: RanIn<Phase>[]) =>
  async (phase: Phase, steps: readonly TrialStep[]): Promise<FailedIn<Phase> | undefined> => {
    for (const step of steps) {
      const start = clock.elapsed();
      const end = await room.run(step, trial);
      const { code, failed } = end;
      const command = step.argv.map((word) => word.replaceAll(room.folder, '{trial}'));
      const milliseconds = Math.round(clock.elapsed() - start);
      ran.push({ phase, command, code, milliseconds, ...(failed === undefined ? {} : { failed }) });
      if (code !== 0 || failed !== undefined) return { phase, step, end };
    }
    return undefined;
  };
