import type { Tool } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import type { Released } from '../../model/registry.ts';
import type { Unit } from '../../model/unit.ts';
import { complaintIn } from '../../text/complaint.ts';
import type { Failure } from './attempt.ts';

const error = (code: string, what: string, fix: string): Problem => ({ code, severity: 'error', what, fix });

export const absent = ({ registry, name, version }: Released, unit: Unit, seconds: number): Problem =>
  error(
    'VERIFY_ABSENT',
    `${registry.url} does not have ${name} ${version}${seconds > 0 ? `, after ${seconds} s` : ''}.`,
    `Publish it: npx nx-convoy publish --units=${unit.id}; if it was taken just now, give it longer: --wait=${Math.max(600, seconds * 2)}.`,
  );

export const withdrawn = ({ registry, name, version }: Released, how: 'yanked' | 'deleted'): Problem =>
  error(
    'VERIFY_WITHDRAWN',
    `${registry.url} had ${name} ${version}, which was ${how}: nobody gets it any more.`,
    'Release a new version; its number is never given again.',
  );

export const noTools = (unit: Unit, missing: readonly Tool[]): Problem => {
  const names = missing.map(({ name }) => name).join(', ');
  return error(
    'TOOL_MISSING',
    `${unit.id} cannot be tried: ${names} is not here, or does not work.`,
    `Install ${names} and put it on PATH; then verify again: npx nx-convoy verify --units=${unit.id}.`,
  );
};

export const notTriable = (unit: Unit): Problem =>
  error(
    'VERIFY_UNKNOWN',
    `Nobody knows how ${unit.ecosystem} units are tried.`,
    `Leave it out: npx nx-convoy verify --units=… names the others.`,
  );

/** What went wrong, in the client's own words. */
export function failed(unit: Unit, version: string, failure: Failure, lets: readonly string[]): Problem {
  const { phase, step, end } = failure;
  const said = complaintIn(end.tail);
  const what = `${unit.id} ${version}: ${commandIn(failure)}`;
  if (end.failed === 'absent')
    return error('VERIFY_FAILED', `${what}: there is no such program.`, smokeFix(unit, phase));
  if (end.failed === 'late')
    return error(
      'VERIFY_LATE',
      `${what} was ended after ${step.timeoutMs / 1000} s.`,
      lateFix(unit, phase, step.timeoutMs),
    );
  if (/\b401\b|\b403\b|unauthori[sz]ed|authentication required|no token found|denied/i.test(end.tail))
    return error('VERIFY_UNAUTHORISED', `${what} was not let in: ${said}`, unauthorised(lets));
  const code = phase === 'before' ? 'VERIFY_PREVIOUS' : phase === 'smoke' ? 'VERIFY_BROKEN' : 'VERIFY_FAILED';
  return error(code, `${what} ended with ${end.code}: ${said}`, fixes[phase](unit));
}

/** A client tells by its first words what it does; what it runs to show that a unit works stands at the end of them. */
function commandIn({ phase, step: { argv } }: Failure): string {
  const [program = ''] = argv;
  const words = phase === 'smoke' && argv.length > 4 ? [program, '…', ...argv.slice(-3)] : argv.slice(0, 3);
  return words.map(shortened).join(' ');
}

const fixes: Readonly<Record<Failure['phase'], (unit: Unit) => string>> = {
  prepare: () => 'The clean place could not be made: see that the client works in an empty home folder.',
  before: () => 'The version to come from cannot be installed itself: name another, --upgrade-from=<version>.',
  install: (unit) =>
    `It cannot be installed as it is: mend it and release a new version; nx-convoy package --units=${unit.id} tries it before.`,
  smoke: (unit) => smokeFix(unit, 'smoke'),
  after: () => 'Remove it by hand.',
};

const smokeFix = ({ id }: Unit, phase: Failure['phase']): string =>
  phase === 'smoke'
    ? `Mend it and release a new version; or, if another command shows that it works: "units": { "${id}": { "smoke": [["…"]] } } in the plugin's options.`
    : 'Install the client and put it on PATH.';

const lateFix = ({ id }: Unit, phase: Failure['phase'], timeoutMs: number): string =>
  phase === 'smoke'
    ? `If it runs on and answers nothing, name a command that ends: "units": { "${id}": { "smoke": [["…"]] } } in the plugin's options.`
    : `Give it longer: --timeout=${timeoutMs / 500}.`;

const unauthorised = (lets: readonly string[]): string =>
  lets.length === 0
    ? 'Clients get no credentials here. Name the variables that only read: "package": { "env": ["CARGO_REGISTRIES_OURS_TOKEN"] } in the plugin\'s options.'
    : `See that what ${lets.join(', ')} ${lets.length === 1 ? 'holds' : 'hold'} may read there.`;

export const leftBehind = (unit: Unit, { step, end }: Failure): Problem => ({
  code: 'VERIFY_LEFT_BEHIND',
  severity: 'warning',
  what: `${unit.id}: what was installed to try it may still be there: ${complaintIn(end.tail)}`,
  fix: `Run it again: ${step.argv.join(' ')}`,
});

export const otherBytes = (
  unit: Unit,
  { registry, name, version }: Released,
  against: 'recorded' | 'registry' | undefined,
  got: readonly string[],
): Problem =>
  error(
    'OTHER_BYTES',
    `${registry.url} gives ${name} ${version} with ${got.join(', ')}, which is not what ${against === 'recorded' ? 'was made here' : 'it says itself'}.`,
    against === 'recorded'
      ? `Find out who published it: what was made here is in dist/release/${unit.ecosystem}. A version cannot be replaced; release a new one.`
      : 'Somebody between here and the registry gives other files: verify without caches and mirrors, and tell whoever runs the registry.',
  );

export const otherRevision = (unit: Unit, commit: string, found: readonly string[]): Problem =>
  error(
    'IMAGE_REVISION',
    `The labels of ${unit.id} say that it was made from ${found.map((one) => one.slice(0, 10)).join(', ')}, and it is released from ${commit.slice(0, 10)}.`,
    'Find out who pushed it; then package it from the release commit and release a new version.',
  );

export const documentation = (url: string, is: string, required: boolean): Problem => ({
  code: is === 'failed' ? 'DOCS_FAILED' : 'DOCS_PENDING',
  severity: required ? 'error' : 'warning',
  what:
    is === 'failed'
      ? `The documentation at ${url} could not be made.`
      : `The documentation at ${url} is not there yet.`,
  fix:
    is === 'failed'
      ? 'See what its host says of it; mend that and release a new version.'
      : 'Ask again later: npx nx-convoy verify --docs=require --docs-wait=3600.',
});

const shortened = (word: string): string => /[^/\\]+$/.exec(word)?.[0] ?? word;
