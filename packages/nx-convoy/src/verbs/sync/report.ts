import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { columns, count } from '../words/columns.ts';
import { painter } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';
import type { Difference } from './difference.ts';

export interface Synced {
  readonly differences: readonly Difference[];
  /** The files that were written, or would be. */
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
  readonly written: boolean;
}

export function asJson({ problems, ...rest }: Synced): string {
  const flat = problems.map(({ where, ...problem }) => ({ ...problem, ...where }));
  return `${JSON.stringify({ ...rest, problems: flat }, undefined, 2)}\n`;
}

export function asTable(synced: Synced, { columns: width, isColoured }: Pick<World, 'columns' | 'isColoured'>): string {
  const { differences, problems } = synced;
  const rows = differences.map(({ file, line, before, after, why }) => [
    `${file}:${line}`,
    `${before} → ${after}`,
    why,
  ]);
  const told = tellProblems(problems, painter(isColoured));
  return `${headline(synced)}${rows.length === 0 ? '' : `\n${columns(rows, width)}`}${told === '' ? '' : `\n${told}`}`;
}

function headline({ differences, files, problems, written }: Synced): string {
  if (differences.length === 0) return problems.length === 0 ? 'Everything is in step.\n' : '';
  const what = `${count(differences.length, 'line')} in ${count(files.length, 'file')}`;
  return written ? `Brought into step: ${what}.\n` : `Out of step: ${what}.\n`;
}
