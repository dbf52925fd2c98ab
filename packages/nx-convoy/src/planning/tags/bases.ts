import semver from 'semver';
import type { Ancestry, Tag } from '../../model/history.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { canonical } from '../../versions/canonical.ts';
import { abandonedPrefix, tagFamilies, type Release } from './families.ts';
import type { Group } from '../groups/groups.ts';
import { coreOf } from '../numbers/next.ts';
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
  return { bases, united, problems };
}

/** Highest first, whatever of its prefixes they carry. */
export const releasesOf = (prefixes: readonly string[], families: Families): readonly Release[] =>
  prefixes.length === 1
    ? (families.get(prefixes[0] ?? '') ?? [])
    : prefixes.flatMap((prefix) => families.get(prefix) ?? []).sort((a, b) => semver.compare(b.version, a.version));

/**
 * The highest and the highest stable one of releases that stand highest first. One beside the line counts only where the manifest, if
 * it tells, has gone along: else it is of a newer line. One on another line counts where the manifest stands at it: then it was merged in
 * some way that git cannot see, after the last one that it can.
 */
export function heads(
  releases: readonly Release[],
  sight: Sight,
  stated: string | undefined,
): Pick<Base, 'stable' | 'latest'> {
  const { placeOf } = sight;
  const all = releases.flatMap((release) => {
    const place = placeOf(release.tag);
    if (place === undefined) return [];
    if (place === release.tag.commit) return [release];
    return goneAlong(stated, release.version) ? [{ ...release, tag: { ...release.tag, beside: place } }] : [];
  });
  const own = withoutOutgrown(all, sight, stated);
  const reached = own.find(isStable);
  const place = reached?.tag.beside ?? reached?.tag.commit;
  const stable =
    branched(place, releases, reached, sight, stated) ??
    (place === undefined ? reached : (mergedAt(place, releases, own, stated) ?? reached));
  const [first] = own;
  const latest =
    first === undefined || (stable !== undefined && semver.gt(stable.version, first.version)) ? stable : first;
  return { ...(stable === undefined ? {} : { stable }), ...(latest === undefined ? {} : { latest }) };
}

/**
 * A higher number that came before the release at which the manifest stands was a slip, or a scheme that was given up: the line has gone
 * on below it.
 */
function withoutOutgrown(
  releases: readonly Release[],
  { isNewer }: Sight,
  stated: string | undefined,
): readonly Release[] {
  const last = releases.find(({ version }) => version === stated);
  if (last === undefined) return releases;
  const placeIn = ({ tag }: Release): string => tag.beside ?? tag.commit;
  return releases.filter(
    (release) => semver.lte(release.version, last.version) || isNewer(placeIn(release), placeIn(last)),
  );
}

/** How the line of HEAD sees a tag. */
export interface Sight {
  /** The commit it stands for; undefined where it is none of this line. */
  readonly placeOf: (tag: Tag) => string | undefined;
  /** Where the line of one that is on another left this one. */
  readonly forkOf: (tag: Tag) => string | undefined;
  /** Whether the first commit is no older than the second. */
  readonly isNewer: (commit: string, other: string) => boolean;
}

/**
 * The highest release of a branch that was cut from this line and never merged, as long as the manifest here has passed it: what came
 * after the cut is new. Without such a manifest a tag of another line says nothing about this one.
 */
function branched(
  place: string | undefined,
  releases: readonly Release[],
  reached: Release | undefined,
  { placeOf, forkOf, isNewer }: Sight,
  stated: string | undefined,
): Release | undefined {
  if (stated === undefined || coreOf(stated) === '0.0.0') return undefined;
  for (const release of releases) {
    if (reached !== undefined && semver.lte(release.version, reached.version)) return undefined;
    if (!isStable(release) || !semver.gte(coreOf(stated), release.version) || placeOf(release.tag) !== undefined)
      continue;
    const fork = forkOf(release.tag);
    if (fork !== undefined && (place === undefined || isNewer(fork, place)))
      return { ...release, tag: { ...release.tag, beside: fork } };
  }
  return undefined;
}

function mergedAt(
  place: string,
  releases: readonly Release[],
  own: readonly Release[],
  stated: string | undefined,
): Release | undefined {
  const highest = own.find(isStable)?.version;
  if (stated === undefined || highest === undefined || !semver.gt(stated, highest)) return undefined;
  const merged = releases.find((release) => release.version === stated && isStable(release));
  return merged === undefined ? undefined : { ...merged, tag: { ...merged.tag, beside: place } };
}

const isStable = ({ version }: Release): boolean => semver.prerelease(version) === null;

const goneAlong = (stated: string | undefined, version: string): boolean =>
  stated === undefined || coreOf(stated) === '0.0.0' || semver.gte(coreOf(stated), coreOf(version));

/** What most of its units state; of several the highest. A unit that nobody keeps in step does not speak for the others. */
export function statedVersion(
  units: readonly Unit[],
  versionOf: (unit: Unit) => string | undefined,
): string | undefined {
  const count = new Map<string, number>();
  for (const unit of units) {
    const stated = canonical(versionOf(unit) ?? '');
    if (stated !== undefined) count.set(stated, (count.get(stated) ?? 0) + 1);
  }
  return [...count].sort(([a, times], [b, others]) => others - times || semver.rcompare(a, b))[0]?.[0];
}

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
