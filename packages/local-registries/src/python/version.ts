/** Versions of Python packages (PEP 440), in whatever spelling somebody chose. */
export interface PythonVersion {
  readonly epoch: bigint;
  readonly release: readonly bigint[];
  readonly pre?: readonly ['a' | 'b' | 'rc', bigint];
  readonly post?: bigint;
  readonly dev?: bigint;
  readonly local?: string;
}

const separator = '[-_.]?';
const pattern = new RegExp(
  [
    String.raw`^v?(?:(?<epoch>\d+)!)?(?<release>\d+(?:\.\d+)*)`,
    `(?:${separator}(?<pre>alpha|a|beta|b|preview|pre|c|rc)${separator}(?<preNumber>\\d+)?)?`,
    `(?:-(?<bare>\\d+)|${separator}(?<post>post|rev|r)${separator}(?<postNumber>\\d+)?)?`,
    `(?:${separator}(?<dev>dev)${separator}(?<devNumber>\\d+)?)?`,
    String.raw`(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$`,
  ].join(''),
);

const phases: Readonly<Record<string, 'a' | 'b' | 'rc'>> = { alpha: 'a', a: 'a', beta: 'b', b: 'b' };

export function versionOf(text: string): PythonVersion | undefined {
  const trimmed = text.trim().toLowerCase();
  // A date and time is a number too, but a page of digits is an attack on whoever calculates with it.
  const found = trimmed.length > 256 ? undefined : pattern.exec(trimmed)?.groups;
  if (found === undefined) return undefined;
  const { epoch = '0', release = '', pre, preNumber = '0', bare, post, postNumber = '0', local } = found;
  const { dev, devNumber = '0' } = found;
  return {
    epoch: BigInt(epoch),
    release: release.split('.').map(BigInt),
    ...(pre === undefined ? {} : { pre: [phases[pre] ?? 'rc', BigInt(preNumber)] as const }),
    ...(bare === undefined && post === undefined ? {} : { post: BigInt(bare ?? postNumber) }),
    ...(dev === undefined ? {} : { dev: BigInt(devNumber) }),
    ...(local === undefined ? {} : { local: local.replaceAll(/[-_]/g, '.') }),
  };
}

/** As packaging tools spell it: `v1.0-Alpha1` is `1.0a1`. */
export function spelled(version: PythonVersion): string {
  const { epoch, release, pre, post, dev, local } = version;
  return [
    epoch === 0n ? '' : `${epoch}!`,
    release.join('.'),
    pre?.join('') ?? '',
    post === undefined ? '' : `.post${post}`,
    dev === undefined ? '' : `.dev${dev}`,
    local === undefined ? '' : `+${local}`,
  ].join('');
}

/** Which spellings are one release: `1.0` and `1.0.0` are. What is no version is only itself. */
export function releaseOf(text: string): string {
  const version = versionOf(text);
  return version === undefined ? text : spelled({ ...version, release: significant(version.release) });
}

function significant(release: readonly bigint[]): readonly bigint[] {
  const last = release.findLastIndex((part) => part !== 0n);
  return release.slice(0, Math.max(1, last + 1));
}

export const isPrerelease = ({ pre, dev }: PythonVersion): boolean => pre !== undefined || dev !== undefined;

/** Negative where `a` comes first; what is no version comes before all that is. */
export function compareSpellings(a: string, b: string): number {
  const [one, other] = [versionOf(a), versionOf(b)];
  if (one === undefined || other === undefined) {
    return one === other ? (a < b ? -1 : a > b ? 1 : 0) : one === undefined ? -1 : 1;
  }
  return compareLists(rank(one), rank(other)) || compareTexts(one.local ?? '', other.local ?? '');
}

/** Numbers in the order of their weight. A development release of nothing comes before the first alpha. */
function rank({ epoch, release, pre, post, dev }: PythonVersion): readonly (readonly bigint[])[] {
  const phase = pre === undefined ? (post === undefined && dev !== undefined ? 0n : 4n) : BigInt(order[pre[0]]);
  return [
    [epoch],
    significant(release),
    [phase, pre?.[1] ?? 0n],
    [post ?? -1n],
    [dev === undefined ? 1n : 0n, dev ?? 0n],
  ];
}

const order = { a: 1, b: 2, rc: 3 } as const;

function compareLists(a: readonly (readonly bigint[])[], b: readonly (readonly bigint[])[]): number {
  for (const [at, one] of a.entries()) {
    const other = b[at] ?? [];
    for (let part = 0; part < Math.max(one.length, other.length); part += 1) {
      const [left, right] = [one[part] ?? 0n, other[part] ?? 0n];
      if (left !== right) return left < right ? -1 : 1;
    }
  }
  return 0;
}

/** Of a local version: a number counts as one, and comes after a word. */
function compareTexts(a: string, b: string): number {
  const [one, other] = [a.split('.'), b.split('.')];
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const [left = '', right = ''] = [one[at], other[at]];
    if (left === right) continue;
    const [isNumber, isOther] = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (isNumber && isOther) return BigInt(left) < BigInt(right) ? -1 : 1;
    if (isNumber !== isOther) return isNumber ? 1 : -1;
    return left < right ? -1 : 1;
  }
  return 0;
}

/** What `Requires-Python` and requirements may ask: comparisons with commas between them. */
export function isSpecifier(text: string): boolean {
  return text.split(',').every((part) => {
    const [, operator, version = '', wildcard] =
      /^\s*(~=|===|==|!=|<=|>=|<|>)\s*([^\s,]+?)(\.\*)?\s*$/.exec(part) ?? [];
    if (operator === undefined) return part.trim() === '' && text.trim() === '';
    if (operator === '===') return true;
    if (wildcard !== undefined && operator !== '==' && operator !== '!=') return false;
    const known = versionOf(version);
    return known !== undefined && (operator !== '~=' || known.release.length > 1);
  });
}
