import type { Hands } from '../../model/hands.ts';
import type { Tool } from '../../model/packaging.ts';
import type { Fetched, TrialIn, TrialRoom } from '../../model/trial.ts';
import type { World } from '../../model/world.ts';
import { firstWay, phases, type FailedIn, type Way } from '../gathering/trial.ts';
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
  /** The client does not see the version: somebody else may already. */
  readonly isUnseen: boolean;
  /** What was not removed afterwards, in the client's words. */
  readonly leftovers: readonly Failure[];
}

export type Failure = FailedIn<Ran['phase']>;

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
    (tried) => 'missing' in tried || !tried.isUnseen,
    patience,
    world,
  );
}

async function carryOut({ trial, tools }: Way, room: TrialRoom, { clock }: World): Promise<Attempt> {
  const commands: Ran[] = [];
  const run = phases<Ran['phase']>(trial, room, clock, commands);
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
    isUnseen: failure?.phase === 'install' && trial.unseen.test(failure.end.tail),
    ...(failure === undefined ? {} : { failure }),
  };
}
