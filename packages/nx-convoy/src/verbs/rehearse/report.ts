import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { columns, count } from '../words/columns.ts';
import { painter, type Tone } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';
import type { Report } from '../verb.ts';
import type { Rehearsal } from './evidence-schema.ts';
import type { RehearseOptions } from './options.ts';
import { problemsIn } from './reading.ts';
import { seconds } from './scene.ts';

export function report(rehearsal: Rehearsal, options: RehearseOptions, world: World): Report<Rehearsal> {
  const problems = problemsIn(rehearsal.findings);
  const text =
    options.format === 'json'
      ? `${JSON.stringify(rehearsal, undefined, 2)}\n`
      : words(rehearsal, problems, options, world);
  return { value: rehearsal, text, problems, ok: rehearsal.ok };
}

/** It did not come to a rehearsal. */
export const refuse = (
  problems: readonly Problem[],
  { format }: RehearseOptions,
  { isColoured }: World,
): Report<undefined> => ({
  value: undefined,
  text:
    format === 'json'
      ? `${JSON.stringify({ ok: false, problems: problems.map(({ where, ...problem }) => ({ ...problem, ...where })) }, undefined, 2)}\n`
      : tellProblems(problems, painter(isColoured)),
  problems,
  ok: false,
});

const tones: Readonly<Record<Rehearsal['units'][number]['is'], Tone>> = {
  verified: 'good',
  published: 'good',
  failed: 'bad',
  blocked: 'doubtful',
  skipped: 'faint',
};

const titles = ['wave', 'unit', 'version', 'is', 'size', 'took', 'because'];

function words(
  rehearsal: Rehearsal,
  problems: readonly Problem[],
  { report: file }: RehearseOptions,
  { isColoured, columns: width }: World,
): string {
  const paint = painter(isColoured);
  const { units, estimate, ok } = rehearsal;
  let wave = -1;
  const rows = units.map((unit) => {
    const isNext = unit.wave !== wave;
    wave = unit.wave;
    return [
      isNext && unit.wave > 0 ? String(unit.wave) : '',
      ...[unit.unit, unit.version, unit.is],
      unit.bytes === undefined ? '' : sizeOf(unit.bytes),
      unit.milliseconds === undefined ? '' : seconds(unit.milliseconds),
      unit.because,
    ];
  });
  const dress = (cell: string, row: number, column: number): string => {
    const unit = units[row - 1];
    return paint(row === 0 ? 'faint' : column === 3 && unit !== undefined ? tones[unit.is] : undefined, cell);
  };
  return [
    `\n${paint(ok ? 'good' : 'bad', verdict(rehearsal))}\n`,
    units.length === 0 ? '' : `\n${columns([titles, ...rows], width, { dress })}`,
    estimate.says.length === 0
      ? ''
      : `\nReal registries take longer:\n${estimate.says.map((line) => `  ${line}\n`).join('')}`,
    problems.length === 0 ? '' : `\nFindings\n${tellProblems(problems, paint)}`,
    `\nReport: ${file}\n${next(rehearsal)}\n`,
  ].join('');
}

function verdict({ plan, supposed, dirty, ok, units, findings, startedAt, endedAt }: Rehearsal): string {
  const what = supposed
    ? 'a supposed release of everything, for nothing is to be released'
    : plan === null
      ? 'no plan'
      : `plan ${plan.slice(0, 12)}${dirty ? ', with what is not committed' : ''}`;
  const took = seconds(Date.parse(endedAt) - Date.parse(startedAt));
  const good = units.filter(({ is }) => is === 'verified' || is === 'published').length;
  const all = units.filter(({ is }) => is !== 'skipped').length;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const outcome = ok
    ? 'a real release would go through'
    : `a real release would NOT go through: ${good} of ${count(all, 'unit')} arrived, ${count(errors, 'error')}`;
  return `Rehearsed ${what} in ${took}: ${outcome}.`;
}

const next = ({ ok, supposed, dirty }: Rehearsal): string =>
  !ok
    ? 'Mend what is found, and rehearse again: nx-convoy rehearse'
    : supposed
      ? 'When there is something to release: nx-convoy plan'
      : dirty
        ? 'Commit, and rehearse that: nx-convoy rehearse'
        : 'To do it for real: nx-convoy apply --push, then nx-convoy publish';

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${kilo.toFixed(1)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}
