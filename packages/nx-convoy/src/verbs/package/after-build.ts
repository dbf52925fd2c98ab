import { isAbsolute, join } from 'node:path';
import picomatch from 'picomatch';
import type { AfterBuildConfig } from '../../model/config.ts';
import type { RunStep } from '../../model/packaging.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Workshop } from '../../model/workshop.ts';
import { nameOf } from '../../paths/inside.ts';

export interface Finished {
  readonly unit: string;
  /** Relative ones are taken from the scratch folder. */
  readonly folder: string;
  readonly paths: readonly string[];
}

interface Around {
  readonly scratch: string;
  readonly workshop: Pick<Workshop, 'platform' | 'withheld'>;
  readonly timeoutMs: number;
}

/** What the user has done to files before anybody measures them: one command after the other, each for one file after the other. */
export function afterBuildSteps(
  hooks: readonly AfterBuildConfig[],
  { unit, folder, paths }: Finished,
  { scratch, workshop, timeoutMs }: Around,
): Result<readonly RunStep[]> {
  const here = hooks.filter(({ os }) => os?.includes(workshop.platform.os) ?? true);
  const names = [...new Set(here.flatMap(({ secrets = [] }) => secrets))];
  const unset = names.filter((name) => !workshop.withheld.includes(name));
  if (unset.length > 0) return fail(...unset.map((name) => notSet(unit, name)));
  const top = isAbsolute(folder) ? folder : join(scratch, folder);
  return ok(
    here.flatMap(({ run, files, secrets = [] }) => {
      const concerns = files === undefined ? () => true : picomatch([...files], { dot: true });
      return paths
        .filter((path) => concerns(nameOf(path)))
        .map((path): RunStep => ({
          do: 'run',
          argv: withFile(run, join(top, path)),
          cwd: '.',
          secrets: Object.fromEntries(secrets.map((name) => [name, name])),
          timeoutMs,
        }));
    }),
  );
}

const withFile = (run: readonly string[], file: string): readonly string[] =>
  run.some((word) => word.includes('{file}')) ? run.map((word) => word.replaceAll('{file}', file)) : [...run, file];

const notSet = (unit: string, name: string): Problem => ({
  code: 'SECRET_NOT_SET',
  severity: 'error',
  what: `${unit}: a command below afterBuild needs ${name}, and the environment has none.`,
  fix: `Set ${name} where packages are made, or take it out of units["${unit}"].afterBuild.`,
});
