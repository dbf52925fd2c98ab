import { hiddenLines } from './headings.ts';

/** A link that is defined once and used by its label: `[1.2.0]: https://…`. */
export interface Definition {
  readonly label: string;
  readonly url: string;
}

const definition = /^ {0,3}\[(?<label>[^\]]+)\]:[ \t]+<?(?<url>[^\s>]+)>?/;

export function readDefinition(line: string): Definition | undefined {
  const { label, url } = definition.exec(line)?.groups ?? {};
  return label === undefined || url === undefined ? undefined : { label, url };
}

/** Where the definitions at the end of a text begin; the number of lines if there are none. */
export function definitionsAt(lines: readonly string[]): number {
  const hidden = hiddenLines(lines);
  let start = lines.length;
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at] ?? '';
    if (line.trim() === '' || (hidden[at] === true && line.trimStart().startsWith('<!--'))) continue;
    if (hidden[at] === true || readDefinition(line) === undefined) break;
    start = at;
  }
  return start;
}
