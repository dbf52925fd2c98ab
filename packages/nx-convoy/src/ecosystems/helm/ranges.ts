import semver from 'semver';

/** One comparison of a constraint; parts that are left out or written `x` are open. */
interface Comparison {
  readonly operator: string;
  readonly version: string;
  /** How many of major, minor and patch are written. */
  readonly parts: number;
  readonly prerelease: boolean;
}

const part = String.raw`(?:\d+|[xX*])`;
const version = String.raw`v?${part}(?:\.${part}){0,2}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?`;
const comparison = new RegExp(String.raw`^(=|!=|>|<|>=|=>|<=|=<|~|~>|\^)?\s*(${version})$`);
const hyphen = new RegExp(String.raw`(^|[\s,])(${version})\s+-\s+(${version})(?=$|[\s,])`, 'g');
const list = new RegExp(String.raw`(?:[=!<>~^]+\s*)?[^\s,=!<>~^]+`, 'g');

/**
 * Whether a requirement accepts a version, as helm's library reads it: commas and blanks mean "and", `||` means "or", a missing
 * part is open (`1.2` is any 1.2), and a prerelease is accepted only where a comparison beside it names one.
 */
export function admits(range: string, written: string): boolean | undefined {
  const given = parseVersion(written);
  const groups = range.split('||').map(parseGroup);
  if (given === undefined || groups.some((group) => group === undefined)) return undefined;
  return groups.some((group = []) => {
    if (given.prerelease.length > 0 && !group.some(({ prerelease }) => prerelease)) return false;
    return group.every((one) => isMet(one, given));
  });
}

/** `v1.2` is 1.2.0, as helm completes it. */
function parseVersion(written: string): semver.SemVer | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?([-+].*)?$/.exec(written.trim());
  if (match === null) return undefined;
  const [, major = '0', minor = '0', patch = '0', rest = ''] = match;
  return semver.parse(`${major}.${minor}.${patch}${rest}`) ?? undefined;
}

function parseGroup(text: string): readonly Comparison[] | undefined {
  const spelled = text.trim().replaceAll(hyphen, '$1>=$2 <=$3');
  const comparisons = (spelled.match(list) ?? []).map(parseComparison);
  const known = comparisons.filter((one) => one !== undefined);
  return known.length === 0 || known.length < comparisons.length ? undefined : known;
}

function parseComparison(text: string): Comparison | undefined {
  const match = comparison.exec(text.trim());
  if (match === null) return undefined;
  const [, operator = '', spelled = ''] = match;
  const [core = '', ...prerelease] = spelled.replace(/^v/, '').replace(/\+.*$/, '').split('-');
  const numbers = core.split('.');
  const open = numbers.findIndex((number) => !/^\d+$/.test(number));
  const written = open < 0 ? numbers : numbers.slice(0, open);
  const whole = [...written, '0', '0', '0'].slice(0, 3).join('.');
  const suffix = prerelease.length > 0 && written.length === 3 ? `-${prerelease.join('-')}` : '';
  const exact = semver.valid(whole + suffix);
  if (exact === null) return undefined;
  return { operator, version: exact, parts: written.length, prerelease: prerelease.length > 0 };
}

function isMet({ operator, version: bound, parts }: Comparison, given: semver.SemVer): boolean {
  const order = compareParts(given, bound, parts);
  switch (operator) {
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    case '<':
      // The open parts of a bound count as zero here: < 1.2 ends before 1.2.0.
      return semver.lt(given, bound);
    case '>=':
    case '=>':
      return semver.gte(given, bound);
    case '<=':
    case '=<':
      return order <= 0;
    case '^':
      return semver.gte(given, bound) && compareParts(given, bound, leading(bound, parts)) === 0;
    case '~':
    case '~>':
      return semver.gte(given, bound) && compareParts(given, bound, Math.min(parts, 2)) === 0;
    default:
      return order === 0;
  }
}

/** The parts that a caret keeps: up to the first that is not zero. */
function leading(bound: string, parts: number): number {
  const { major, minor } = new semver.SemVer(bound);
  const kept = major > 0 ? 1 : minor > 0 ? 2 : 3;
  return Math.min(kept, parts);
}

/** Compares as many parts as are written; all three include the prerelease. */
function compareParts(given: semver.SemVer, bound: string, parts: number): number {
  const other = new semver.SemVer(bound);
  if (parts === 3)
    return given.major === other.major && given.minor === other.minor && given.patch === other.patch
      ? given.comparePre(other)
      : given.compareMain(other);
  const pairs = [
    [given.major, other.major],
    [given.minor, other.minor],
  ].slice(0, parts);
  const [left = 0, right = 0] = pairs.find(([a, b]) => a !== b) ?? [];
  return Math.sign(left - right);
}
