import type { World } from '../../model/world.ts';
import { columns, count } from '../words/columns.ts';
import { painter, type Tone } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';
import type { Problem } from '../../model/problem.ts';
import type { Verification } from './evidence-schema.ts';
import type { Verdict, Verified } from './outcome.ts';

export interface Told {
  readonly units: readonly Verified[];
  readonly problems: readonly Problem[];
  readonly nothing?: string;
  /** Where the evidence was written. */
  readonly evidence?: string;
}

const tones: Readonly<Record<Verdict, Tone | undefined>> = {
  verified: 'good',
  failed: 'bad',
  pending: 'doubtful',
  unknown: 'doubtful',
  skipped: 'faint',
};

export function tell({ units, problems, nothing, evidence }: Told, { isColoured, columns: width }: World): string {
  const paint = painter(isColoured);
  const rows = units.map(({ unit, version = '', verdict, because }) => [unit, version, verdict, because]);
  const dress = (cell: string, row: number, column: number): string =>
    column === 2 ? paint(units[row] === undefined ? undefined : tones[units[row].verdict], cell) : cell;
  const verified = units.filter(({ verdict }) => verdict === 'verified').length;
  const tried = units.filter(({ verdict }) => verdict !== 'skipped').length;
  return [
    nothing === undefined ? '' : `${nothing}\n`,
    units.length === 0 ? '' : `Verified ${verified} of ${count(tried, 'unit')}\n\n${columns(rows, width, { dress })}`,
    problems.length === 0 ? '' : `\n${tellProblems(problems, paint)}`,
    evidence === undefined ? '' : `\nEvidence: ${evidence}\n`,
  ].join('');
}

export const evidenceText = (verification: Verification): string => `${JSON.stringify(verification, undefined, 2)}\n`;
