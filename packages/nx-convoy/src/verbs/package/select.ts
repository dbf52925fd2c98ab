import picomatch from 'picomatch';
import type { Job, Making } from '../../model/packaging.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Bench, Taken } from '../../model/workshop.ts';
import { nameOf } from '../../paths/inside.ts';
import { noFiles } from './problems.ts';

/** The files of one unit, by their paths from its folder, once its commands have ended. */
export async function select(making: Making, job: Job, bench: Bench): Promise<Result<readonly Taken[]>> {
  const { folder, names, globs } = making;
  if (globs !== undefined) return matching(globs, await bench.list(folder, 'below'), making);
  const there = await bench.list(folder, 'in');
  const paths = there.filter((name) => (names === undefined ? !name.startsWith('.') : names.includes(name)));
  const absent = (names ?? []).filter((name) => !paths.includes(name));
  return paths.length === 0 || absent.length > 0 ? fail(noFiles(making, absent, job)) : ok(paths.map(named));
}

function matching(globs: readonly string[], there: readonly string[], making: Making): Result<readonly Taken[]> {
  const matchers = globs.map((glob) => [glob, picomatch(glob.replace(/^\.\//, ''), { dot: true })] as const);
  const empty = matchers.flatMap(([glob, matches]) => (there.some((path) => matches(path)) ? [] : [glob]));
  if (empty.length > 0) return fail(...empty.map((glob) => outputMissing(making, glob)));
  const paths = there.filter((path) => matchers.some(([, matches]) => matches(path)));
  const names = paths.map(nameOf);
  const twice = paths.filter((path) => names.indexOf(nameOf(path)) !== names.lastIndexOf(nameOf(path)));
  return twice.length > 0 ? fail(outputTwice(making, twice)) : ok(paths.map(named));
}

const named = (path: string): Taken => ({ path, as: nameOf(path) });

const outputMissing = ({ unit }: Making, glob: string): Problem => ({
  code: 'OUTPUT_MISSING',
  severity: 'error',
  what: `${unit}: its own command ended well and made nothing that matches ${glob}.`,
  fix: `Correct outputs below units["${unit}"].package: globs are taken from where the command runs; package.log tells what it did.`,
});

const outputTwice = ({ unit }: Making, paths: readonly string[]): Problem => ({
  code: 'OUTPUT_TWICE',
  severity: 'error',
  what: `${unit}: its files lie in one folder when they are out, and several have one name: ${paths.join(', ')}.`,
  fix: `Let the command give each a name of its own, or name fewer in outputs below units["${unit}"].package.`,
});
