import type { Job, Making, RunStep, Tool } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import type { StepEnd } from '../../model/workshop.ts';
import { complaintIn } from '../../text/complaint.ts';

export const noTool = ({ name }: Tool): Problem => ({
  code: 'TOOL_MISSING',
  severity: 'error',
  what: `${name} is not here, or does not work: it is needed to package.`,
  fix: `Install ${name} and put it on PATH; then package again.`,
});

export const noFiles = ({ unit }: Making, absent: readonly string[], { steps }: Job): Problem => ({
  code: 'PACKAGE_MISSING',
  severity: 'error',
  what: `${unit}: ${steps.at(-1)?.argv[0] ?? 'the client'} ended well and made ${absent.length > 0 ? `no ${absent.join(', ')}` : 'nothing'}.`,
  fix: 'package.log in its folder tells what the client did; the version in the manifest may not be the one that it builds.',
});

export const needsMade = ({ unit }: Making, other: string): Problem => ({
  code: 'PACKAGE_NEEDS',
  severity: 'error',
  what: `${unit} was not made: ${other}, which it is built with, was not.`,
  fix: `Mend ${other} first; its own problem is told as well.`,
});

export const notStaged = ({ tail }: StepEnd, log: string): Problem => ({
  code: 'PACKAGE_FAILED',
  severity: 'error',
  what: `git could not lay out the files of the commit: ${tail.split('\n').at(-1) ?? ''}`,
  fix: `See ${log}; a file that is tracked and gone from a sparse checkout comes back with git sparse-checkout disable.`,
});

interface Around {
  readonly log: string;
  readonly withheld: readonly string[];
}

/** What went wrong, in the client's own words, and what only we can know of it. */
export function stepFailed(step: RunStep, end: StepEnd, around: Around): Problem {
  const [program = ''] = step.argv;
  const command = [program, step.argv[1] ?? ''].join(' ').trim();
  if (end.failed === 'absent')
    return problem('TOOL_MISSING', `${program} is not here.`, `Install ${program} and put it on PATH.`);
  if (end.failed === 'late')
    return problem(
      'PACKAGE_LATE',
      `${command} was ended after ${step.timeoutMs / 1000} s.`,
      `See where it stood in ${around.log}; give it longer: --timeout=${step.timeoutMs / 500}.`,
    );
  const said = complaintIn(end.tail);
  const words = new Set(end.tail.match(/\w+/g));
  const asked = around.withheld.filter((name) => words.has(name));
  if (asked.length > 0 || /\b401\b|unauthori[sz]ed|authentication required|403 forbidden/i.test(end.tail))
    return problem(
      'PACKAGE_UNAUTHORISED',
      `${command} was let in nowhere, or misses what lets it in: ${said}`,
      unauthorised({ ...around, asked }),
    );
  return problem(
    'PACKAGE_FAILED',
    `${command} ended with ${end.code}: ${said}`,
    `Mend what it says; all of it, and the whole command, is in ${around.log}.`,
  );
}

/** Which machines are needed beside this one: nothing of a unit is published as long as one of them has not built. */
export function notBuiltHere(
  failed: ReadonlyMap<string, Problem>,
  { log, commit }: { readonly log: string; readonly commit: string },
): Problem {
  const platforms = [...failed.keys()].join(', ');
  const [first] = failed.values();
  return problem(
    'NO_FILES',
    `There are no files for ${platforms}, made from ${commit.slice(0, 10)}: not built here. ${first?.what ?? ''}`,
    `Make it where ${failed.size === 1 ? 'that platform' : 'each of these'} can be built, and bring it here; or give this machine what it lacks: ${log} has all that was said.`,
  );
}

const unauthorised = ({ withheld, asked, log }: Around & { readonly asked: readonly string[] }): string =>
  withheld.length === 0
    ? `Give it what it needs to read in its own settings. All that it said is in ${log}.`
    : `Builds get no credentials: ${withheld.join(', ')} ${withheld.length === 1 ? 'was' : 'were'} kept from it. Name those that only read: "package": { "env": ["${asked[0] ?? withheld[0] ?? ''}"] }.`;

const problem = (code: string, what: string, fix: string): Problem => ({ code, severity: 'error', what, fix });
