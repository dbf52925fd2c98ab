import semver from 'semver';

/**
 * Whether a Cargo requirement accepts a version. Cargo's grammar is npm's with three differences: a bare version is a caret,
 * parts are joined by commas, and `*` may stand for a missing part only.
 */
export function admits(range: string, version: string): boolean | undefined {
  const parts = range.split(',').map((part) => part.trim());
  const spelled = parts.map((part) => (/^\d/.test(part) && !part.includes('*') ? `^${part}` : part)).join(' ');
  return semver.validRange(spelled) === null || semver.valid(version) === null
    ? undefined
    : semver.satisfies(version, spelled);
}
