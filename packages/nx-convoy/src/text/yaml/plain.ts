import type { Parsed } from './parse.ts';

/** A scalar with the range of what it holds: between the quotes, where it has any; below the header of a literal text. */
export interface PlainScalar {
  /** The keys that lead to it, and the line of each. Both are the reader's own: whoever keeps them, copies. */
  readonly path: readonly (string | number)[];
  readonly lines: readonly number[];
  readonly start: number;
  readonly end: number;
  readonly form: 'quoted' | 'plain' | 'literal';
  readonly isFlow: boolean;
}

/**
 * The YAML that manifests are mostly written in, read several times faster than by the library: block maps and lists of scalars
 * that stand in one line, with literal texts and one-line lists among them. Undefined for anything else, be it valid or not (anchors,
 * tags, folded texts, flow maps, escapes, continued lines, several documents): that is the library's to read. Where this gives something,
 * the library gives the same. Each scalar is told on the way; what was told counts only where the whole is given.
 */
export function parsePlain(text: string, tell?: (scalar: PlainScalar) => void): Parsed | undefined {
  if (text.includes('\t') || (text.includes('\r') && /\r(?!\n)/.test(text))) return undefined;
  const rows = text.split('\n');
  const lines = new Map<object, Map<string | number, number>>();
  // The row that is looked at: past the dashes that were read already, without comment rows and blank ones.
  let [at, indent, content] = [-1, -1, ''];
  const refusals: number[] = [];
  const path: (string | number)[] = [];
  const pathLines: number[] = [];
  // Where a row begins: of the last one that was asked for.
  let [counted, rowStart] = [0, 0];

  advance();
  if (content === '---' && indent === 0) advance();
  const start = at + 1;
  if (indent < 0) return undefined;
  const data = readBlock(0);
  return refusals.length > 0 || indent >= 0 ? undefined : { data, lines, start };

  function advance(): void {
    for (at += 1; at < rows.length; at++) {
      const row = rows[at] ?? '';
      let [from, to] = [0, row.length];
      while (row.charCodeAt(from) === 32) from += 1;
      while (to > from && (row.charCodeAt(to - 1) === 32 || row.charCodeAt(to - 1) === 13)) to -= 1;
      if (from === to || row.charCodeAt(from) === 35) continue;
      [indent, content] = [from, row.slice(from, to)];
      return;
    }
    indent = -1;
  }

  function refuse(): string {
    refusals.push(at);
    indent = -1;
    return '';
  }

  /** Rows are asked for in reading order. */
  function startOf(row: number): number {
    for (; counted < row; counted++) rowStart += (rows[counted] ?? '').length + 1;
    return rowStart;
  }

  /** Where that begins which the content ends with. */
  function offsetOf(rest: string): number {
    return startOf(at) + indent + content.length - rest.length;
  }

  function say(start: number, end: number, form: PlainScalar['form'], isFlow = false): void {
    tell?.({ path, lines: pathLines, start, end, form, isFlow });
  }

  function enter<T>(part: string | number, line: number, read: () => T): T {
    path.push(part);
    pathLines.push(line);
    const value = read();
    path.pop();
    pathLines.pop();
    return value;
  }

  function readBlock(depth: number): unknown {
    if (depth > 50) return refuse();
    return isItem(content) ? readList(depth) : readMap(depth);
  }

  function readMap(depth: number): unknown {
    const column = indent;
    const map: Record<string, unknown> = {};
    const places = new Map<string | number, number>();
    lines.set(map, places);
    while (indent === column && refusals.length === 0) {
      const match = pair.exec(content);
      const name = match?.[1] ?? match?.[2] ?? match?.[3];
      if (name === undefined || name === '__proto__' || isItem(content)) return refuse();
      const line = at + 1;
      map[name] = enter(name, line, () => readValue(match?.[4] ?? '', column, depth));
      places.set(name, line);
    }
    return map;
  }

  /** What stands behind a key: in its line, or below it; a list may stand at the key's own column. */
  function readValue(rest: string, column: number, depth: number): unknown {
    if (rest !== '' && rest.charCodeAt(0) !== 35) return readOneLine(rest, column);
    let nothing = tell === undefined ? 0 : offsetOf(rest);
    advance();
    if (indent > column || (indent === column && isItem(content))) return readBlock(depth + 1);
    while (text.charCodeAt(nothing) === 32) nothing += 1;
    say(nothing, nothing, 'plain');
    return '';
  }

  function readList(depth: number): unknown {
    const column = indent;
    const list: unknown[] = [];
    const places = new Map<string | number, number>();
    lines.set(list, places);
    while (indent === column && isItem(content) && refusals.length === 0) {
      const rest = content.slice(1).replace(/^ +/, '');
      const line = at + 1;
      // An item that begins in a line of its own, or not at all, is rare.
      if (rest === '' || rest.startsWith('#')) return refuse();
      places.set(list.length, line);
      if (isItem(rest) || pair.test(rest)) {
        [indent, content] = [column + content.length - rest.length, rest];
        list.push(enter(list.length, line, () => readBlock(depth + 1)));
      } else list.push(enter(list.length, line, () => readOneLine(rest, column)));
    }
    return list;
  }

  function readOneLine(rest: string, column: number): unknown {
    const literal = /^\|(-?)(?: +#.*)?$/.exec(rest);
    if (literal !== null) return readLiteral(column, literal[1] === '-');
    const value = rest.startsWith('[') ? flowList(rest) : scalar(rest);
    if (value === undefined) return refuse();
    if (tell !== undefined) tellOneLine(rest, value);
    if (Array.isArray(value)) lines.set(value, new Map(value.map((_, index) => [index, at + 1])));
    else if (typeof value === 'object') lines.set(value, new Map());
    advance();
    // What stands further in goes on with the scalar.
    return indent > column ? refuse() : value;
  }

  function tellOneLine(rest: string, value: NonNullable<ReturnType<typeof scalar>> | readonly string[]): void {
    const start = offsetOf(rest);
    if (typeof value === 'string') {
      const isQuoted = `"'`.includes(rest.charAt(0));
      const from = isQuoted ? start + 1 : start;
      say(from, from + value.length, isQuoted ? 'quoted' : 'plain');
    } else if (Array.isArray(value))
      for (const [index, { start: from, end, isQuoted }] of flowRanges(rest).entries())
        enter(index, at + 1, () => say(start + from, start + end, isQuoted ? 'quoted' : 'plain', true));
  }

  /** The rows below that stand further in than the key, without their common indentation. */
  function readLiteral(column: number, stripped: boolean): string {
    const texts: string[] = [];
    let margin = -1;
    const start = tell === undefined ? 0 : startOf(at + 1);
    let last = at;
    for (at += 1; at < rows.length; at++) {
      const row = (rows[at] ?? '').replace(/\r$/, '');
      const depth = row.search(/[^ ]/);
      if (depth < 0) {
        // A blank row may belong to the text or not, and spaces beyond the margin do.
        if (margin < 0 || row.length > margin) return refuse();
        texts.push('');
        continue;
      }
      if (depth <= column) break;
      if (margin < 0) margin = depth;
      if (depth < margin) return refuse();
      texts.push(row.slice(margin));
      last = at;
    }
    if (margin < 0) return refuse();
    if (tell !== undefined) say(start, Math.min(startOf(last + 1), text.length), 'literal');
    at -= 1;
    advance();
    while (texts.at(-1) === '') texts.pop();
    return texts.join('\n') + (stripped ? '' : '\n');
  }
}

const isItem = (content: string): boolean => content === '-' || content.startsWith('- ');

/** A key of letters, or quoted without escapes; then nothing or a value behind a blank. */
const pair = /^(?:([A-Za-z0-9_$./][\w$./-]*)|"([^"\\]*)"|'([^']*)'):(?: +(.*))?$/s;

const quoted = /^(?:"([^"\\]*)"|'([^']*)'|(\{ *\}))(?: +#.*)?$/s;

const item = String.raw`(?:"[^"\\]*"|'[^']*'|[\w./$][\w./$+ -]*)`;
const flow = new RegExp(String.raw`^\[ *(?:(${item}(?: *, *${item})*) *,? *)?\](?: +#.*)?$`);
const flowItem = /"([^"\\]*)"|'([^']*)'|([^ ,](?:[^,]*[^ ,])?)/g;

/** A list of plain words and simple quotes in one line. */
function flowList(rest: string): readonly string[] | undefined {
  const match = flow.exec(rest);
  if (match === null) return undefined;
  return [...(match[1] ?? '').matchAll(flowItem)].map(([, double, single, bare]) => double ?? single ?? bare ?? '');
}

/** Where the words of such a list stand, counted from its bracket. */
function flowRanges(rest: string): readonly { start: number; end: number; isQuoted: boolean }[] {
  const first = rest.slice(1).search(/[^ ]/) + 1;
  return [...(flow.exec(rest)?.[1] ?? '').matchAll(flowItem)].map(({ index, 0: whole, 3: bare }) => {
    const margin = bare === undefined ? 1 : 0;
    const start = first + index + margin;
    return { start, end: start + whole.length - 2 * margin, isQuoted: bare === undefined };
  });
}

/** A value of one line; undefined where it is more than a plain word, simple quotes or an empty map. */
function scalar(rest: string): string | Readonly<Record<string, never>> | undefined {
  const first = rest.charAt(0);
  if (`"'{`.includes(first)) {
    const match = quoted.exec(rest);
    if (match === null) return undefined;
    return match[3] === undefined ? (match[1] ?? match[2] ?? '') : {};
  }
  if ('&*!|>%@`,]}?:'.includes(first) || (first === '-' && isItem(rest))) return undefined;
  const comment = rest.indexOf(' #');
  const plain = comment < 0 ? rest : rest.slice(0, comment).replace(/ +$/, '');
  return plain.includes(': ') || plain.endsWith(':') ? undefined : plain;
}
