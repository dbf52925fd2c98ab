import { eq, satisfies, valid, validRange } from '@renovatebot/pep440';

/**
 * Whether PEP 440 specifiers accept a version; undefined where either is none. A bare version is poetry's word for exactly that one. A pre-release counts: what stands in the
 * repository is the only candidate there is, and for an only candidate installers accept one too.
 */
export function admits(range: string, version: string): boolean | undefined {
  const specifiers = range
    .trim()
    .replace(/,$/, '')
    .replace(/^(?=\d[^,]*$)/, '==');
  if (valid(version) === null) return undefined;
  if (specifiers === '' || specifiers === '*') return true;
  return validRange(specifiers) ? satisfies(version, specifiers, { prereleases: true }) : undefined;
}

/** The version that a range pins exactly: `==1.2`, or `1.2` as poetry has it; not `==1.*`, nor one of several conditions. */
export const pinOf = (range: string): string | undefined =>
  /^\s*(?:={2,3}\s*|(?=\d))([^\s,*|<>=!~]+)\s*$/.exec(range)?.[1];

/** `1.0` and `1.0.0` are one version; what is none equals only itself. */
export const isSameVersion = (a: string, b: string): boolean =>
  valid(a) === null || valid(b) === null ? a === b : eq(a, b);

export const isVersion = (text: string): boolean => valid(text) !== null;
