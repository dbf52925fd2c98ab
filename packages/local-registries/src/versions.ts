/** Semantic versions, as crates, npm packages and charts write them. */
const identifiers = String.raw`[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*`;
const number = '(0|[1-9]\\d*)';
const semver = new RegExp(String.raw`^${number}\.${number}\.${number}(?:-(${identifiers}))?(?:\+${identifiers})?$`);

export function isVersion(text: string): boolean {
  const [, , , , pre] = semver.exec(text) ?? [];
  if (!semver.test(text) || text.length > 256) return false;
  return pre === undefined || pre.split('.').every((part) => !/^0\d+$/.test(part));
}

export const withoutBuild = (version: string): string => version.replace(/\+.*$/s, '');

export const isPrerelease = (version: string): boolean => withoutBuild(version).includes('-');

/** Negative where `a` comes first; build metadata does not count. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [partsOf(a), partsOf(b)];
  for (let at = 0; at < 3; at += 1) {
    const difference = compareNumbers(one.core[at] ?? '', other.core[at] ?? '');
    if (difference !== 0) return difference;
  }
  if (one.pre.length === 0 || other.pre.length === 0) return other.pre.length - one.pre.length;
  for (let at = 0; at < Math.min(one.pre.length, other.pre.length); at += 1) {
    const difference = compareParts(one.pre[at] ?? '', other.pre[at] ?? '');
    if (difference !== 0) return difference;
  }
  return one.pre.length - other.pre.length;
}

function partsOf(version: string): { readonly core: readonly string[]; readonly pre: readonly string[] } {
  const [, core = '', pre = ''] = /^([^-]*)-?(.*)$/s.exec(withoutBuild(version)) ?? [];
  return { core: core.split('.'), pre: pre === '' ? [] : pre.split('.') };
}

function compareParts(a: string, b: string): number {
  const [one, other] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (one && other) return compareNumbers(a, b);
  if (one !== other) return one ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Of any length: a date and time as a number is beyond what a double holds. */
const compareNumbers = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
