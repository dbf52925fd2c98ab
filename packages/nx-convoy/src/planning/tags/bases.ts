import semver from 'semver';
import type { Ancestry, Tag } from '../../model/history.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { abandonedPrefix, tagFamilies, type Release } from './families.ts';
import type { Group } from '../groups/groups.ts';
import { heads, statedVersion } from './heads.ts';
import { ownership, saidPrefixes, tagClaims, type Families, type Ownership } from './ownership.ts';

/** What a group has released so far, as the tags tell. */
export interface Base {
  /** The highest stable release that HEAD builds upon. */
  readonly stable?: Release;
  /** The highest release of all that HEAD builds upon, prereleases included. */
  readonly latest?: Release;
  /** Every version that was ever tagged, wherever. */
  readonly taken: ReadonlySet<string>;
  /** Tagged, then given up: never to be used again. */
  readonly abandoned: ReadonlySet<string>;
  /** How its tags are written: what stands before the version. */
  readonly prefix: string;
}

export interface Bases {
  readonly bases: ReadonlyMap<string, Base>;
  /** What its tags begin with, by group; all of them, also those that were given up. */
  readonly prefixes: Ownership['prefixes'];
  /** Groups that the tags show to be one. */
  readonly united: Ownership['united'];
  readonly problems: readonly Problem[];
}

export function basesOf(groups: readonly Group[], tags: readonly Tag[], ancestry: Ancestry): Bases {
  const families = tagFamilies(tags.filter(({ name }) => !name.startsWith(abandonedPrefix)));
  const given = tagFamilies(
    tags
      .filter(({ name }) => name.startsWith(abandonedPrefix))
      .map((tag) => ({ ...tag, name: tag.name.slice(abandonedPrefix.length) })),
  );
  const placeOf = ({ commit, beside }: Tag): string | undefined => (ancestry.at.has(commit) ? commit : beside);
  const forkOf = ({ fork }: Tag): string | undefined => fork;
  const isNewer = (one: string, other: string): boolean =>
    (ancestry.at.get(one) ?? Infinity) <= (ancestry.at.get(other) ?? -1);
  const reaches = ({ tag }: Release): boolean => placeOf(tag) !== undefined;
  const versionOf = ({ version }: Unit): string | undefined => version;
  const { prefixes, united, problems } = ownership(tagClaims(groups, families), {
    families,
    reaches,
    versionOf,
    ageOf: ({ tag }) => ancestry.at.get(placeOf(tag) ?? ''),
  });
  const joint = commonJoint(groups, prefixes);
  const isOne = groups.filter(({ units }) => units.some((unit) => !unit.private)).length <= 1;
  const bases = new Map<string, Base>();
  for (const group of groups) {
    const own = prefixes.get(group.name) ?? [];
    const releases = releasesOf(own, families);
    const newest = releases.find(reaches) ?? releases[0];
    bases.set(group.name, {
      ...heads(releases, { placeOf, forkOf, isNewer }, statedVersion(group.units, versionOf)),
      taken: new Set(releases.map(({ version }) => version)),
      abandoned: new Set(own.flatMap((prefix) => given.get(prefix) ?? []).map(({ version }) => version)),
      prefix: newest?.prefix ?? saidPrefixes(group)?.[0] ?? defaultPrefix(group, isOne, joint),
    });
  }
  return { bases, prefixes, united, problems };
}

/** Highest first, whatever of its prefixes they carry. */
export const releasesOf = (prefixes: readonly string[], families: Families): readonly Release[] =>
  prefixes.length === 1
    ? (families.get(prefixes[0] ?? '') ?? [])
    : prefixes.flatMap((prefix) => families.get(prefix) ?? []).sort((a, b) => semver.compare(b.version, a.version));

/** Nx's own defaults, `v{version}` for one version in the repository and `{projectName}@{version}` for several, or its neighbours' style. */
function defaultPrefix(group: Group, isOne: boolean, joint: string): string {
  if (isOne) return 'v';
  const [first] = [...group.units].sort(
    (a, b) => Number(a.private) - Number(b.private) || a.root.length - b.root.length,
  );
  return `${first?.project ?? group.name}${joint}`;
}

function commonJoint(groups: readonly Group[], owned: ReadonlyMap<string, readonly string[]>): string {
  const count = new Map<string, number>();
  for (const { name: group, units } of groups) {
    for (const prefix of owned.get(group) ?? []) {
      const name = units.map(({ project }) => project).find((project) => prefix.startsWith(project));
      if (name !== undefined) count.set(prefix.slice(name.length), (count.get(prefix.slice(name.length)) ?? 0) + 1);
    }
  }
  return [...count].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '@';
}
