import semver from 'semver';

/**
 * Whether a requirement accepts a version. `workspace:*`, `workspace:^` and `workspace:~` are made from the member's version
 * when it is packed, so they accept each; what names a folder, a repository or a tag is no range.
 */
export function admits(range: string, version: string): boolean | undefined {
  const plain = plainRange(range);
  if (plain === undefined || semver.valid(version) === null) return undefined;
  // npm lets `*` stand for each version, prereleases too, which the grammar of ranges does not.
  return plain === '*' || semver.satisfies(version, plain);
}

/** The range that stands in a requirement, without protocol and alias. */
export function plainRange(written: string): string | undefined {
  const range = written
    .replace(/^(?:workspace|npm):/, '')
    .replace(/^@?[^@\s]+@(?=\S)/, '')
    .trim();
  if (range === '' || range === 'x') return '*';
  if (written.startsWith('workspace:') && (range === '^' || range === '~')) return '*';
  return semver.validRange(range) === null ? undefined : range;
}
