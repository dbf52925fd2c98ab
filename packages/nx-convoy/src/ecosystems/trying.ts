import type { TrialSource, TrialStep, Trying } from '../model/trial.ts';

type Told = Partial<Pick<TrialStep, 'cwd' | 'keep' | 'env' | 'timeoutMs'>>;

/** Steps of a trial, all with the patience that was asked for. */
export const steps =
  ({ timeoutMs }: Pick<Trying, 'timeoutMs'>) =>
  (argv: readonly string[], told: Told = {}): TrialStep => ({ do: 'run', argv, cwd: '.', timeoutMs, ...told });

/** What was just installed answers at once or not at all: a daemon that knows no `--version` would run for ever. */
export const answersAtOnce = 60_000;

/** The version that is tried, as its registry writes it. */
export const versionOf = (source: TrialSource): string =>
  source.is === 'registry' ? source.released.version : source.version;

/** The user's own commands, where they name some. */
export const ownSmoke = ({ smoke, ...asked }: Trying, told: Told): readonly TrialStep[] | undefined =>
  smoke === undefined || smoke.length === 0 ? undefined : smoke.map((argv) => steps(asked)(argv, told));
