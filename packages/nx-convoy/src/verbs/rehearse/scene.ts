import type { Config } from '../../model/config.ts';
import type { Hands } from '../../model/hands.ts';
import type { Problem } from '../../model/problem.ts';
import type { ChildEnd, Performing, RehearsalStage } from '../../model/rehearsal.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { World } from '../../model/world.ts';
import type { Rehearsal, StepName } from './evidence-schema.ts';
import type { RehearseOptions } from './options.ts';
import { problemsIn, told } from './reading.ts';

export interface Finding extends Problem {
  readonly step: StepName;
}

/** Where it happens, and what was seen by now. */
export interface Scene {
  readonly world: World;
  readonly hands: Hands;
  readonly options: RehearseOptions;
  readonly repo: Snapshot;
  readonly config: Config;
  readonly stage: RehearsalStage;
  /** By the wall clock. */
  readonly startedAt: number;
  readonly steps: Rehearsal['steps'][number][];
  readonly findings: Finding[];
}

/** Somebody wants all of this to end. */
export class Stopped extends Error {}

export interface Step {
  readonly end: ChildEnd;
  readonly isGood: boolean;
}

export interface Asked extends Performing {
  readonly argv: readonly string[];
  /** What else is to be known before it is told of. */
  readonly reads?: (end: ChildEnd) => Promise<void>;
  /** Whether it is good in spite of its exit code. */
  readonly isForgiven?: () => boolean;
  /** What it told of problems; the list in its JSON, if absent. */
  readonly problems?: (end: ChildEnd) => readonly Problem[];
  /** One line of what came of it. */
  readonly says: (end: ChildEnd) => string;
}

/** One verb as a child: shown while it runs, timed, and every problem kept. */
export async function perform(
  name: StepName,
  { argv, reads, isForgiven, problems, says, ...how }: Asked,
  scene: Scene,
): Promise<Step> {
  const { stage, hands, steps, world } = scene;
  const { prompter } = hands.theatre;
  const begun = world.clock.elapsed();
  prompter.now(name);
  const end = await stage.perform(argv, how);
  if (end.isStopped) throw new Stopped();
  await reads?.(end);
  const found = (problems ?? ofJson)(end);
  const isGood = end.code === 0 || isForgiven?.() === true;
  const line = says(end);
  const ms = world.clock.elapsed() - begun;
  steps.push({ name, ok: isGood, milliseconds: Math.round(ms), says: line });
  prompter.say(`  ${name.padEnd(14)} ${seconds(ms).padStart(7)}  ${line}`);
  find(scene, name, found);
  const isExplained = isGood || found.some(({ severity }) => severity === 'error');
  if (!isExplained) find(scene, name, [unexplained(argv, end)]);
  return { end, isGood };
}

/** What two steps say is said once, by the first. */
export function find({ findings, stage }: Scene, step: StepName, problems: readonly Problem[]): void {
  const here = (text: string): string => text.replaceAll(`${stage.folder}/`, '');
  for (const { what, fix, ...rest } of problems) {
    const problem = { ...rest, what: here(what), fix: `${here(fix)}${besides(rest.code, fix)}` };
    if (!findings.some(({ code, what }) => code === problem.code && what === problem.what))
      findings.push({ ...problem, step });
  }
}

/** What is otherwise in a clone that lives no longer than this. */
function besides(code: string, fix: string): string {
  if (code === 'HOOK_FAILED')
    return ' (A rehearsal runs hooks in a fresh clone, where nothing is installed: one that needs node_modules installs them first, as in CI.)';
  return /\.log\b/.test(fix) ? ' (nx-convoy rehearse --keep-files leaves it there.)' : '';
}

const ofJson = ({ stdout }: ChildEnd): readonly Problem[] => problemsIn(told(stdout).problems);

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const unexplained = (argv: readonly string[], { code, stdout, stderr }: ChildEnd): Problem => ({
  code: 'REHEARSE_STEP',
  severity: 'error',
  what: `nx-convoy ${argv[0] ?? ''} ended with ${code}: ${lastLine(stderr) || lastLine(stdout) || 'it said nothing'}`,
  fix: `See it by itself in what is left: nx-convoy rehearse --keep-files.`,
});

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';
