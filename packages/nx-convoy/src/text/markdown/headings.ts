/** A heading of a Markdown text; lines count from 0. */
export interface Heading {
  readonly level: number;
  readonly title: string;
  readonly line: number;
  /** The first line behind it: a heading that is underlined takes two. */
  readonly end: number;
}

const atx = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const underline = /^ {0,3}(=+|-{3,})[ \t]*$/;
const fence = /^ {0,3}(`{3,}|~{3,})/;

/** All headings in reading order. What stands in code blocks and in comments is none. */
export function headingsOf(lines: readonly string[]): readonly Heading[] {
  const found: Heading[] = [];
  const hidden = hiddenLines(lines);
  lines.forEach((line, at) => {
    if (hidden[at] === true) return;
    const [, marks, title = ''] = atx.exec(line) ?? [];
    if (marks !== undefined) found.push({ level: marks.length, title: title.trim(), line: at, end: at + 1 });
    const above = lines[at - 1]?.trim() ?? '';
    const [, rule] = underline.exec(line) ?? [];
    if (rule === undefined || hidden[at - 1] === true || !isTitle(above) || (lines[at - 2]?.trim() ?? '') !== '')
      return;
    found.push({ level: rule.startsWith('=') ? 1 : 2, title: above, line: at - 1, end: at + 1 });
  });
  return found;
}

/** Text that a line below it can turn into a heading: neither a list, a table, a quotation nor a heading itself. */
const isTitle = (text: string): boolean => text !== '' && !/^([-*+>|#]|\d+[.)]\s)/.test(text);

/**
 * Which lines belong to a code block or a comment, their fences included. One that is never closed is a slip: it hides nothing, or it
 * would hide all that follows.
 */
export function hiddenLines(lines: readonly string[]): readonly boolean[] {
  const hidden = lines.map(() => false);
  for (let at = 0; at < lines.length; at++) {
    const end = endOfBlock(lines, at);
    if (end === undefined) continue;
    hidden.fill(true, at, end + 1);
    at = end;
  }
  return hidden;
}

/** The last line of the block that begins here; undefined where none does. */
function endOfBlock(lines: readonly string[], start: number): number | undefined {
  const line = lines[start] ?? '';
  const [, marks] = fence.exec(line) ?? [];
  const isEnd =
    marks !== undefined
      ? (text: string, at: number): boolean =>
          at > start && text.trim().startsWith(marks) && /^(`+|~+)$/.test(text.trim())
      : /^ {0,3}<!--/.test(line)
        ? (text: string): boolean => text.includes('-->')
        : undefined;
  if (isEnd === undefined) return undefined;
  for (let at = start; at < lines.length; at++) if (isEnd(lines[at] ?? '', at)) return at;
  return undefined;
}
