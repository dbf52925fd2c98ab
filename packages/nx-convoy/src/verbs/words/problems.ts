import type { Place, Problem } from '../../model/problem.ts';

/** Every problem with its place and its way out, errors first. */
export function tellProblems(problems: readonly Problem[]): string {
  return problems
    .map(({ severity, code, what, where, fix }) =>
      [
        `  ${severity} ${code}${where === undefined ? '' : `  ${tellPlace(where)}`}`,
        `    ${what}`,
        `    Fix: ${fix}`,
        '',
      ]
        .map((line) => `${line}\n`)
        .join(''),
    )
    .join('');
}

export const tellPlace = ({ file, line, column }: Place): string =>
  [file, line, column].filter((part) => part !== undefined).join(':');
