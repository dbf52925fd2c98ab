/** Deeper than any file that a person writes, and well within what the parser's recursion can bear. */
const limit = 200;

/**
 * Nesting that would exhaust the parser's stack: it recurses per bracket and per block, and where the stack runs out inside
 * a regular expression node itself aborts, which nothing can catch. Brackets in strings count too: 200 of them unclosed
 * are no manifest either.
 */
export function depthProblem(text: string): { reason: string; line: number; column: number } | undefined {
  let [depth, line, start, indicators, leading] = [0, 1, 0, 0, true];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) {
      [line, start, indicators, leading] = [line + 1, at + 1, 0, true];
    } else if (code === 91 || code === 123) depth += 1;
    else if (code === 93 || code === 125) depth = Math.max(0, depth - 1);
    // A block nests at each column of the indentation and at each "- " or "? " that opens another in the same line.
    else if (leading && (code === 32 || code === 45 || code === 63)) indicators += 1;
    if (code !== 32 && code !== 45 && code !== 63) leading = code === 10;
    if (depth > limit || indicators > 4 * limit) {
      return { reason: 'it is nested too deeply', line, column: at - start + 1 };
    }
  }
  return undefined;
}
