import type { Tool } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import type { FailedIn } from '../gathering/trial.ts';

const problem = (code: string, what: string, fix: string): Problem => ({ code, severity: 'error', what, fix });

export const notPackaged = (unit: string, out: string): Problem =>
  problem(
    'TEST_NOT_PACKAGED',
    `There are no files of ${unit} in ${out} to try.`,
    `Make them first: nx-convoy package --units=${unit} --out=${out}`,
  );

export const nothingPackaged = (out: string): Problem =>
  problem('TEST_NOT_PACKAGED', `Nothing in ${out} was packaged.`, `Make it first: nx-convoy package --out=${out}`);

export const otherCommit = (unit: string, made: string, head: string): Problem =>
  problem(
    'TEST_OTHER_COMMIT',
    `The files of ${unit} were made from ${made.slice(0, 10)}, and HEAD is ${head.slice(0, 10)}.`,
    `Package again: nx-convoy package --units=${unit}`,
  );

export const altered = (unit: string, file: string, isThere: boolean): Problem =>
  problem(
    'TEST_OTHER_FILE',
    isThere
      ? `${file} of ${unit} is not what its manifest.json tells: somebody has changed it since.`
      : `${file} of ${unit} is gone, and its manifest.json tells it.`,
    `Package again: nx-convoy package --units=${unit}`,
  );

export const noTools = (unit: string, missing: readonly Tool[]): Problem =>
  problem(
    'TOOL_MISSING',
    `${missing.map(({ name }) => name).join(', ')} is needed to try ${unit}, and is not here or does not work.`,
    'Install it and put it on PATH; then try again.',
  );

export const otherPython = (unit: string, wanted: string, is: string): Problem =>
  problem(
    'TEST_OTHER_PYTHON',
    `${unit} is to be tried by Python ${wanted}, and the one here is ${is}.`,
    `Put python${wanted} on PATH, in CI by what sets Pythons up (python-version: "${wanted}"); then try again.`,
  );

export const otherMachine = (job: string, wanted: string, is: string): Problem =>
  problem(
    'TEST_OTHER_MACHINE',
    `${job} is for ${wanted}, and this machine is ${is}.`,
    'Run it on a machine with the label that nx-convoy plan --format=matrix names: runs-on: ${{ matrix.runner }}.',
  );

interface Around {
  /** Variables that clients were given. */
  readonly lets: readonly string[];
  /** Where it was tried: gone by now, and another one the next time. */
  readonly folder: string;
}

/** In the words of whoever failed. */
export function failed(unit: string, { phase, step, end }: FailedIn<string>, { lets, folder }: Around): Problem {
  const command = step.argv.slice(0, 3).join(' ').replaceAll(folder, '{trial}');
  const said = end.tail
    .replaceAll(folder, '{trial}')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const shown = said.slice(-8).join(' | ').slice(-1000);
  const how =
    end.failed === 'late'
      ? `was ended after ${step.timeoutMs / 1000} s`
      : end.failed === 'absent'
        ? 'is no program that is there'
        : `ended with ${end.code}`;
  const isIndoors = phase === 'prepare' || phase === 'install';
  return problem(
    phase === 'integration' ? 'TEST_INTEGRATION' : isIndoors ? 'TEST_INSTALL' : 'TEST_SMOKE',
    `${unit}: ${command} ${how}${shown === '' ? '' : `: ${shown}`}`,
    isIndoors
      ? `What it needs must be packaged as well or be out already; a registry that asks who reads it gets variables that are named: "package": { "env": ${JSON.stringify(lets.length === 0 ? ['READ_TOKEN'] : lets)} }.`
      : `Mend what fails, commit, package again, then: nx-convoy package-test --units=${unit}`,
  );
}
