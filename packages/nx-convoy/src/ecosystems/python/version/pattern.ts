/** What a regular expression of Python finds in a file, and on which line. */
export interface Match {
  readonly text: string;
  readonly line: number;
}

/** The expression with which hatch and scikit-build look where none is given. */
const usual = `(?i)^(__version__|VERSION)(?: ?\\: ?str)? *= *(['"])v?(?P<version>.+?)\\2`;

/** The part named `version` or `value`; undefined where nothing is found, false where the expression is not one for us. */
export function find(text: string, pattern: string = usual): Match | undefined | false {
  const expression = translate(pattern);
  if (expression === undefined) return false;
  const match = expression.exec(text);
  if (match === null) return undefined;
  const found = match.groups?.version ?? match.groups?.value ?? (match.groups === undefined ? match[1] : undefined);
  if (found === undefined) return undefined;
  const offset = match.index + Math.max(0, match[0].indexOf(found));
  return { text: found, line: text.slice(0, offset).split('\n').length };
}

/** From Python's spelling to ours. `^` and `$` mean lines in every tool that takes such an expression. */
function translate(pattern: string): RegExp | undefined {
  if (pattern.length > 500 || isSlow(pattern)) return undefined;
  const flags = /^\(\?([aimsux]+)\)/.exec(pattern);
  const letters = flags?.[1] ?? '';
  if (letters.includes('x')) return undefined;
  const body = pattern
    .slice(flags?.[0].length ?? 0)
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replaceAll('\\A', '(?<![\\s\\S])')
    .replaceAll('\\Z', '(?![\\s\\S])');
  try {
    return new RegExp(body, `m${letters.includes('i') ? 'i' : ''}${letters.includes('s') ? 's' : ''}`);
  } catch {
    return undefined;
  }
}

/** A repeated group that repeats inside can take longer than anyone waits: `(a+)+`. */
const isSlow = (pattern: string): boolean => /\((?:[^()\\]|\\.)*[+*}](?:[^()\\]|\\.)*\)[+*{]/.test(pattern);
