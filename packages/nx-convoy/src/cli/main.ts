import { workspaceRoot } from '../shell/root.ts';
import { diskWorld } from '../shell/world.ts';
import { verbs } from '../verbs/index.ts';
import { tellProblems } from '../verbs/words/problems.ts';
import { readArguments } from './arguments.ts';
import { help, helpFor } from './help.ts';

/** The bin: nothing but the answer on stdout, what went wrong on stderr, 1 if anything did. */
export async function main(argv: readonly string[], folder: string): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return say(help());
  if (name === '--version' || name === '-v') return say(`${(await import('../shell/version.ts')).version}\n`);
  const entry = verbs.find((verb) => verb.name === name || `release-${verb.name}` === name);
  if (entry === undefined) return complain(`There is no verb "${name}".\n\n${help()}`);
  const verb = await entry.load();
  if (rest.includes('--help') || rest.includes('-h')) return say(helpFor(verb));
  const options = readArguments(verb, rest);
  if (!options.ok) return complain(tellProblems(options.problems));
  const report = await verb.run(options.value, diskWorld(workspaceRoot(folder)));
  process.stdout.write(report.text);
  return report.code ?? (report.ok ? 0 : 1);
}

export const isVerb = (word: string): boolean => verbs.some(({ name }) => name === word);

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

function complain(text: string): number {
  process.stderr.write(text);
  return 1;
}
