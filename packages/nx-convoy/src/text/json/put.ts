import type { Edit } from '../../model/edit.ts';
import { memberAt, treeOf, type Node } from './tree.ts';

type Path = readonly [key: string | number, ...rest: (string | number)[]];
type Cut = Pick<Edit, 'start' | 'end' | 'after'>;

/**
 * The document with a value at a path: what stands there gives way, what leads there is made. Not a byte of the rest changes but
 * commas, and the breaks of a line that has to be opened. Comments stay. An index of a list beyond its end adds to it.
 */
export function put(text: string, path: Path, value: unknown): string {
  let holder = treeOf(text);
  for (const [depth, key] of path.entries()) {
    const found = memberAt(holder, key);
    const rest = path.slice(depth + 1);
    const holds = found?.value.is === (typeof rest[0] === 'number' ? '[' : '{');
    if (found !== undefined && rest.length > 0 && holds) {
      holder = found.value;
      continue;
    }
    const wanted = rest.reduceRight<unknown>(
      (inner, each) => (typeof each === 'number' ? [inner] : { [each]: inner }),
      value,
    );
    const cuts = found === undefined ? added(text, holder, key, wanted) : replaced(text, found.value, wanted);
    return spliced(text, cuts);
  }
  return text;
}

const replaced = (text: string, { start, end }: Node, value: unknown): readonly Cut[] => [
  { start, end, after: written(value, indentOf(text, start), styleOf(text)) },
];

/** Behind the last member and its comments, and with a comma behind itself where that one has one. A holder of one line is opened. */
function added(text: string, holder: Node, key: string | number, value: unknown): readonly Cut[] {
  const style = styleOf(text);
  const close = holder.end - 1;
  const outer = indentOf(text, holder.start);
  const [first, last] = [holder.members[0], holder.members.at(-1)];
  const isOpen = first !== undefined && text.slice(holder.start, first.start).includes('\n');
  const indent = isOpen ? indentOf(text, first.start) : outer + style.unit;
  const label = typeof key === 'number' ? '' : `${JSON.stringify(key)}: `;
  const entry = `${style.line}${indent}${label}${written(value, indent, style)}`;
  const isFollowed = last !== undefined && withoutRemarks(text.slice(last.value.end, close)).includes(',');
  const comma = last === undefined || isFollowed ? [] : [{ start: last.value.end, end: last.value.end, after: ',' }];
  const tail = `${entry}${isFollowed ? ',' : ''}${style.line}${outer}`;
  return [
    ...(isOpen ? [] : holder.members.map(({ start }) => onLine(text, start, style.line + indent))),
    ...comma,
    { start: endOfText(text, close), end: close, after: tail },
  ];
}

const onLine = (text: string, start: number, lead: string): Cut => ({
  start: endOfText(text, start),
  end: start,
  after: lead,
});

const endOfText = (text: string, at: number): number => text.slice(0, at).trimEnd().length;
const withoutRemarks = (text: string): string => text.replaceAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '');

interface Style {
  /** What one level is indented by. */
  readonly unit: string;
  readonly line: string;
}

const styleOf = (text: string): Style => ({
  unit: /\n([ \t]+)["{[]/.exec(text)?.[1] ?? '  ',
  line: text.includes('\r\n') ? '\r\n' : '\n',
});

const indentOf = (text: string, at: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))?.[0] ?? '';

const width = 100;

/** Lists of plain values in one line where they fit, all else as JSON is usually laid out. */
function written(value: unknown, indent: string, style: Style): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = indent + style.unit;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((each: unknown) => written(each, inner, style))
    : Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${written(each, inner, style)}`);
  const flat = `[${parts.join(', ')}]`;
  const isFlat = isList && flat.length + indent.length < width && value.every((each) => typeof each !== 'object');
  if (isFlat) return flat;
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return open + close;
  return `${open}${parts.map((part) => style.line + inner + part).join(',')}${style.line}${indent}${close}`;
}

function spliced(text: string, cuts: readonly Cut[]): string {
  let [done, result] = [0, ''];
  for (const { start, end, after } of cuts) {
    result += text.slice(done, start) + after;
    done = end;
  }
  return result + text.slice(done);
}
