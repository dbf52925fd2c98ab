import { words } from './words.ts';

/** One instruction of a Dockerfile, its continued lines joined. */
export interface Instruction {
  /** In capitals. */
  readonly keyword: string;
  /** What stands behind `--`, in order: `['from', 'builder']`; an empty text where no value is given. */
  readonly flags: readonly (readonly [name: string, value: string])[];
  /** What follows the flags, as written. */
  readonly rest: string;
  readonly heredocs: readonly string[];
  readonly line: number;
  /** The lines that it was joined from, without comments between them. */
  readonly pieces: readonly Piece[];
}

interface Piece {
  readonly line: number;
  readonly text: string;
}

/** The line of an instruction in which a text stands. */
export const lineIn = ({ pieces, line }: Instruction, text: string): number =>
  pieces.find((piece) => piece.text.includes(text))?.line ?? line;

const takesHeredoc = new Set(['RUN', 'COPY', 'ADD']);
/** Quoted text is passed over first: a heredoc's word starts bare, though its name may be quoted. */
const quotedOrHeredoc = /"(?:[^"\\]|\\.)*"|'[^']*'|(?<=^|\s)\d*<<(-?)("[^"]+"|'[^']+'|[^\s<"']+)(?=\s|$)/g;

/**
 * The instructions as BuildKit's parser splits them: an escape character at the end of a line joins it with the next, comments
 * and blank lines in between are dropped, heredocs run to their own end. Nothing is judged: unknown keywords are kept.
 */
export function readDockerfile(text: string): readonly Instruction[] {
  const rows = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const joined = escapeIn(rows) === '`' ? /(^|[^`])`[ \t]*$/ : /(^|[^\\])\\[ \t]*$/;
  const instructions: Instruction[] = [];
  let at = 0;
  while (at < rows.length) {
    const pieces = readStatement();
    const statement = pieces
      .map(({ text: piece }) => piece)
      .join('')
      .trim();
    if (statement !== '') instructions.push(instructionOf(statement, pieces));
  }
  return instructions;

  function readStatement(): readonly Piece[] {
    const pieces: Piece[] = [];
    while (at < rows.length) {
      const row = rows[at++] ?? '';
      if (/^\s*(#|$)/.test(row)) {
        if (pieces.length === 0) return [];
        continue;
      }
      const goesOn = joined.test(row);
      pieces.push({ line: at, text: goesOn ? row.replace(joined, '$1') : row });
      if (!goesOn) break;
    }
    return pieces;
  }

  function instructionOf(statement: string, pieces: readonly Piece[]): Instruction {
    const keyword = /^\S+/.exec(statement)?.[0] ?? '';
    const { flags, rest } = splitFlags(statement.slice(keyword.length));
    const name = keyword.toUpperCase();
    const heredocs = takesHeredoc.has(name) && rest.includes('<<') ? heredocsOf(rest) : [];
    return { keyword: name, flags, rest, heredocs, line: pieces[0]?.line ?? 1, pieces };
  }

  function heredocsOf(rest: string): readonly string[] {
    return [...rest.matchAll(quotedOrHeredoc)].flatMap(([, dash, name]) =>
      name === undefined ? [] : [readHeredoc(dash === '-', name.replace(/^(["'])(.*)\1$/, '$2'))],
    );
  }

  function readHeredoc(indented: boolean, end: string): string {
    const content: string[] = [];
    while (at < rows.length) {
      const row = indented ? (rows[at++] ?? '').replace(/^\t+/, '') : (rows[at++] ?? '');
      if (row === end) break;
      content.push(row);
    }
    return content.join('\n');
  }
}

/** Directives stand at the very top; the first line that is none ends them. */
function escapeIn(rows: readonly string[]): string {
  for (const row of rows) {
    const directive = /^\s*#\s*([a-z]+)\s*=\s*(\S.*?)\s*$/i.exec(row);
    if (directive === null) break;
    if (directive[1]?.toLowerCase() === 'escape') return directive[2] ?? '\\';
  }
  return '\\';
}

function splitFlags(text: string): { flags: Instruction['flags']; rest: string } {
  const flags: (readonly [string, string])[] = [];
  let rest = text.trim();
  for (;;) {
    const match = /^--([a-z][\w-]*)(?:=((?:"[^"]*"|\S)*))?(?:\s+|$)/.exec(rest);
    if (match === null) return { flags, rest };
    flags.push([match[1] ?? '', (match[2] ?? '').replaceAll('"', '')]);
    rest = rest.slice(match[0].length);
  }
}

export const flagOf = (instruction: Instruction, name: string): string | undefined =>
  instruction.flags.find(([flag]) => flag === name)?.[1];

/** The arguments as a list: of a JSON array where it is one, else word by word. */
export function argumentsOf({ rest }: Instruction): readonly string[] {
  return jsonWords(rest) ?? words(rest);
}

export function jsonWords(rest: string): readonly string[] | undefined {
  if (!rest.startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(rest);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
  } catch {
    return undefined; // BuildKit takes it as words then, too.
  }
}
