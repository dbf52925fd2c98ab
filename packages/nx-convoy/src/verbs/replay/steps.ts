import semver from 'semver';
import { attribution } from '../../history/attribution.ts';
import { readMessage } from '../../history/message.ts';
import { besideOf } from '../../history/questions.ts';
import { reach, type Reach } from '../../history/reach.ts';
import { isReleaseCommit, sinceWritten } from '../../history/release-commit.ts';
import { withoutReverted } from '../../history/reverts.ts';
import { readChange, type Change } from '../../history/touched.ts';
import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Tag } from '../../model/history.ts';
import type { Unit } from '../../model/unit.ts';
import { heads, releasesOf, statedVersion, type Sight } from '../../planning/bases.ts';
import { carriersOf } from '../../planning/carriers.ts';
import { levelIn, type CauseOptions } from '../../planning/causes.ts';
import { tagFamilies, type Release } from '../../planning/families.ts';
import { groupsOf, unite, type Group } from '../../planning/groups.ts';
import { ownership, tagClaims, type Families, type TagClaim } from '../../planning/ownership.ts';
import { propagate } from '../../planning/propagate.ts';
import { isVersioned } from '../../planning/release-groups.ts';
import { highest, patchRules } from '../../planning/rule.ts';
import { ruleOf, typesOf } from '../../planning/settings.ts';
import type { DatedTag, WholePast } from './gather.ts';
import type { Stand } from './graphs.ts';
import type { Levels, Step } from './step.ts';

/** What is the same for all commits whose trees tell the same graph. */
interface Shape {
  readonly groups: readonly Group[];
  readonly claims: readonly TagClaim[];
  touched(at: number): readonly number[];
}

interface Found {
  readonly group: Group;
  readonly release: Release;
  readonly before: readonly Release[];
}

export interface Past extends WholePast {
  readonly families: Families;
  readonly dates: ReadonlyMap<string, number>;
  readonly behind: Reach;
}

/** Prepares what every step asks for: families of tags, and what lies behind each tag. */
export function preparePast(past: WholePast): Past {
  const tags = past.tags.filter(({ name, commit }) => !name.startsWith('abandoned/') && past.ancestry.at.has(commit));
  const { at, parents } = past.ancestry;
  const heads = tags.flatMap(({ commit }) => at.get(commit) ?? []);
  const bases = new Set(heads.flatMap((head) => [head, ...(parents[head] ?? [])]));
  return {
    ...past,
    families: tagFamilies(tags),
    dates: new Map(past.tags.map(({ name, date }) => [name, date])),
    behind: reach(past.ancestry, [...bases]),
  };
}

/** Commits with a tag that could name a stable release, newest first. */
export function releaseCommits({ tags, families, ancestry }: Past): readonly { commit: string; date: number }[] {
  const stable = new Set(
    [...families.values()]
      .flat()
      .flatMap(({ tag, version }) => (semver.prerelease(version) === null ? [tag.name] : [])),
  );
  const commits = new Map<string, DatedTag>();
  for (const tag of tags) if (stable.has(tag.name) && ancestry.at.has(tag.commit)) commits.set(tag.commit, tag);
  return [...commits.values()].sort((a, b) => b.date - a.date || (a.commit < b.commit ? -1 : 1));
}

/** The commit before one that may do nothing but write its release down; its manifests are those that a plan was made from. */
export function parentToAsk({ ancestry, commits }: WholePast, commit: string): string | undefined {
  const at = ancestry.at.get(commit) ?? -1;
  const [first, second] = ancestry.parents[at] ?? [];
  const [subject = ''] = (commits[at]?.message ?? '').split('\n');
  const isAsked = second !== undefined || /\d+\.\d+/.test(subject) || isReleaseCommit(readMessage(subject));
  return first === undefined || !isAsked ? undefined : ancestry.ids[first];
}

/** Finds the steps that end on a commit. */
export function stepFinder(
  past: Past,
  config: Config,
): (commit: string, at: Stand, before: Stand | undefined) => readonly Step[] {
  const shapes = new Map<Graph, Shape>();
  const readAt = new Map<number, Change>();

  const shapeOf = (graph: Graph): Shape => {
    const known = shapes.get(graph);
    if (known !== undefined) return known;
    const groups = groupsOf(graph.units, config);
    const shape = { groups, claims: tagClaims(groups, past.families), touched: touching(graph.units, past) };
    shapes.set(graph, shape);
    return shape;
  };

  const changeAt = (at: number, units: readonly number[]): Change => {
    let change = readAt.get(at);
    if (change === undefined) {
      const { id = '', author = '', email = '', message = '' } = past.commits[at] ?? {};
      change = readChange({ id, at, author, email, text: message, units: [] });
      readAt.set(at, change);
    }
    return { ...change, units };
  };

  return (commit, stand, before) => {
    const head = past.ancestry.at.get(commit);
    if (head === undefined) return [];
    const { graph } = stand;
    const shape = shapeOf(graph);
    const found = releasesAt(commit, head, shape, stand, past);
    if (found.length === 0) return [];
    const groupOf = new Map(found.flatMap(({ group }) => group.units.map(({ id }) => [id, group.name] as const)));
    const carriers = carriersOf(graph.units, graph.edges, versionedIn(shape, groupOf));
    const steps = found.map((one) =>
      stepOf(one, { head, commit, carriers, shape, stand, before, past, config, changeAt }),
    );
    return withLed(steps, graph, groupOf).filter(({ base }) =>
      [...base.taken].some((version) => semver.prerelease(version) === null),
    );
  };
}

/** Groups that were not released by this commit keep their changes for themselves. */
function versionedIn({ groups, claims }: Shape, groupOf: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const tagged = new Map(
    claims.map(({ group, strong, said }) => [group.name, strong.length > 0 || said !== undefined] as const),
  );
  const apart = groups
    .filter((group) => isVersioned(group, tagged.get(group.name) ?? false))
    .flatMap(({ name, units }) => units.map(({ id }) => [id, name] as const));
  return new Map([...apart, ...groupOf]);
}

function releasesAt(commit: string, head: number, shape: Shape, stand: Stand, past: Past): readonly Found[] {
  const { families, dates } = past;
  const reaches = ({ tag }: Release): boolean => placeOf(tag, head, past) !== undefined;
  const { prefixes, united } = ownership(shape.claims, {
    families,
    reaches,
    versionOf: (unit) => stand.versionOf(unit),
  });
  const now = Math.max(...past.tags.filter((tag) => tag.commit === commit).map(({ date }) => date));
  return unite(shape.groups, united).flatMap((group) => {
    const releases = releasesOf(prefixes.get(group.name) ?? [], families);
    const [release] = releases.filter(
      ({ tag, version }) => tag.commit === commit && semver.prerelease(version) === null,
    );
    if (release === undefined) return [];
    const before = releases.filter(
      ({ tag, version }) =>
        version !== release.version &&
        tag.commit !== commit &&
        (reaches({ ...release, tag }) || (dates.get(tag.name) ?? 0) < now),
    );
    return [{ group, release, before }];
  });
}

interface Around {
  readonly head: number;
  readonly commit: string;
  readonly carriers: readonly (readonly string[])[];
  readonly shape: Shape;
  readonly stand: Stand;
  readonly before: Stand | undefined;
  readonly past: Past;
  readonly config: Config;
  changeAt(at: number, units: readonly number[]): Change;
}

function stepOf({ group, release, before }: Found, around: Around): Step {
  const { past, shape, stand, config, carriers, head } = around;
  const { ancestry, behind } = past;
  const stated = statedBefore(group, release.version, around);
  const base = {
    ...heads(before, sightFrom(head, past), stated),
    taken: new Set(before.map(({ version }) => version)),
    abandoned: new Set<string>(),
    prefix: release.prefix,
  };
  const since = base.stable ?? base.latest;
  const from = since === undefined ? undefined : ancestry.at.get(since.tag.beside ?? since.tag.commit);
  const range = since === undefined ? [] : commitsBetween(from, head, past);
  const touching = range.flatMap((at) => {
    const units = shape.touched(at);
    return units.some((unit) => carriers[unit]?.includes(group.name)) ? [around.changeAt(at, units)] : [];
  });
  const written = since?.tag.beside === undefined ? touching : sinceWritten(touching, since.version);
  const changes = withoutReverted(written).filter(({ message }) => !isReleaseCommit(message));
  const members = new Set(group.units.map(({ id }) => id));
  const options: Omit<CauseOptions, 'rule'> = {
    types: typesOf(config),
    useScope: config.release?.conventionalCommits?.useCommitScope !== false,
  };
  const levels = patchRules.map((patch) => {
    const rule = { ...ruleOf(config), patch };
    return [
      patch,
      highest(changes.map((change) => levelIn(change, members, stand.graph.units, { ...options, rule }))),
    ] as const;
  });
  const own = Object.fromEntries(levels) as unknown as Levels;
  const releaseAs = changes.find(({ message }) => message.releaseAs !== undefined)?.message.releaseAs;
  const latest =
    base.latest === undefined ? undefined : ancestry.at.get(base.latest.tag.beside ?? base.latest.tag.commit);
  return {
    group,
    tag: release.tag.name,
    commit: around.commit,
    base,
    ...(base.stable === undefined ? {} : { from: base.stable.version }),
    to: release.version,
    ...(stated === undefined ? {} : { stated }),
    ...(releaseAs === undefined ? {} : { releaseAs }),
    changes,
    own,
    led: own,
    isNew: changes.some(({ at }) => latest === undefined || !behind.isBehind(at, latest)),
  };
}

/** The commit where a tag stands for a head: its own, or the one beside which it was written. */
function placeOf({ commit }: Tag, head: number, { ancestry, behind, commits }: Past): string | undefined {
  const at = ancestry.at.get(commit);
  if (at === undefined) return undefined;
  if (behind.isBehind(at, head)) return commit;
  const parents = (ancestry.parents[at] ?? []).filter((parent) => behind.isBehind(parent, head));
  if (parents.length === 0) return undefined;
  const [subject = ''] = (commits[at]?.message ?? '').split('\n');
  return besideOf(
    parents.map((parent) => ancestry.ids[parent] ?? ''),
    subject,
    ancestry.at,
  );
}

function sightFrom(head: number, past: Past): Sight {
  const { ancestry } = past;
  return {
    placeOf: (tag) => placeOf(tag, head, past),
    forkOf: (tag) => ancestry.ids[forkOf(tag, head, past) ?? -1],
    isNewer: (one, other) => (ancestry.at.get(one) ?? Infinity) <= (ancestry.at.get(other) ?? -1),
  };
}

/** The newest commit behind both. */
function forkOf({ commit }: Tag, head: number, { ancestry, behind }: Past): number | undefined {
  const from = ancestry.at.get(commit);
  if (from === undefined) return undefined;
  const seen = new Set([from]);
  const open = [from];
  let fork: number | undefined;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (behind.isBehind(at, head)) fork = fork === undefined ? at : Math.min(fork, at);
    else
      for (const parent of ancestry.parents[at] ?? [])
        if (!seen.has(parent)) {
          seen.add(parent);
          open.push(parent);
        }
  }
  return fork;
}

/**
 * The manifest as it stood before the release was written into it. Where the release is written by the change itself, as charts often
 * have it, that is the manifest of the release; where a commit does nothing else, the one before it.
 */
function statedBefore({ units }: Group, to: string, around: Around): string | undefined {
  const { stand, before, past, head } = around;
  const now = statedVersion(units, (unit) => stand.versionOf(unit));
  if (now !== to || before === undefined) return now;
  const { subject, message } = around.changeAt(head, []);
  const isWrittenHere = past.ancestry.parents[head]?.length !== 1 || isReleaseCommit(message) || subject.includes(to);
  if (!isWrittenHere) return now;
  const byId = new Map(before.graph.units.map((unit) => [unit.id, unit]));
  return statedVersion(
    units.flatMap(({ id }) => byId.get(id) ?? []),
    (unit) => before.versionOf(unit),
  );
}

/** Positions of what lies behind `head` and not behind `from`, newest first. */
function commitsBetween(from: number | undefined, head: number, { ancestry, behind }: Past): readonly number[] {
  const seen = new Set([head]);
  const open = [head];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const parent of ancestry.parents[at] ?? []) {
      if (seen.has(parent) || (from !== undefined && behind.isBehind(parent, from))) continue;
      seen.add(parent);
      open.push(parent);
    }
  }
  return [...seen].sort((a, b) => a - b);
}

function touching(units: readonly Unit[], { commits }: Past): Shape['touched'] {
  const known = new Map<number, readonly number[]>();
  const touched = attribution(units);
  return (at) => {
    const before = known.get(at);
    if (before !== undefined) return before;
    const commit = commits[at];
    const found = commit === undefined ? [] : touched(commit);
    known.set(at, found);
    return found;
  };
}

/** What was released by the same commit leads along those that need it, whatever it was released for itself. */
function withLed(steps: readonly Step[], graph: Graph, groupOf: ReadonlyMap<string, string>): readonly Step[] {
  const edges = graph.edges.filter(({ from, to }) => groupOf.has(from) && groupOf.has(to));
  if (edges.length === 0) return steps;
  const led = patchRules.map((patch) => {
    const own = new Map(
      steps.map(({ group, own: levels }) => [group.name, { level: highest([levels[patch], 'patch']), because: [] }]),
    );
    const leaders = propagate(own, edges, groupOf, 'follow');
    return [patch, leaders] as const;
  });
  return steps.map((step) => ({
    ...step,
    led: Object.fromEntries(
      led.map(([patch, reasons]) => {
        const reason = reasons.get(step.group.name);
        const isLed = (reason?.because.length ?? 0) > 0;
        return [patch, isLed ? highest([step.own[patch], reason?.level ?? 'none']) : step.own[patch]];
      }),
    ) as unknown as Levels,
  }));
}
