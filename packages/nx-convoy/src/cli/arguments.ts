import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { z } from 'zod';
import { fail, ok, type Problem, type Result } from '../model/problem.ts';
import { optionForms, type OptionForm } from '../verbs/forms.ts';
import type { Verb } from '../verbs/verb.ts';

const spelled = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `--units=a,b --units c` is one list; what is unknown or wrong is told, all at once. */
export function readArguments(verb: Verb, argv: readonly string[]): Result<z.infer<Verb['options']>> {
  const forms = optionForms(verb);
  const config: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, { type }] of Object.entries(forms)) {
    config[spelled(name)] = { type: type === 'boolean' ? 'boolean' : 'string', multiple: type === 'array' };
  }
  let values: Readonly<Record<string, unknown>>;
  let positionals: readonly string[];
  try {
    ({ values, positionals } = parseArgs({
      args: argv.map((word) => withValue(word, forms)),
      options: config,
      strict: true,
      allowPositionals: verb.positional !== undefined,
      allowNegative: true,
    }));
  } catch (error) {
    const what = error instanceof Error ? (error.message.split('. ')[0] ?? '') : '';
    return fail(usage(verb, `${what}.`));
  }
  const [word, ...others] = positionals;
  if (others.length > 0)
    return fail(usage(verb, `One ${verb.positional ?? ''} is enough, but there is ${others.join(' ')} as well.`));
  const given: Record<string, unknown> = word === undefined ? {} : { [verb.positional ?? '']: word };
  for (const [name, { type }] of Object.entries(forms)) {
    const value = values[spelled(name)];
    if (value !== undefined)
      given[name] = type === 'array' ? (value as string[]).flatMap((item) => item.split(',')) : value;
  }
  const read = verb.options.safeParse(given);
  if (read.success) return ok(read.data);
  return fail(
    ...read.error.issues.map((issue) =>
      usage(verb, `--${spelled(issue.path.map(String).join('.'))}: ${issue.message}.`),
    ),
  );
}

/** `--snapshot` is `--snapshot=`: it may have a value, and need not. */
function withValue(word: string, forms: Readonly<Record<string, OptionForm>>): string {
  const alone = Object.entries(forms).find(([name]) => word === `--${spelled(name)}`)?.[1].alone;
  return alone === undefined ? word : `${word}=${alone}`;
}

const usage = (verb: Verb, what: string): Problem => ({
  code: 'USAGE',
  severity: 'error',
  what,
  fix: `See nx-convoy ${verb.name} --help.`,
});
