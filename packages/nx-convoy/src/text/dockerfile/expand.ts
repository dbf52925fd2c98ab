/** Stands where a variable's value is not written anywhere: it can be in no name and no path. */
export const unknown = '\0';

export type Values = (name: string) => string | undefined;

/**
 * Replaces `$X`, `${X}`, `${X:-default}`, `${X-default}` and `${X:+other}`, as Dockerfiles and compose files write them. What
 * has no value, or a form that cuts a value to shape, becomes `unknown`.
 */
export function expand(text: string, valueOf: Values): string {
  if (!text.includes('$')) return text;
  return read(text, 0, false, valueOf).text;
}

export const isKnown = (text: string): boolean => !text.includes(unknown);

/** Nested defaults are read by recursion; deeper ones than anyone writes are not looked at. */
function read(
  source: string,
  start: number,
  nested: boolean,
  valueOf: Values,
  depth = 0,
): { text: string; at: number } {
  let text = '';
  let at = start;
  while (at < source.length) {
    const char = source.charAt(at);
    if (nested && char === '}') break;
    if (char === '\\' && source[at + 1] === '$') {
      text += '$';
      at += 2;
    } else if (char === '$' && source[at + 1] === '{' && depth < 20) {
      const braced = readBraced(source, at + 2, valueOf, depth);
      text += braced.text;
      at = braced.at;
    } else if (char === '$') {
      const name = /^[A-Za-z_]\w*/.exec(source.slice(at + 1, at + 100))?.[0];
      text += name === undefined ? (source[at + 1] === '$' ? '$' : char) : (valueOf(name) ?? unknown);
      at += name === undefined ? (source[at + 1] === '$' ? 2 : 1) : name.length + 1;
    } else {
      text += char;
      at += 1;
    }
  }
  return { text, at };
}

function readBraced(source: string, start: number, valueOf: Values, depth: number): { text: string; at: number } {
  const match = /^([A-Za-z_]\w*)(:?[-+]|[:?#%/][^}]{0,200})?/.exec(source.slice(start, start + 300));
  const [head = '', name = '', operator = ''] = match ?? [];
  const tail = read(source, start + head.length, true, valueOf, depth + 1);
  const at = tail.at + 1;
  const value = valueOf(name);
  const isEmpty = value === undefined || (operator.startsWith(':') && value === '');
  if (operator === ':-' || operator === '-') return { text: isEmpty ? tail.text : value, at };
  if (operator === ':+' || operator === '+') return { text: isEmpty ? '' : tail.text, at };
  const isPlain = operator === '' || /^:?\?/.test(operator);
  return { text: isPlain ? (value ?? unknown) : unknown, at };
}
