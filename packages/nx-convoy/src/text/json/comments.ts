/** Comments and trailing commas become blanks of the same length, so that every line and column stays where it was. */
export function withoutComments(text: string): string {
  const blanks: (readonly [from: number, to: number])[] = [];
  let comma: number | undefined; // The last one, as long as only blanks and comments came after it.
  let before = '['; // What a comma would follow: after an opening bracket or another comma it ends nothing.
  let at = 0;
  while (at < text.length) {
    const start = at;
    const char = text.charAt(at);
    if (isComment(text, at)) {
      at = endOfComment(text, at);
      blanks.push([start, at]);
      continue;
    }
    at = char === '"' ? endOfString(text, at) : at + 1;
    if (isSpace(char)) continue;
    if (comma !== undefined && (char === '}' || char === ']')) blanks.push([comma, comma + 1]);
    comma = char === ',' && !'[{,'.includes(before) ? start : undefined;
    before = char;
  }
  return blanked(text, blanks);
}

const isSpace = (char: string): boolean => char === ' ' || char === '\n' || char === '\r' || char === '\t';
const isComment = (text: string, at: number): boolean =>
  text[at] === '/' && (text[at + 1] === '/' || text[at + 1] === '*');

function endOfComment(text: string, at: number): number {
  const isLine = text[at + 1] === '/';
  const end = text.indexOf(isLine ? '\n' : '*/', at + 2);
  if (end < 0) return text.length;
  return isLine ? end : end + 2;
}

function endOfString(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end++) {
    const char = text[end];
    if (char === '\\') end += 1;
    else if (char === '"') return end + 1;
    else if (char === '\n') return end; // It never ends: the parser will say so.
  }
  return text.length;
}

function blanked(text: string, blanks: readonly (readonly [from: number, to: number])[]): string {
  const pieces: string[] = [];
  let kept = 0;
  for (const [from, to] of [...blanks].sort(([a], [b]) => a - b)) {
    pieces.push(text.slice(kept, from), text.slice(from, to).replace(/[^\r\n]/g, ' '));
    kept = to;
  }
  return [...pieces, text.slice(kept)].join('');
}
