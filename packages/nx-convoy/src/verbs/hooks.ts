import picomatch from 'picomatch';
import { splitWords } from '../applying/message.ts';
import type { Config } from '../model/config.ts';
import type { Hands } from '../model/hands.ts';
import type { Plan } from '../model/plan.ts';
import { fail, ok, type Problem, type Result } from '../model/problem.ts';

export type HookTime = 'before:apply' | 'before:commit' | 'after:apply' | 'before:tag' | 'after:tag';

/** A program of the user's, and the files of the repository that it may write. */
export interface Hook {
  readonly run: readonly string[];
  readonly writes: readonly string[];
}

export const hooksOf = ({ hooks = {} }: Config, when: HookTime): readonly Hook[] =>
  (hooks[when] ?? []).map((hook) =>
    'run' in hook ? { run: hook.run, writes: hook.writes ?? [] } : { run: hook, writes: [] },
  );

/**
 * Nx's own words: one text for a shell. No shell ever sees it here: it is cut into words, and one that means more to a shell than
 * words is refused.
 */
export function nxHooks({ release }: Config, { units }: Pick<Plan, 'units'>): Result<readonly Hook[]> {
  const groups = new Set(units.flatMap(({ group }) => group ?? []));
  const commands = [
    ['version.preVersionCommand', release?.version?.preVersionCommand],
    ['version.groupPreVersionCommand', release?.version?.groupPreVersionCommand],
    ...Object.entries(release?.groups ?? {}).flatMap(([name, { version }]) =>
      groups.has(name)
        ? [[`groups.${name}.version.groupPreVersionCommand`, version?.groupPreVersionCommand] as const]
        : [],
    ),
  ] as const;
  const said = commands.flatMap(([key, text = '']) => (text.trim() === '' ? [] : [{ key, text }]));
  const problems = said.filter(({ text }) => needsShell(text)).map(({ key, text }) => shellNeeded(key, text));
  if (problems.length > 0) return fail(...problems);
  return ok(said.map(({ text }) => ({ run: splitWords(text), writes: [] })));
}

/** Outside of quotes: operators, substitutions, globs, a variable before the program. */
const needsShell = (text: string): boolean => {
  const bare = text.replaceAll(/'[^']*'|\\./g, '').replaceAll(/"[^"$`]*"/g, '');
  return /[;&|<>$`*?(){}\n]|^\s*\w+=/.test(bare);
};

export const spoken = ({ run }: Hook): string =>
  run.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');

/** What every hook is told, beside the plan as a file. */
export const hookWords = ({ units, base, date, id }: Plan): Readonly<Record<string, string>> => ({
  CONVOY_PLAN_ID: id ?? '',
  CONVOY_BASE: base.commit ?? '',
  CONVOY_DATE: date,
  CONVOY_UNITS: units.map((unit) => unit.id).join('\n'),
  CONVOY_VERSIONS: JSON.stringify(Object.fromEntries(units.map((unit) => [unit.id, unit.version.to]))),
});

export interface Hooked {
  readonly words: Readonly<Record<string, string>>;
  /** The plan, as JSON. */
  readonly plan: string;
}

/** One after the other; the first that fails stops the rest. */
export async function runHooks(
  hooks: readonly Hook[],
  when: HookTime,
  { words, plan }: Hooked,
  hands: Hands,
): Promise<Result<void>> {
  if (hooks.length === 0) return ok(undefined);
  const scratch = await hands.scratch(new Map([['plan.json', plan]]));
  try {
    const env = { ...words, CONVOY_HOOK: when, CONVOY_PLAN: scratch.path('plan.json') };
    for (const hook of hooks) {
      const { code, text } = await hands.run(hook.run, env);
      if (code !== 0) return fail(failed(hook, when, text, code));
    }
    return ok(undefined);
  } finally {
    await scratch.leave();
  }
}

/** Whether a file is one that hooks may write. */
export function declared(globs: readonly string[]): (file: string) => boolean {
  return globs.length === 0 ? () => false : picomatch([...globs], { dot: true });
}

/** Everything that any hook of a verb may write into a release commit. */
export const writesOf = (config: Config): readonly string[] =>
  (['before:apply', 'before:commit'] as const).flatMap((when) => hooksOf(config, when).flatMap(({ writes }) => writes));

const failed = (hook: Hook, when: HookTime, text: string, code: number): Problem => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return {
    code: 'HOOK_FAILED',
    severity: 'error',
    what: `The hook ${spoken(hook)} (${when}) ended with ${code}: ${lines.slice(-6).join(' | ') || 'it gave no reason'}`,
    fix:
      when === 'after:apply' || when === 'after:tag'
        ? 'What was asked for is done; mend the hook and run it by hand.'
        : 'Nothing was kept. Mend the hook, or take it out of the configuration, then ask again.',
  };
};

const shellNeeded = (key: string, text: string): Problem => ({
  code: 'HOOK_NEEDS_SHELL',
  severity: 'error',
  what: `release.${key} is more than a program with its arguments, and no text of a repository is given to a shell: ${text}`,
  fix: `Say it as a list in the plugin's options: "hooks": { "before:apply": [${JSON.stringify(['sh', '-c', text])}] }, and leave ${key} out.`,
});

export const hookWrote = (files: readonly string[]): Problem => ({
  code: 'HOOK_WROTE',
  severity: 'error',
  what: `A hook wrote ${files.slice(0, 3).join(', ')}${files.length > 3 ? ` and ${files.length - 3} more` : ''}, which it does not declare: it would have to be part of the release commit, or not be there.`,
  fix: `Declare it: "hooks": { "before:commit": [{ "run": […], "writes": [${JSON.stringify(files[0] ?? '')}] }] }; what is no part of the repository belongs into .gitignore.`,
});
