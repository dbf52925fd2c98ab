import semver from 'semver';
import type { Ancestry, Tag } from '../model/history.ts';
import type { Problem } from '../model/problem.ts';
import { canonical } from '../versions/canonical.ts';
import { abandonedPrefix, strongPrefixes, tagFamilies, weakPrefixes, type Release } from './families.ts';
import type { Group } from './groups.ts';

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

export function basesOf(
  groups: readonly Group[],
  tags: readonly Tag[],
  ancestry: Ancestry,
): { bases: ReadonlyMap<string, Base>; problems: readonly Problem[] } {
  const live = tags.filter(({ name }) => !name.startsWith(abandonedPrefix));
  const families = tagFamilies(live);
  const given = tagFamilies(
    tags
      .filter(({ name }) => name.startsWith(abandonedPrefix))
      .map((tag) => ({ ...tag, name: tag.name.slice(abandonedPrefix.length) })),
  );
  const found = groups.map((group) => ({ group, prefixes: prefixesOf(group, groups, families) }));
  const style = commonJoint(found);
  const bases = new Map<string, Base>();
  for (const { group, prefixes } of found) {
    const releases = prefixes
      .flatMap((prefix) => families.get(prefix) ?? [])
      .sort((a, b) => semver.compare(b.version, a.version));
    const reached = releases.filter(({ tag }) => ancestry.at.has(tag.commit));
    const stable = reached.find(({ version }) => semver.prerelease(version) === null);
    const latest = reached[0];
    const newest = latest ?? releases[0];
    bases.set(group.name, {
      ...(stable === undefined ? {} : { stable }),
      ...(latest === undefined ? {} : { latest }),
      taken: new Set(releases.map(({ version }) => version)),
      abandoned: new Set(prefixes.flatMap((prefix) => given.get(prefix) ?? []).map(({ version }) => version)),
      prefix: newest?.prefix ?? configuredPrefix(group) ?? defaultPrefix(group, groups, style),
    });
  }
  return { bases, problems: ambiguities(found) };
}

interface Found {
  readonly group: Group;
  readonly prefixes: readonly string[];
}

/** A group's tags are those that name one of its units; where none does, those that name nobody but agree with its version. */
function prefixesOf(
  group: Group,
  groups: readonly Group[],
  families: ReadonlyMap<string, readonly Release[]>,
): readonly string[] {
  const said = configuredPrefix(group);
  if (said !== undefined) return families.has(said) ? [said] : [];
  const strong = [...new Set(group.units.flatMap(strongPrefixes))].filter((prefix) => families.has(prefix));
  if (strong.length > 0) return strong;
  const isOnly = groups.filter(({ units }) => units.some((unit) => !unit.private)).length <= 1;
  return [...new Set(group.units.flatMap(weakPrefixes))].filter((prefix) => {
    const family = families.get(prefix);
    return family !== undefined && (isOnly || agrees(group, family));
  });
}

/** The manifest stands at a version of this family: releases of another unit would agree only by chance. */
function agrees(group: Group, family: readonly Release[]): boolean {
  const versions = new Set(family.map(({ version }) => version));
  return group.units.some(({ version }) => version !== undefined && versions.has(canonical(version) ?? ''));
}

const placeholders = /\{(projectName|releaseGroupName|project|name)\}/g;

/** What a configured pattern writes before the version; undefined where there is none, or where something follows the version. */
function configuredPrefix(group: Group): string | undefined {
  const pattern = group.tagPattern;
  if (pattern?.endsWith('{version}') !== true) return undefined;
  const [first] = group.units;
  return pattern
    .slice(0, -'{version}'.length)
    .replaceAll(placeholders, (_, word: string) =>
      word === 'releaseGroupName' ? group.name : (first?.project ?? group.name),
    );
}

/** Nx's own defaults, `v{version}` for one version in the repository and `{projectName}@{version}` for several, or its neighbours' style. */
function defaultPrefix(group: Group, groups: readonly Group[], joint: string): string {
  const releasing = groups.filter(({ units }) => units.some((unit) => !unit.private));
  if (releasing.length <= 1) return 'v';
  const [first] = [...group.units].sort(
    (a, b) => Number(a.private) - Number(b.private) || a.root.length - b.root.length,
  );
  return `${first?.project ?? group.name}${joint}`;
}

function commonJoint(found: readonly Found[]): string {
  const count = new Map<string, number>();
  for (const { group, prefixes } of found) {
    for (const prefix of prefixes) {
      const name = group.units.map(({ project }) => project).find((project) => prefix.startsWith(project));
      if (name !== undefined) count.set(prefix.slice(name.length), (count.get(prefix.slice(name.length)) ?? 0) + 1);
    }
  }
  return [...count].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '@';
}

/** Two groups that read the same tags as their own: one of them would plan from the other's releases. */
function ambiguities(found: readonly Found[]): readonly Problem[] {
  const owners = new Map<string, Group[]>();
  for (const { group, prefixes } of found)
    for (const prefix of prefixes) owners.set(prefix, [...(owners.get(prefix) ?? []), group]);
  return [...owners].flatMap(([prefix, groups]) => {
    const [first, second] = groups;
    if (first === undefined || second === undefined) return [];
    return [
      {
        code: 'TAG_AMBIGUOUS',
        severity: 'warning' as const,
        what: `Tags such as ${prefix}1.2.3 could be of ${groups.map(({ units }) => units[0]?.id ?? '').join(' or of ')}; all of them are planned from these.`,
        fix: `Say whose they are: "units": { "${second.units[0]?.id ?? ''}": { "tag": "…{version}" } } in the plugin's options.`,
      },
    ];
  });
}
