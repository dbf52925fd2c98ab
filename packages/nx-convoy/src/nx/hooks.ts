import { releasePublish, variables } from './publish/environment.ts';
import { readCommandLine } from './publish/command-line.ts';

interface RunContext {
  readonly argv: readonly string[];
}

/**
 * Runs before the tasks of every Nx command, in the process that starts them: what it puts into the environment reaches all of them, also
 * those that were not asked for by name and get no options. What says yes is written each time, so that a yes of the user's shell, or of the
 * run that this one was started by, ends here.
 */
export function preTasksExecution(_options: unknown, { argv }: RunContext): void {
  const { isDry, isReleasePublish, isWholeRelease, isBail } = readCommandLine(argv);
  if (isDry) process.env[variables.dryRun] = 'true';
  process.env[variables.approved] = isReleasePublish ? releasePublish : '';
  process.env[variables.whole] = String(isWholeRelease);
  process.env[variables.bail] = String(isBail || process.env.NX_BAIL === 'true');
}
