import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { hiddenLines } from '../../text/markdown/headings.ts';

/** A piece of a document that is made; lines count from 0, those of its marks included. */
export interface Marked {
  readonly name: string;
  readonly from: number;
  /** Behind its last line. */
  readonly to: number;
}

export interface Marks {
  readonly regions: readonly Marked[];
  /** Names of regions that the team goes without. */
  readonly without: ReadonlySet<string>;
}

export const beginMark = (name: string): string => `<!-- nx-convoy: begin ${name} -->`;
export const endMark = (name: string): string => `<!-- nx-convoy: end ${name} -->`;

const mark = /^\s*<!--\s*nx-convoy:\s*(?<is>begin|end|without)\s+(?<name>[a-z][a-z0-9-]*)\s*-->\s*$/;

/** Where made pieces begin and end. What is shown in a block of code is no mark. */
export function marksIn(file: string, lines: readonly string[]): Result<Marks> {
  const isHidden = hiddenLines(lines.map((line) => (mark.test(line) ? '' : line)));
  const regions: Marked[] = [];
  const without = new Set<string>();
  const problems: Problem[] = [];
  let open: { readonly name: string; readonly from: number } | undefined;
  lines.forEach((line, at) => {
    const { is, name = '' } = isHidden[at] === true ? {} : (mark.exec(line)?.groups ?? {});
    const said = (what: string): void => void problems.push(unclear(file, at + 1, what));
    if (is === 'without') without.add(name);
    else if (is === 'begin') {
      if (open !== undefined) said(`"${name}" begins before "${open.name}" has ended`);
      if (regions.some((region) => region.name === name)) said(`"${name}" begins a second time`);
      open = { name, from: at };
    } else if (is === 'end') {
      if (open?.name !== name) said(`"${name}" ends, and has not begun`);
      else regions.push({ name, from: open.from, to: at + 1 });
      open = undefined;
    }
  });
  if (open !== undefined) problems.push(unclear(file, open.from + 1, `"${open.name}" begins, and never ends`));
  return problems.length > 0 ? fail(...problems) : ok({ regions, without });
}

const unclear = (file: string, line: number, what: string): Problem => ({
  code: 'REGION_UNCLEAR',
  severity: 'error',
  what: `Which part of ${file} is made cannot be told: ${what}.`,
  where: { file, line },
  fix: `Put the marks of line ${line} right (${beginMark('…')}, ${endMark('…')}), or remove them: the region is made anew.`,
});
