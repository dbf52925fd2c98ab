import semver from 'semver';
import type { Level } from '../../model/plan.ts';
import type { ZeroRule } from '../rules/rule.ts';

/** The stable version that a level leads to. A prerelease counts as the version that it leads to itself. */
export function next(from: string, level: Exclude<Level, 'none'>, zero: ZeroRule): string {
  const { major, minor, patch } = new semver.SemVer(from);
  const step = major === 0 ? belowOne(level, zero) : level;
  if (step === 'major') return `${major + 1}.0.0`;
  return step === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

function belowOne(level: Exclude<Level, 'none'>, zero: ZeroRule): Exclude<Level, 'none'> {
  if (level === 'patch' || zero === 'plain') return level;
  if (level === 'major') return zero === 'mixed' ? 'major' : 'minor';
  return zero === 'minor' ? 'minor' : 'patch';
}

/**
 * The next prerelease of a version: one more than any of its kind that exists anywhere, also on other branches, so that no number is
 * ever used twice.
 */
export function nextPrerelease(core: string, preid: string, taken: readonly string[], first = 1): string {
  const counters = taken.flatMap((version) => {
    const parsed = semver.parse(version);
    if (parsed === null || `${parsed.major}.${parsed.minor}.${parsed.patch}` !== core) return [];
    const [word, counter] = parsed.prerelease;
    return word === preid && typeof counter === 'number' ? [counter] : [];
  });
  return `${core}-${preid}.${counters.length === 0 ? first : Math.max(...counters) + 1}`;
}

export const coreOf = (version: string): string => {
  const { major, minor, patch } = new semver.SemVer(version);
  return `${major}.${minor}.${patch}`;
};
