/** A version as an ecosystem writes it, in its parts. */
interface Written {
  readonly numbers: readonly string[];
  /** Prerelease and build, as written, with what joins them to the numbers. */
  readonly rest: string;
}

/** A name before it may end in digits: `npm:base64@^1.2.0`. */
const comparator = /(?<operator>[<>=!~^]+|(?<![\w.-]))(?<space>\s*)(?<lead>v?)(?<version>\d[^\s,|&)\]]*)/g;

/**
 * A requirement that leads to a new version, in its author's manner: the operators stay, and so does how exactly they name a version
 * (`1.2` stays two numbers, `^1` stays one). Upper bounds move only where they would shut the new version out. What names no version
 * (`*`, `workspace:^`) already leads there.
 */
export function raiseRange(range: string, version: string): string {
  const target = parts(version);
  if (target === undefined) return range;
  // Of several alternatives the last is the newest line.
  const last = range.lastIndexOf('||') + 1;
  const [before, rest] = last === 0 ? ['', range] : [range.slice(0, last + 1), range.slice(last + 1)];
  return (
    before +
    rest.replaceAll(comparator, (whole: string, ...found: unknown[]) => {
      const groups = found.at(-1) as Readonly<Record<'operator' | 'space' | 'lead' | 'version', string>>;
      const written = parts(groups.version);
      if (written === undefined) return whole;
      const raised = raisePart(groups.operator, written, target);
      return raised === undefined ? whole : `${groups.operator}${groups.space}${groups.lead}${raised}`;
    })
  );
}

function raisePart(operator: string, written: Written, target: Written): string | undefined {
  if (operator === '!=' || operator === '>') return undefined;
  if (operator.startsWith('<')) return upperBound(operator, written, target);
  return precise(written, target);
}

/** As exactly as it was written; a prerelease is named in full, for fewer numbers would not lead to it. */
function precise(written: Written, target: Written): string {
  if (target.rest !== '' && !isWildcard(written)) return target.numbers.join('.') + target.rest;
  const numbers = target.numbers.slice(0, written.numbers.length);
  return numbers.join('.') + (isWildcard(written) ? written.rest : '');
}

const isWildcard = ({ rest }: Written): boolean => /^(\.[x*])+$/i.test(rest);

function upperBound(operator: string, written: Written, target: Written): string | undefined {
  const order = compare(target.numbers, written.numbers);
  if (order < 0 || (order === 0 && operator === '<=')) return undefined;
  const [major = 0, minor = 0] = target.numbers.map(Number);
  if (operator === '<=') return target.numbers.slice(0, written.numbers.length).join('.');
  // Below 1.0 a bound of two numbers stops at the next minor; else bounds stop at the next major.
  const bound = major === 0 && written.numbers.length > 1 ? [0, minor + 1, 0] : [major + 1, 0, 0];
  return bound.slice(0, written.numbers.length).join('.');
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = Number(a[at] ?? 0) - Number(b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function parts(version: string): Written | undefined {
  const match = /^(\d+(?:\.\d+)*)(.*)$/.exec(version.replace(/^v/, ''));
  return match === null ? undefined : { numbers: (match[1] ?? '').split('.'), rest: match[2] ?? '' };
}
