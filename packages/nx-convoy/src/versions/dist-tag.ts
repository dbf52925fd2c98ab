import semver from 'semver';

/**
 * The dist-tag of npm under which a version is offered. Registries take no version without one, and none that could be taken for a range of
 * versions. What has no channel is no `latest`: it is called after its line of older versions, or by the word of its prerelease.
 */
export function distTag(channel: string | undefined, version: string): string {
  if (channel !== undefined) return semver.validRange(channel) === null ? channel : `release-${channel}`;
  const read = semver.parse(version);
  const word = read?.prerelease.find((part) => typeof part === 'string');
  return word ?? (read === null || read.prerelease.length > 0 ? 'next' : `latest-${read.major}`);
}
