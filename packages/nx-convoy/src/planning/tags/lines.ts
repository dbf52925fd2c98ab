import picomatch from 'picomatch';
import semver from 'semver';
import type { Config } from '../../model/config.ts';
import type { Tag } from '../../model/history.ts';
import { coreOf } from '../numbers/next.ts';
import { readTag } from './families.ts';

/** What a branch is for: an old line that it keeps, a version that it prepares, or prereleases of a kind. */
export interface Line {
  /** As an option says it, and as the plan records it: `1.2.x`, `1.3.0`, `next`. */
  readonly name: string;
  /** The numbers that it keeps: `1.2.x` is 1 and 2. */
  readonly keeps?: readonly number[];
  /** The version that it prepares. */
  readonly prepares?: string;
  readonly preid?: string;
  /** Under which word registries offer what is released from it; absent for their usual one. */
  readonly channel?: string;
}

/** Words that teams use for them; the plain `1.x` is semantic-release's. */
const usual = {
  maintenance: [
    '{line}',
    'release/{line}',
    'release-{line}',
    'releases/{line}',
    'support/{line}',
    'support-{line}',
  ].concat(['maintenance/{line}', 'maint/{line}', 'lts/{line}', 'stable/{line}']),
  release: ['release/{version}', 'release-{version}', 'releases/{version}'],
};

const linePattern = 'v?(\\d+(?:\\.\\d+)?(?:\\.x)?)';
const versionPattern = 'v?(\\d+\\.\\d+\\.\\d+)';

/**
 * What a branch is for, by its name. Channels are said, or there are none; old lines and releases in preparation are known by what teams
 * call them. A bare number names a line only behind a word: `release/1.2`, not `1.2`.
 */
export function lineOfBranch(branch: string, config: Pick<Config, 'channels' | 'branches'>): Line | undefined {
  const channel = Object.keys(config.channels ?? {}).find((name) => name === branch || picomatch.isMatch(branch, name));
  if (channel !== undefined) return channelOf(branch, channel, config);
  const version = preparedBy(branch, config);
  if (version !== undefined) return { name: version, prepares: version };
  const patterns = config.branches?.maintenance ?? usual.maintenance;
  const line = matchOf(patterns, '{line}', linePattern, branch);
  return line === undefined || (line === branch.replace(/^v/, '') && !line.endsWith('.x')) ? undefined : keeping(line);
}

/** The same by the name that a plan records; undefined where it is none. */
export function lineNamed(name: string, config: Pick<Config, 'channels' | 'branches'>): Line | undefined {
  if (/^\d+(?:\.\d+)?\.x$/.test(name)) return keeping(name);
  if (/^\d+\.\d+\.\d+$/.test(name)) return { name, prepares: name };
  return lineOfBranch(name, config);
}

/** The version that a branch prepares by its name. */
export const preparedBy = (branch: string, { branches }: Pick<Config, 'branches'>): string | undefined =>
  matchOf(branches?.release ?? usual.release, '{version}', versionPattern, branch);

/** What stands before the version in such names, for git to look for. */
export const releasePrefixes = ({ branches }: Pick<Config, 'branches'>): readonly string[] => [
  ...new Set((branches?.release ?? usual.release).map((pattern) => pattern.slice(0, pattern.indexOf('{version}')))),
];

function channelOf(branch: string, key: string, { channels = {} }: Pick<Config, 'channels'>): Line {
  const said = channels[key] ?? {};
  const { preid, channel } = typeof said === 'string' ? { preid: said, channel: said } : said;
  return { name: branch, channel: channel ?? wordOf(branch), ...(preid === undefined ? {} : { preid }) };
}

function keeping(line: string): Line {
  const numbers = line.replace(/\.x$/, '');
  return { name: `${numbers}.x`, keeps: numbers.split('.').map(Number), channel: `release-${numbers}.x` };
}

/** npm takes no word with a slash, and none that reads as a range. */
const wordOf = (branch: string): string => {
  const word = branch.replaceAll(/[^0-9A-Za-z._-]/g, '-');
  return semver.validRange(word) === null ? word : `release-${word}`;
};

function matchOf(patterns: readonly string[], hole: string, filling: string, branch: string): string | undefined {
  for (const pattern of patterns) {
    const [before = '', after = ''] = pattern.split(hole).map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const found = new RegExp(`^${before}${filling}${after}$`).exec(branch)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

export const isWithin = ({ keeps, prepares }: Line, version: string): boolean => {
  const { major, minor } = new semver.SemVer(version);
  if (prepares !== undefined) return coreOf(version) === prepares;
  return keeps === undefined || (keeps[0] === major && (keeps[1] === undefined || keeps[1] === minor));
};

/**
 * The tags that a line builds upon and may not use again: its own, where it has some. Of tags that have none in it, such as those of units
 * that count otherwise, all remain.
 */
export function tagsOfLine(
  tags: readonly Tag[],
  line: Line | undefined,
  isBehind: (tag: Tag) => boolean,
): readonly Tag[] {
  if (line?.keeps === undefined) return tags;
  const read = tags.map((tag) => ({ tag, release: readTag(tag) }));
  const kept = new Set(
    read.flatMap(({ tag, release }) =>
      release !== undefined && isWithin(line, release.version) && isBehind(tag) ? [release.prefix] : [],
    ),
  );
  return read.flatMap(({ tag, release }) =>
    release === undefined || !kept.has(release.prefix) || isWithin(line, release.version) ? [tag] : [],
  );
}
