import { lineAt } from '../../../text/line.ts';
import { parsePattern } from '../../../text/py/pattern.ts';
import { search } from '../../../text/py/search.ts';

/** What a regular expression of Python finds in a file, and on which line. */
export interface Match {
  readonly text: string;
  readonly line: number;
}

/** The expression with which hatch and scikit-build look where none is given. */
const usual = `(?i)^(__version__|VERSION)(?: ?: ?str)? *= *(['"])v?(?P<version>.+?)\\2`;

/** The part named `version` or `value`, else the first; undefined where nothing is found, false where the expression is not for us. */
export function find(text: string, expression: string = usual): Match | undefined | false {
  const pattern = parsePattern(expression);
  if (pattern === undefined) return false;
  const isNamed = expression.includes('(?P<version>') || expression.includes('(?P<value>');
  const caught = search(pattern, text.replace(/^\uFEFF/, ''), ({ index, name }) =>
    isNamed ? name === 'version' || name === 'value' : index === 1,
  );
  return caught === undefined ? undefined : { text: caught.text, line: lineAt(text, caught.at) };
}
