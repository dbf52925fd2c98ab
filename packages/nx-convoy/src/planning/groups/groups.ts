import picomatch from 'picomatch';
import { tagsOfProject } from '../../graph/tags-of-project.ts';
import type { Config, ReleaseConfig, ReleaseGroupConfig, VersionConfig } from '../../model/config.ts';
import type { Unit } from '../../model/unit.ts';

/** Units that are versioned together: one version for all where fixed, each its own where independent. */
export interface Group {
  readonly name: string;
  readonly units: readonly Unit[];
  readonly isFixed: boolean;
  /** Why it exists, for a person. */
  readonly because: string;
  /** As configured, in Nx's words: `{projectName}@{version}`. */
  readonly tagPattern?: string;
  /** Patterns that are said of its units: they come before its own. */
  readonly unitTags?: readonly string[];
  /** Its own settings in Nx's words, where it has some. */
  readonly version?: VersionConfig;
  /** Said by the user: its private units are versioned too. */
  readonly isConfigured: boolean;
}

/**
 * Who shares a version. What the configuration says comes first; the rest is read from the repository: members that inherit one
 * version, wheels and images that take a unit's version.
 */
export function groupsOf(units: readonly Unit[], config: Config): readonly Group[] {
  const configured = configuredGroups(units, config);
  const grouped = new Set(configured.flatMap((group) => group.units.map(({ id }) => id)));
  const said = Object.keys(config.release?.groups ?? {}).length > 0 || config.release?.projects !== undefined;
  // Nx releases what is named and nothing else; so do we, once anything is named.
  const rest = said ? [] : units.filter(({ id }) => !grouped.has(id));
  const schemeOf = ({ id }: Unit): string => config.units[id]?.scheme ?? 'semver';
  return [...configured, ...impliedGroups(rest, schemeOf)].map((group) => withUnitTags(group, config));
}

function withUnitTags(group: Group, { units: settings }: Config): Group {
  const unitTags = group.units.flatMap(({ id }) => settings[id]?.tag ?? []);
  return unitTags.length === 0 ? group : { ...group, unitTags };
}

/** As people call it, and as options name it. */
export const nameOfGroup = ({ isFixed, name, units }: Group): string => (isFixed ? name : (units[0]?.id ?? name));

/** Groups that turn out to be released as one: one version, whatever their manifests share. */
export function unite(groups: readonly Group[], sets: readonly (readonly Group[])[]): readonly Group[] {
  const setOf = new Map(sets.flatMap((set) => set.map(({ name }) => [name, set] as const)));
  const done = new Set<readonly Group[]>();
  return groups.flatMap((group) => {
    const set = setOf.get(group.name);
    if (set === undefined) return [group];
    if (done.has(set)) return [];
    done.add(set);
    const units = set.flatMap((one) => one.units);
    return [
      {
        ...group,
        units,
        isFixed: true,
        because: 'one tag names them all',
        isConfigured: set.some((one) => one.isConfigured),
      },
    ];
  });
}

function configuredGroups(units: readonly Unit[], { release, units: settings }: Config): readonly Group[] {
  const named = new Map<string, Unit[]>();
  const taken = new Set<string>();
  for (const unit of units) {
    const name = settings[unit.id]?.group;
    if (name === undefined) continue;
    taken.add(unit.id);
    named.set(name, [...(named.get(name) ?? []), unit]);
  }
  const groups: Group[] = [];
  for (const [name, group] of Object.entries(release?.groups ?? {})) {
    const matched = units.filter((unit) => !taken.has(unit.id) && matches(patternsOf(group), unit));
    for (const { id } of matched) taken.add(id);
    const members = [...matched, ...(named.get(name) ?? [])];
    named.delete(name);
    groups.push(...configuredGroup(name, members, group, release));
  }
  if (
    release !== undefined &&
    release.groups === undefined &&
    (release.projects !== undefined || release.projectsRelationship !== undefined)
  ) {
    const patterns = release.projects === undefined ? ['*'] : list(release.projects);
    const members = units.filter((unit) => !taken.has(unit.id) && matches(patterns, unit));
    groups.push(...configuredGroup('release', members, {}, release));
  }
  for (const [name, members] of named) {
    groups.push({ name, units: members, isFixed: true, because: 'said by the units', isConfigured: true });
  }
  return groups;
}

function configuredGroup(
  name: string,
  members: readonly Unit[],
  group: Partial<ReleaseGroupConfig>,
  release: ReleaseConfig | undefined,
): readonly Group[] {
  const relationship = group.projectsRelationship ?? release?.projectsRelationship ?? 'fixed';
  const tagPattern = group.releaseTag?.pattern ?? release?.releaseTag?.pattern;
  const shared = {
    because: 'said by release',
    isConfigured: true,
    ...(tagPattern === undefined ? {} : { tagPattern }),
    ...(group.version === undefined ? {} : { version: group.version }),
  };
  if (members.length === 0) return [];
  if (relationship === 'fixed') return [{ name, units: members, isFixed: true, ...shared }];
  return members.map((unit) => ({ name: unit.id, units: [unit], isFixed: false, ...shared }));
}

const list = (patterns: string | readonly string[]): readonly string[] =>
  typeof patterns === 'string' ? [patterns] : patterns;
const patternsOf = ({ projects }: ReleaseGroupConfig): readonly string[] => list(projects);

/** Nx's patterns: names, globs, folders, `tag:…`, and `!` before any of them; ids of units as well. */
export function matches(patterns: readonly string[], unit: Unit): boolean {
  let isIn = patterns.every((pattern) => pattern.startsWith('!'));
  for (const pattern of patterns) {
    const isNot = pattern.startsWith('!');
    if (matchesOne(isNot ? pattern.slice(1) : pattern, unit)) isIn = !isNot;
  }
  return isIn;
}

function matchesOne(pattern: string, unit: Unit): boolean {
  const { id, project, root } = unit;
  if (pattern === '*' || pattern === id || pattern === project || pattern === root) return true;
  if (pattern.startsWith('tag:'))
    return tagsOfProject(unit).some((tag) => picomatch.isMatch(tag, pattern.slice('tag:'.length), { bash: true }));
  return (
    picomatch.isMatch(project, pattern, { bash: true }) ||
    picomatch.isMatch(root, pattern, { dot: true }) ||
    picomatch.isMatch(id, pattern, { bash: true })
  );
}

/** Units whose version stands in one place, and those that take another's, are one group, unless they count otherwise; all else is alone. */
function impliedGroups(units: readonly Unit[], schemeOf: (unit: Unit) => string): readonly Group[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const leader = new Map(units.map(({ id }) => [id, id]));
  const find = (id: string): string => {
    let top = id;
    while (leader.get(top) !== top) top = leader.get(top) ?? top;
    leader.set(id, top);
    return top;
  };
  const byPlace = new Map<string, string>();
  for (const unit of units) {
    const place = sharedPlace(unit);
    const other = (place === undefined ? undefined : byPlace.get(place)) ?? unit.versionOf;
    if (place !== undefined && !byPlace.has(place)) byPlace.set(place, unit.id);
    const holder = byId.get(other ?? '');
    if (holder !== undefined && schemeOf(holder) === schemeOf(unit)) leader.set(find(unit.id), find(holder.id));
  }
  const members = new Map<string, Unit[]>();
  for (const unit of units) members.set(find(unit.id), [...(members.get(find(unit.id)) ?? []), unit]);
  return [...members.values()].map((group) => impliedGroup(group));
}

const sharedPlace = ({ versionSource: source }: Unit): string | undefined =>
  source?.is === 'inherited' || source?.is === 'written' ? `${source.at.file}:${source.at.line ?? 1}` : undefined;

function impliedGroup(units: readonly Unit[]): Group {
  const [first] = units;
  const name = first === undefined ? '' : units.length === 1 ? first.id : (first.workspace ?? first.id);
  return {
    name,
    units,
    isFixed: units.length > 1,
    because: units.length > 1 ? 'they share one version' : 'alone',
    isConfigured: false,
  };
}
