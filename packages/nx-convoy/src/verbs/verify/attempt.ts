import type { Hands } from '../../model/hands.ts';
import type { RunStep, Tool } from '../../model/packaging.ts';
import type { Fetched, Trial, TrialIn, TrialRoom, TrialStep } from '../../model/trial.ts';
import type { StepEnd } from '../../model/workshop.ts';
import type { World } from '../../model/world.ts';
import type { Ran } from './outcome.ts';
import { until, type Patience } from './seen.ts';

/** How one trial went. */
export interface Attempt {
  readonly tools: Readonly<Record<string, string>>;
  readonly commands: readonly Ran[];
  readonly fetched: readonly Fetched[];
  /** Whether what was there before was installed first. */
  readonly isUpgrade: boolean;
  readonly failure?: Failure;
  /** What was not removed afterwards, in the client's words. */
  readonly leftovers: readonly Failure[];
}

export interface Failure {
  readonly phase: Ran['phase'];
  readonly step: RunStep;
  readonly end: StepEnd;
  /** The client does not see the version: somebody else may already. */
  readonly isUnseen: boolean;
}

export interface Around {
  readonly world: World & { readonly hands: Hands };
  readonly lets: readonly string[];
  readonly patience: Patience;
}

/** Tries in a clean place, and in a new one while a client does not see what its registry shows: what stands between them takes its time. */
export async function attempt(
  ways: readonly TrialIn[],
  around: Around,
): Promise<Attempt | { readonly missing: readonly Tool[] }> {
  const { world, lets, patience } = around;
  return until(
    async () => {
      const room = await world.hands.trialRoom({ lets });
      try {
        const found = await firstWay(ways, room);
        return 'missing' in found ? found : await carryOut(found, room, world);
      } finally {
        await room.leave();
      }
    },
    (tried) => 'missing' in tried || tried.failure?.isUnseen !== true,
    patience,
    world,
  );
}

type Way = { readonly trial: Trial; readonly tools: Readonly<Record<string, string>> };

/** The first way whose tools are here; else what the first one misses. */
async function firstWay(
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

async function carryOut({ trial, tools }: Way, room: TrialRoom, { clock }: World): Promise<Attempt> {
  const commands: Ran[] = [];
  const run = async (phase: Ran['phase'], steps: readonly TrialStep[]): Promise<Failure | undefined> => {
    for (const step of steps) {
      const start = clock.elapsed();
      const end = await room.run(step, trial);
      const { code, failed } = end;
      const command = step.argv.map((word) => word.replaceAll(room.folder, '{trial}'));
      const milliseconds = Math.round(clock.elapsed() - start);
      commands.push({ phase, command, code, milliseconds, ...(failed === undefined ? {} : { failed }) });
      if (code !== 0 || failed !== undefined)
        return { phase, step, end, isUnseen: phase === 'install' && trial.unseen.test(end.tail) };
    }
    return undefined;
  };
  await room.furnish(trial);
  const failure =
    (await run('prepare', trial.prepare)) ??
    (await run('before', trial.before)) ??
    (await run('install', trial.install)) ??
    (await run('smoke', trial.smoke));
  const leftovers: Failure[] = [];
  for (const step of trial.after) {
    const left = await run('after', [step]);
    if (left !== undefined) leftovers.push(left);
  }
  return {
    tools,
    commands,
    fetched: trial.fetched(await room.traces(trial.traces)),
    isUpgrade: trial.before.length > 0,
    leftovers,
    ...(failure === undefined ? {} : { failure }),
  };
}
