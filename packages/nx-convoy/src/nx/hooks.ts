interface RunContext {
  readonly argv: readonly string[];
}

/**
 * Runs before the tasks of every Nx command, in the process that starts them: what it puts into the environment reaches all of them, also
 * those that were not asked for by name and get no options.
 */
export function preTasksExecution(_options: unknown, { argv }: RunContext): void {
  if (isDry(argv)) process.env.CONVOY_DRY_RUN = 'true';
  // Who types that has said it: Nx asks nothing there, and so no executor of others does.
  if (isReleasePublish(argv)) process.env.CONVOY_APPROVED = 'true';
}

/** `--dry-run`, `--dryRun`, and `-d` of `nx release`. */
export const isDry = (argv: readonly string[]): boolean =>
  argv.some((word) => /^--dry-?run(?:=(?!false$|0$).*)?$/i.test(word)) ||
  (argv.includes('release') && argv.includes('-d'));

export function isReleasePublish(argv: readonly string[]): boolean {
  const words = argv.filter((word) => /^[a-z]+$/.test(word));
  const at = words.indexOf('release');
  return at >= 0 && (words[at + 1] === 'publish' || argv.some((word) => /^(?:-y|--yes)$/.test(word)));
}
