import { startRegistries, type Registries } from '../start.ts';
import type { SetUp } from '../set-up.ts';
import { registryNames } from '../protocols.ts';
import { help, readCommand } from './options.ts';
import { wordsOf } from '../words.ts';

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Resolves when somebody wants this to end. */
  readonly ended: Promise<unknown>;
}

/** Runs until it is told to end; the result is the exit code. */
export async function main(argv: readonly string[], { out, err, ended }: Terminal): Promise<number> {
  const command = readCommand(argv);
  if (command.is === 'help') {
    out(help);
    return 0;
  }
  if (command.is === 'wrong') {
    err(`${command.problems.join('\n')}\nlocal-registries --help tells what there is.\n`);
    return 1;
  }
  try {
    const registries = await startRegistries(command.options);
    const written = command.setUp === undefined ? undefined : await registries.setUp(command.setUp);
    out(`${JSON.stringify(shown(registries, written))}\n`);
    await ended;
    await registries.close();
    return 0;
  } catch (error) {
    err(`${wordsOf(error)}\n`);
    return 1;
  }
}

/** What a program that started us needs to know. */
function shown(registries: Registries, written: SetUp | undefined) {
  const running = registryNames.filter((name) => Object.hasOwn(registries, name));
  return {
    registries: Object.fromEntries(running.map((name) => [name, registries[name]])),
    admin: registries.admin,
    env: written?.env ?? registries.env,
  };
}
