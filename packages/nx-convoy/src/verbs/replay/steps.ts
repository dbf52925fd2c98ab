import semver from 'semver';
import { isReleaseCommit, sinceWritten } from '../../history/release-commit.ts';
import { withoutReverted } from '../../history/reverts.ts';
import { readChange, type Change } from '../../history/touched.ts';
import type { Config } from '../../model/config.ts';
import { releasesOf, type Base } from '../../planning/tags/bases.ts';
import { heads, statedVersion } from '../../planning/tags/heads.ts';
import { carriersOf } from '../../planning/causes/carriers.ts';
import { levelIn } from '../../planning/causes/causes.ts';
import type { Release } from '../../planning/tags/families.ts';
import { unite, type Group } from '../../planning/groups/groups.ts';
import { ownership } from '../../planning/tags/ownership.ts';
import { isVersioned } from '../../planning/tags/release-groups.ts';
import { highest } from '../../planning/rules/rule.ts';
import { ruleOf, typesOf } from '../../planning/rules/settings.ts';
import type { Stand } from './graphs.ts';
import { byPatch, withLed, type OwnStep } from './led.ts';
import { commitsBetween, placeOf, outlookFrom, type Past } from './past.ts';
import type { Reached, Shape, Shapes } from './shapes.ts';
import type { Step } from './step.ts';

interface Found {
  readonly group: Group;
  readonly release: Release;
  readonly before: readonly Release[];
}

/** Finds the steps that end on a commit. */
export function stepFinder(
  past: Past,
  config: Config,
  shapes: Shapes,
): (commit: string, at: Stand, before: Stand | undefined) => Promise<readonly Step[]> {
  const readAt = new Map<number, Change>();

  const changeAt = (at: number, reached: Reached): Change => {
    let change = readAt.get(at);
    if (change === undefined) {
      const { id = '', author = '', email = '', message = '' } = past.commits[at] ?? {};
      change = readChange({ id, at, author, email, text: message, units: [] });
      readAt.set(at, change);
    }
    return { ...change, ...reached };
  };

  return async (commit, stand, before) => {
    const head = past.ancestry.at.get(commit);
    if (head === undefined) return [];
    const { graph } = stand;
    const shape = shapes.of(stand);
    const found = releasesAt(commit, head, shape, stand, past);
    if (found.length === 0) return [];
    const groupOf = new Map(found.flatMap(({ group }) => group.units.map(({ id }) => [id, group.name] as const)));
    const carriers = carriersOf(graph.units, graph.edges, versionedIn(shape, groupOf));
    const around = { head, commit, carriers, shape, stand, before, past, config, changeAt };
    const bounded = found.map((one) => boundsOf(one, around));
    // A commit that changes files of a group needs no second reason to reach it.
    const isOwn = (at: number, { name }: Group): boolean =>
      shape.direct(at).some((unit) => carriers[unit]?.includes(name) === true);
    await shape.look(new Set(bounded.flatMap(({ group, range }) => range.filter((at) => !isOwn(at, group)))));
    const steps = bounded.map((one) => stepOf(one, around));
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
    ageOf: ({ tag }) => past.ancestry.at.get(placeOf(tag, head, past) ?? ''),
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
  changeAt(at: number, reached: Reached): Change;
}

interface Bounded extends Found {
  readonly stated: string | undefined;
  readonly base: Base;
  /** Positions of the commits that were not released before. */
  readonly range: readonly number[];
}

/** From where to where a step goes. */
function boundsOf(found: Found, around: Around): Bounded {
  const { past, head } = around;
  const { group, release, before } = found;
  const stated = statedBefore(group, release.version, around);
  const base = {
    ...heads(before, outlookFrom(head, past), stated),
    taken: new Set(before.map(({ version }) => version)),
    abandoned: new Set<string>(),
    prefix: release.prefix,
  };
  const since = base.stable ?? base.latest;
  const from = since === undefined ? undefined : past.ancestry.at.get(since.tag.beside ?? since.tag.commit);
  return { ...found, stated, base, range: since === undefined ? [] : commitsBetween(from, head, past) };
}

function stepOf({ group, release, stated, base, range }: Bounded, around: Around): OwnStep {
  const { past, shape, stand, config, carriers } = around;
  const touching = range.flatMap((at) => {
    const reached = shape.touched(at);
    return reached.units.some((unit) => carriers[unit]?.includes(group.name)) ? [around.changeAt(at, reached)] : [];
  });
  const since = base.stable ?? base.latest;
  const written = since?.tag.beside === undefined ? touching : sinceWritten(touching, since.version);
  const changes = withoutReverted(written).filter(({ message }) => !isReleaseCommit(message));
  const members = new Set(group.units.map(({ id }) => id));
  const useScope = config.release?.conventionalCommits?.useCommitScope !== false;
  const types = typesOf(config);
  const own = byPatch((patch) => {
    const options = { types, useScope, rule: { ...ruleOf(config), patch } };
    return highest(changes.map((change) => levelIn(change, members, stand.graph.units, options)));
  });
  const releaseAs = changes.find(({ message }) => message.releaseAs !== undefined)?.message.releaseAs;
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
    isNew: isNewSince(base, changes, past),
  };
}

function isNewSince({ latest }: Base, changes: readonly Change[], { ancestry, behind }: Past): boolean {
  const place = latest === undefined ? undefined : ancestry.at.get(latest.tag.beside ?? latest.tag.commit);
  return changes.some(({ at }) => place === undefined || !behind.isBehind(at, place));
}

/**
 * The manifest as it stood before the release was written into it. Where the release is written by the change itself, as charts often
 * have it, that is the manifest of the release; where a commit does nothing else, the one before it.
 */
function statedBefore({ units }: Group, to: string, around: Around): string | undefined {
  const { stand, before, past, head } = around;
  const now = statedVersion(units, (unit) => stand.versionOf(unit));
  if (now !== to || before === undefined) return now;
  const { subject, message } = around.changeAt(head, { units: [] });
  const isWrittenHere = past.ancestry.parents[head]?.length !== 1 || isReleaseCommit(message) || subject.includes(to);
  if (!isWrittenHere) return now;
  const byId = new Map(before.graph.units.map((unit) => [unit.id, unit]));
  return statedVersion(
    units.flatMap(({ id }) => byId.get(id) ?? []),
    (unit) => before.versionOf(unit),
  );
}
