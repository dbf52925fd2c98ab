import type { Place, Problem } from '../../model/problem.ts';
import { unpainted, type Paint } from './paint.ts';
import { printable } from './width.ts';

/** Every problem with its place and its way out, in the order they come. */
export function tellProblems(problems: readonly Problem[], paint: Paint = unpainted): string {
  return problems
    .map(({ severity, code, what, where, fix }) =>
      [
        `  ${paint(severity === 'error' ? 'bad' : 'doubtful', `${severity} ${code}`)}${where === undefined ? '' : `  ${printable(tellPlace(where))}`}`,
        `    ${printable(what)}`,
        `    Fix: ${printable(fix)}`,
        '',
      ]
        .map((line) => `${line}\n`)
        .join(''),
    )
    .join('');
}

export const tellPlace = ({ file, line, column }: Place): string =>
  [file, line, column].filter((part) => part !== undefined).join(':');
