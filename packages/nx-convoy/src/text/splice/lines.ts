import { lineCounter, type Value } from './value.ts';

const holdsLine = (text: string): boolean => !/\p{Cc}/u.test(text);

/** Every line as one value, for files of which no more is known: a VERSION file, requirements.txt. */
export function lineValues(text: string): readonly Value[] {
  return rowsOf(text).map(({ start, end, line }) => valueOf(text, start, end, { path: [], lines: [line] }));
}

/** The options of setup.cfg and the like, each line of them a value; whole-line comments are passed over. */
export function cfgValues(text: string): readonly Value[] {
  const values: Value[] = [];
  let section = '';
  let key = '';
  for (const { start, end, line } of rowsOf(text)) {
    const row = text.slice(start, end);
    const content = row.trim();
    if (content === '' || /^[#;]/.test(content)) continue;
    const header = /^\[(.+)\]/.exec(content)?.[1];
    const option = /^\s*([^\s=:#;[][^=:]*?)\s*[=:]\s*/.exec(row);
    if (header !== undefined && !/^\s/.test(row)) [section, key] = [header, ''];
    else if (option !== null && !/^\s/.test(row)) {
      key = option[1] ?? '';
      values.push(valueOf(text, start + option[0].length, end, { path: [section, key], lines: [line, line] }));
    } else values.push(valueOf(text, start + row.search(/\S/), end, { path: [section, key], lines: [line, line] }));
  }
  return values;
}

/** The words of a Dockerfile's instructions, `NAME=value` and `NAME value` by their names; comments are passed over. */
export function dockerfileValues(text: string): readonly Value[] {
  const values: Value[] = [];
  for (const { start, end, line } of rowsOf(text)) {
    const row = text.slice(start, end);
    if (/^\s*#/.test(row)) continue;
    for (const { index, 0: word } of row.matchAll(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])+/g)) {
      const named = /^(["']?[\w.-]+["']?)=(.*)$/s.exec(word);
      const value = named?.[2] ?? word;
      const quoted = /^(["'])(.*)\1$/s.exec(value);
      const from = start + index + word.length - value.length + (quoted === null ? 0 : 1);
      const before = /^\s*(?:ARG|ENV|LABEL)\s+([\w.-]+)\s+$/i.exec(row.slice(0, index))?.[1];
      const key = named?.[1]?.replaceAll(/["']/g, '') ?? before;
      const length = quoted?.[2]?.length ?? value.length;
      values.push(valueOf(text, from, from + length, { path: key === undefined ? [] : [key], lines: [line] }));
    }
  }
  return values;
}

function valueOf(text: string, start: number, end: number, at: Pick<Value, 'path' | 'lines'>): Value {
  const raw = text.slice(start, end);
  const trimmed = raw.trimEnd();
  return { ...at, start, end: start + trimmed.length, text: trimmed, holds: holdsLine };
}

function rowsOf(text: string): readonly { start: number; end: number; line: number }[] {
  const rows: { start: number; end: number; line: number }[] = [];
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let line = 1; start <= text.length; line++) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    rows.push({ start, end: text[end - 1] === '\r' && end > start ? end - 1 : end, line });
    start = end + 1;
  }
  return rows;
}

/** The string literals of a Python file, each by the name that it is given to; comments and what is computed are passed over. */
export function pythonValues(text: string): readonly Value[] {
  const lineOf = lineCounter(text);
  const values: Value[] = [];
  const token = /#[^\n]*|([rRbBuUfF]{0,2})("""|'''|"|')/g;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [, prefix = '', quote] = found;
    if (quote === undefined) continue;
    const start = found.index + found[0].length;
    const end = endOfString(text, start, quote);
    const row = text.slice(text.lastIndexOf('\n', found.index - 1) + 1, found.index);
    const name = /([\w.]+)["']?\]?\s*(?::\s*[\w[\], .]+)?\s*[=:]\s*\(?\s*$/.exec(row)?.[1];
    const line = lineOf(found.index);
    // What stands between braces of an f-string is code.
    if (!/[bf]/i.test(prefix))
      values.push({
        path: name === undefined ? [] : [name],
        lines: name === undefined ? [line] : [line],
        start,
        end,
        text: text.slice(start, end),
        holds: (after) => /^[^"'\\\p{Cc}]*$/u.test(after),
      });
    token.lastIndex = Math.max(start, text.startsWith(quote, end) ? end + quote.length : end);
  }
  return values;
}

function endOfString(text: string, start: number, quote: string): number {
  let at = start;
  while (at < text.length && !text.startsWith(quote, at)) {
    if (quote.length === 1 && text[at] === '\n') break; // Never closed: the next line is code again.
    at += text[at] === '\\' ? 2 : 1;
  }
  return Math.min(at, text.length);
}
