import semver from 'semver';
import { index } from '../../graph/by-key.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { canonical } from '../../versions/canonical.ts';
import { namesIn, namesOf, toldBy, weakPrefixes, wordPrefixes, type Release, type Told } from './families.ts';
import type { Group } from '../groups/groups.ts';
import { coreOf, next } from '../numbers/next.ts';

export type Families = ReadonlyMap<string, readonly Release[]>;

/** Which families could be a group's, by how surely their prefix names it. */
export interface TagClaim {
  readonly group: Group;
  /** As the user says; then nothing else counts. */
  readonly said: readonly string[] | undefined;
  /** They name a unit of the group. */
  readonly strong: readonly string[];
  /** They name its ecosystem: `py-`. */
  readonly word: readonly string[];
  /** They name nobody: `v`. */
  readonly weak: readonly string[];
}

export interface Ownership {
  /** By group; empty where no tag is its own. */
  readonly prefixes: ReadonlyMap<string, readonly string[]>;
  /** Groups that are released by one tag, with one version: one group, though nothing but the tags says so. */
  readonly united: readonly (readonly Group[])[];
  readonly problems: readonly Problem[];
}

/** What the names tell. It depends on units and tags alone, not on any version. */
export function tagClaims(groups: readonly Group[], families: Families): readonly TagClaim[] {
  const said = groups.map(saidPrefixes);
  const isSaid = new Set(said.flatMap((prefixes) => prefixes ?? []));
  const open = (prefixes: readonly string[]): readonly string[] =>
    [...new Set(prefixes)].filter((prefix) => families.has(prefix) && !isSaid.has(prefix));
  const named = prefixesByGroup(groups, [...families.keys()]);
  const weak = open(weakPrefixes);
  // Every unit of an ecosystem has the same words.
  const byEcosystem = new Map<string, readonly string[]>();
  const wordsOf = ({ ecosystem }: Unit): readonly string[] => {
    const known = byEcosystem.get(ecosystem) ?? open(wordPrefixes(ecosystem));
    byEcosystem.set(ecosystem, known);
    return known;
  };
  return groups.map((group, at) => ({
    group,
    said: said[at],
    strong: open(named.get(group) ?? []),
    word: [...new Set(group.units.flatMap(wordsOf))],
    weak,
  }));
}

/** Asked from the prefixes, which are few beside all the words that may stand for a unit. */
function prefixesByGroup(groups: readonly Group[], prefixes: readonly string[]): ReadonlyMap<Group, readonly string[]> {
  const byOwn = index(groups, ({ units }) => units.flatMap((unit) => namesOf(unit).own));
  const byFolder = index(groups, ({ units }) => units.flatMap((unit) => namesOf(unit).folder));
  const named = ({ name, ecosystem }: Told): readonly Group[] =>
    ecosystem === undefined
      ? [...(byOwn.get(name) ?? []), ...(byFolder.get(name) ?? [])]
      : (byOwn.get(name) ?? []).filter(({ units }) =>
          units.some((unit) => unit.ecosystem === ecosystem && namesOf(unit).own.includes(name)),
        );
  const found = new Map<Group, string[]>();
  for (const prefix of prefixes) {
    for (const group of new Set(namesIn(prefix).flatMap((name) => toldBy(name).flatMap(named)))) {
      const list = found.get(group);
      if (list === undefined) found.set(group, [prefix]);
      else list.push(prefix);
    }
  }
  return found;
}

export interface Sight {
  readonly families: Families;
  /** Whether HEAD builds upon a release. */
  readonly reaches: (release: Release) => boolean;
  readonly versionOf: (unit: Unit) => string | undefined;
  /** How far back a release lies that HEAD builds upon, as a position in the ancestry: the higher, the older. */
  readonly ageOf: (release: Release) => number | undefined;
}

/**
 * Whose tags are whose. What the user says comes first, then the names of units, then the words for ecosystems, then what names
 * nobody; where several could be meant, those whose manifests stand at the family's newest release.
 */
export function ownership(claims: readonly TagClaim[], sight: Sight): Ownership {
  const [agree, ages] = [agreement(sight), agesOf(sight)];
  const prefixes = new Map<string, readonly string[]>();
  for (const { group, said } of claims)
    if (said !== undefined)
      prefixes.set(
        group.name,
        said.filter((prefix) => sight.families.has(prefix)),
      );
  const problems: Problem[] = [];
  const united: (readonly Group[])[] = [];
  const open = claims.filter(({ said }) => said === undefined).map((claim) => withoutOutlived(claim, agree, ages));
  const take = (group: Group, prefix: string): void => {
    prefixes.set(group.name, [...(prefixes.get(group.name) ?? []), prefix]);
  };

  const strong = claimants(open, ({ strong: own }) => own);
  for (const [prefix, groups] of strong) {
    // What no registry takes has versions of its own only where its manifest follows the tags.
    const able = groups.filter((group) => isPublic(group) || agree(group, prefix));
    const meant =
      able.length < 2
        ? able
        : chosen(
            able.filter((group) => agree(group, prefix)),
            able,
          );
    for (const group of meant) take(group, prefix);
    if (meant.length > 1) problems.push(ambiguous(prefix, meant));
  }
  const isNamed = (group: Group): boolean => (prefixes.get(group.name) ?? []).length > 0;

  for (const kind of ['word', 'weak'] as const) {
    const left = open.filter(({ group }) => !isNamed(group));
    const isAlone =
      left.filter(({ group }) => isPublic(group)).length === 1 &&
      open.filter(({ group }) => isPublic(group)).length === 1;
    for (const [prefix, groups] of claimants(left, (claim) => claim[kind])) {
      const free = groups.filter((group) => !isNamed(group) || kind === 'word');
      const open = free.filter(isPublic);
      const agreed = free.filter((group) => agree(group, prefix));
      const alone = open.length === 1 && (kind === 'word' || isAlone) ? open : [];
      const silent = open.filter(({ units }) => units.some((unit) => isPlaceholder(sight.versionOf(unit))));
      const meant = [agreed, alone, atTheTop(open), silent].find((some) => some.length > 0) ?? [];
      for (const group of meant) take(group, prefix);
      if (meant.length > 1) united.push(meant);
    }
  }
  return { prefixes, united: joined(united), problems };
}

/**
 * A name that was given up says nothing any more: its family does not go along with the manifest, and one that does was released after
 * it. So `python-v0.13.3` of long ago gives way to `v0.23.1` where the manifest stands at 0.23.2-dev.
 */
function withoutOutlived(claim: TagClaim, agree: Agree, ageOf: (prefix: string) => number): TagClaim {
  const { group, strong, word, weak } = claim;
  if (weak.length === 0 && word.length === 0) return claim;
  const lives = (prefix: string, weaker: readonly string[]): boolean =>
    agree(group, prefix) || !weaker.some((other) => agree(group, other) && ageOf(other) < ageOf(prefix));
  return {
    ...claim,
    strong: strong.filter((prefix) => lives(prefix, [...word, ...weak])),
    word: word.filter((prefix) => lives(prefix, weak)),
  };
}

/** Of the youngest release of a family that HEAD builds upon. */
function agesOf({ families, ageOf }: Sight): (prefix: string) => number {
  const known = new Map<string, number>();
  return (prefix) => {
    const before = known.get(prefix);
    if (before !== undefined) return before;
    const age = (families.get(prefix) ?? []).reduce(
      (least, release) => Math.min(least, ageOf(release) ?? Infinity),
      Infinity,
    );
    known.set(prefix, age);
    return age;
  };
}

type Agree = (group: Group, prefix: string) => boolean;

const isPublic = ({ units, isConfigured }: Group): boolean => isConfigured || units.some((unit) => !unit.private);

/** Nobody's manifest tells: then it is the repository's own unit, where it has one. */
const atTheTop = (groups: readonly Group[]): readonly Group[] =>
  groups.filter(({ units }) => units.some(({ root, private: isPrivate }) => root === '.' && !isPrivate)).slice(0, 1);

const chosen = <T>(some: readonly T[], all: readonly T[]): readonly T[] => (some.length > 0 ? some : all);

const claimants = (
  claims: readonly TagClaim[],
  of: (claim: TagClaim) => readonly string[],
): ReadonlyMap<string, readonly Group[]> => {
  const byPrefix = index(claims, of);
  return new Map([...byPrefix].map(([prefix, list]) => [prefix, list.map(({ group }) => group)]));
};

/**
 * Whether a group's manifests go along with a family: they stand at its newest release or on the way to the next one, or state
 * nothing of their own because the tags tell.
 */
function agreement({ families, reaches, versionOf }: Sight): Agree {
  const newest = new Map<string, readonly string[]>();
  const newestOf = (prefix: string): readonly string[] => {
    const known = newest.get(prefix);
    if (known !== undefined) return known;
    const reached = (families.get(prefix) ?? []).filter(reaches);
    // Those beside the line may be of a newer one.
    const behind = reached.filter(({ tag }) => tag.beside === undefined);
    // A branch that was never merged may hold the release that the manifest here has passed.
    const branched = (families.get(prefix) ?? []).find((one) => one.tag.fork !== undefined && isStable(one));
    const tops = [...[reached, behind].flatMap((list) => [list[0], list.find(isStable)]), branched];
    const found = [...new Set(tops.flatMap((release) => release?.version ?? []))];
    newest.set(prefix, found);
    return found;
  };
  return (group, prefix) => {
    const heads = newestOf(prefix);
    return heads.length > 0 && group.units.some((unit) => goesAlong(unit, versionOf(unit), heads));
  };
}

const isStable = ({ version }: Release): boolean => semver.prerelease(version) === null;

function goesAlong(unit: Unit, version: string | undefined, heads: readonly string[]): boolean {
  const stated = version === undefined ? undefined : canonical(version);
  if (stated === undefined) return unit.versionSource?.is === 'tags';
  if (heads.includes(stated)) return true;
  // What no registry takes often states a number that nobody keeps: it goes along by no chance of arithmetic.
  if (unit.private) return false;
  return heads.some((head) => nextOf(head, stated).includes(coreOf(stated)));
}

/** A number for the time until a release writes another one over it. */
const isPlaceholder = (version: string | undefined): boolean =>
  version !== undefined && coreOf(canonical(version) ?? '1.0.0') === '0.0.0';

/** Where the next release may lead; a plain 1.0.0 beside releases below it is rather another unit's first number. */
const nextOf = (version: string, stated: string): readonly string[] =>
  (['patch', 'minor', 'major'] as const)
    .filter((level) => level !== 'major' || !version.startsWith('0.') || semver.prerelease(stated) !== null)
    .map((level) => next(coreOf(version), level, 'plain'))
    .concat(coreOf(version));

/** Sets that share a group are one. */
function joined(sets: readonly (readonly Group[])[]): readonly (readonly Group[])[] {
  let result: (readonly Group[])[] = [];
  for (const set of sets) {
    const touching = result.filter((other) => other.some((group) => set.includes(group)));
    result = [...result.filter((other) => !touching.includes(other)), [...new Set([...touching.flat(), ...set])]];
  }
  return result;
}

const placeholders = /\{(projectName|releaseGroupName|project|name)\}/g;

/** What the configured patterns write before the version; undefined where there is none, or where something follows the version. */
export function saidPrefixes(group: Group): readonly string[] | undefined {
  const patterns = [...(group.unitTags ?? []), ...(group.tagPattern === undefined ? [] : [group.tagPattern])];
  const usable = patterns.filter((pattern) => pattern.endsWith('{version}'));
  if (usable.length === 0) return undefined;
  const [first] = group.units;
  return usable.map((pattern) =>
    pattern
      .slice(0, -'{version}'.length)
      .replaceAll(placeholders, (_, word: string) =>
        word === 'releaseGroupName'
          ? group.name
          : word === 'name'
            ? (first?.name ?? group.name)
            : (first?.project ?? group.name),
      ),
  );
}

/** Two groups that read the same tags as their own: one of them would plan from the other's releases. */
const ambiguous = (prefix: string, groups: readonly Group[]): Problem => ({
  code: 'TAG_AMBIGUOUS',
  severity: 'warning',
  what: `Tags such as ${prefix}1.2.3 could be of ${groups.map(({ units }) => units[0]?.id ?? '').join(' or of ')}; all of them are planned from these.`,
  fix: `Say whose they are: "units": { "${groups[1]?.units[0]?.id ?? ''}": { "tag": "…{version}" } } in the plugin's options.`,
});
