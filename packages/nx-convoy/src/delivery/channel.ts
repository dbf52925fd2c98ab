import semver from 'semver';
import type { Release } from '../planning/tags/families.ts';
import type { Line } from '../planning/tags/lines.ts';
import { canonical } from '../versions/canonical.ts';

/**
 * Under which word a registry offers a version beside its number. That of its branch, where that is for something else than the newest; else
 * the usual one, if no stable release is higher. Undefined leaves it to the registry's own habits: a prerelease, or a patch of an old line,
 * must not become what everybody gets.
 */
export function channelOf(version: string, releases: readonly Release[], line: Line | undefined): string | undefined {
  if (line?.channel !== undefined) return line.channel;
  const own = semver.parse(canonical(version) ?? version);
  if (own === null || own.prerelease.length > 0) return undefined;
  const isPassed = releases.some((release) => {
    const other = semver.parse(canonical(release.version) ?? release.version);
    return other !== null && other.prerelease.length === 0 && other.compare(own) > 0;
  });
  return isPassed ? undefined : 'latest';
}
