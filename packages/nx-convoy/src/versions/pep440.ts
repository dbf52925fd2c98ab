import { eq, satisfies, valid, validRange } from '@renovatebot/pep440';

/**
 * Whether PEP 440 specifiers accept a version; undefined where either is none. A bare version is poetry's word for exactly that one.
 * A pre-release counts: what stands in the repository is the only candidate there is, and for an only candidate installers accept
 * one too.
 */
export function admits(range: string, version: string): boolean | undefined {
  const specifiers = range
    .trim()
    .replace(/,$/, '')
    .replace(/^(?=\d[^,]*$)/, '==');
  const plainly = admitsPlainly(specifiers, version);
  if (plainly !== undefined) return plainly;
  if (valid(version) === null) return undefined;
  if (specifiers === '' || specifiers === '*') return true;
  return validRange(specifiers) ? satisfies(version, specifiers, { prereleases: true }) : undefined;
}

const release = /^\d+(?:\.\d+)*$/;
const comparison = /^(>=|<=|==|!=|<|>)\s*(\d+(?:\.\d+)*)$/;

/** Most requirements compare plain releases: the library's patterns take many times as long, and a workspace asks thousands. */
function admitsPlainly(specifiers: string, version: string): boolean | undefined {
  if (!release.test(version)) return undefined;
  let isAdmitted = true;
  for (const specifier of specifiers.split(',')) {
    const [, sign, bound = ''] = comparison.exec(specifier.trim()) ?? [];
    if (sign === undefined) return undefined;
    const order = compareReleases(version, bound);
    const isMet =
      order === 0
        ? sign === '==' || sign === '>=' || sign === '<='
        : order < 0
          ? sign.startsWith('<')
          : sign.startsWith('>');
    isAdmitted &&= isMet || (sign === '!=' && order !== 0);
  }
  return isAdmitted;
}

/** `1.0` and `1.0.0` are one release. */
function compareReleases(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const order = Number(left[at] ?? 0) - Number(right[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

/** The version that a range pins exactly: `==1.2`, or `1.2` as poetry has it; not `==1.*`, nor one of several conditions. */
export const pinOf = (range: string): string | undefined =>
  /^\s*(?:={2,3}\s*|(?=\d))([^\s,*|<>=!~]+)\s*$/.exec(range)?.[1];

/** `1.0` and `1.0.0` are one version; what is none equals only itself. */
export const isSameVersion = (a: string, b: string): boolean =>
  a === b || (valid(a) !== null && valid(b) !== null && eq(a, b));

export const isVersion = (text: string): boolean => valid(text) !== null;
