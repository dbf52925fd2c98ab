import { ok, type Result } from '../../model/problem.ts';
import { beginMark, endMark, marksIn, type Marked } from './marks.ts';

/** A piece of a document that a verb makes. */
export interface Region {
  readonly name: string;
  /** Empty: there is nothing to say, and the region goes. */
  readonly lines: readonly string[];
}

/** Lines with their ends, of the team's or of a region. */
interface Piece {
  readonly name?: string;
  readonly lines: readonly string[];
}

/**
 * The document with these regions as they are now, in their order where they are new. All that stands outside of them stays, byte for
 * byte, and so do regions of other names.
 */
export function withRegions(file: string, text: string, regions: readonly Region[]): Result<string> {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/(?<=\n)/).filter((line) => line !== '');
  const marks = marksIn(file, lines);
  if (!marks.ok) return marks;
  const { without } = marks.value;
  const wanted = new Map(regions.map(({ name, lines: said }) => [name, without.has(name) ? [] : said]));
  const pieces = piecesOf(lines, marks.value.regions).map((piece) => {
    const said = wanted.get(piece.name ?? '');
    return piece.name === undefined || said === undefined ? piece : written(piece.name, said, eol);
  });
  const kept = pieces.filter(({ name, lines: own }) => name !== undefined || own.length > 0);
  const whole = [...wanted]
    .filter(([, said]) => said.length > 0)
    .reduce<readonly Piece[]>((found, [name, said]) => put(found, name, said, [...wanted.keys()], eol), kept);
  return ok(
    withoutGone(whole)
      .flatMap(({ lines: own }) => own)
      .join(''),
  );
}

function piecesOf(lines: readonly string[], regions: readonly Marked[]): readonly Piece[] {
  let done = 0;
  const pieces: Piece[] = [];
  for (const { name, from, to } of regions) {
    pieces.push({ lines: lines.slice(done, from) }, { name, lines: lines.slice(from, to) });
    done = to;
  }
  return [...pieces, { lines: lines.slice(done) }];
}

/** Blank lines between marks and text: formatters of Markdown put them there. */
const written = (name: string, lines: readonly string[], eol: string): Piece => ({
  name,
  lines: lines.length === 0 ? [] : [beginMark(name), '', ...lines, '', endMark(name)].map((line) => `${line}${eol}`),
});

/** A new region behind the one that comes before it in the order, else before the next one, else at the end. */
function put(
  pieces: readonly Piece[],
  name: string,
  said: readonly string[],
  order: readonly string[],
  eol: string,
): readonly Piece[] {
  if (pieces.some((piece) => piece.name === name)) return pieces;
  const [earlier, later] = [order.slice(0, order.indexOf(name)), order.slice(order.indexOf(name) + 1)];
  const behind = pieces.findLastIndex((piece) => earlier.includes(piece.name ?? '')) + 1;
  const before = pieces.findIndex((piece) => later.includes(piece.name ?? ''));
  const at = behind > 0 ? behind : before >= 0 ? before : pieces.length;
  const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === '';
  const above = pieces
    .slice(0, at)
    .flatMap(({ lines }) => lines)
    .at(-1);
  const below = pieces.slice(at).flatMap(({ lines }) => lines)[0];
  const end = above === undefined || above.endsWith('\n') ? [] : [eol];
  return [
    ...pieces.slice(0, at),
    { lines: isBlank(above) ? [] : [...end, eol] },
    written(name, said, eol),
    { lines: isBlank(below) ? [] : [eol] },
    ...pieces.slice(at),
  ];
}

/** Where a region went, one of the blank lines around it goes as well. */
const withoutGone = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.map((piece, at) => {
    const gone = pieces[at - 1];
    const isBelow = gone?.name !== undefined && gone.lines.length === 0;
    return isBelow && piece.lines[0]?.trim() === '' ? { ...piece, lines: piece.lines.slice(1) } : piece;
  });
