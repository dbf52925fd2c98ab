import semver from 'semver';
import type { Presence } from '../../model/registry.ts';

/** What a release may bring along: `latest`, `{major}`, `{major}.{minor}`. */
export interface Labelling {
  readonly patterns: readonly string[];
  /** As the registry writes it. */
  readonly version: string;
  /** All tags that are there. */
  readonly tags: readonly string[];
}

export interface Labels {
  readonly move: readonly string[];
  readonly stay: readonly { readonly label: string; readonly because: string }[];
}

/**
 * Which labels a release takes. A label stands for a line: all versions for which its pattern gives the same word (`latest`: all; `{major}`
 * of 1.4.0: all of 1.x), and at its highest stable one. So a patch of an old line does not take `latest`, and a prerelease takes nothing.
 */
export function labelsOf({ patterns, version, tags }: Labelling): Labels {
  const released = versionIn(version);
  const move: string[] = [];
  const stay: { readonly label: string; readonly because: string }[] = [];
  const stable = tags.map(versionIn).filter((one) => one !== undefined && one.prerelease.length === 0);
  for (const pattern of new Set(patterns)) {
    const label = released === undefined ? pattern : written(pattern, released);
    const because =
      released === undefined
        ? `${version} is no semantic version`
        : (whyNot(pattern, label, released) ?? higherIn(stable, pattern, label, released));
    if (because === undefined) move.push(label);
    else stay.push({ label, because });
  }
  return { move: [...new Set(move)], stay };
}

function whyNot(pattern: string, label: string, released: semver.SemVer): string | undefined {
  if (released.prerelease.length > 0) return `${released.version} is a prerelease`;
  // Any 0.x may break what the one before had: nobody is to follow them by one word.
  if (label === '0' || (released.major === 0 && isMajorOnly(pattern))) return '0.x has no line that stays compatible';
  return versionIn(label) === undefined ? undefined : `${label} is a version, which stays what it is`;
}

const isMajorOnly = (pattern: string): boolean => pattern.includes('{major}') && !pattern.includes('{minor}');

function higherIn(
  stable: readonly (semver.SemVer | undefined)[],
  pattern: string,
  label: string,
  released: semver.SemVer,
): string | undefined {
  const higher = stable.find(
    (one) => one !== undefined && written(pattern, one) === label && one.compare(released) > 0,
  );
  return higher === undefined ? undefined : `${higher.version} is there, and higher`;
}

const written = (pattern: string, { major, minor, patch }: semver.SemVer): string =>
  pattern
    .replaceAll('{major}', String(major))
    .replaceAll('{minor}', String(minor))
    .replaceAll('{patch}', String(patch));

/** `1.2.3`, also `v1.2.3`, and with the underscore that tags have for a plus sign. */
function versionIn(tag: string): semver.SemVer | undefined {
  return semver.parse(tag.replace(/^v(?=\d)/, '').replace(/_/, '+')) ?? undefined;
}

/**
 * What the presence of a label means: unlike a version it is not taken when it stands at something else, it is to be moved; and where nobody
 * tells, it is set again, which does no harm.
 */
export const labelMoves = (there: Presence, digests: readonly string[]): boolean =>
  !(there.is === 'present' && there.digest !== undefined && digests.includes(there.digest));
