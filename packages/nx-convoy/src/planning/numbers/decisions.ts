import semver from 'semver';
import type { Because } from '../../model/plan.ts';
import { snapshotOf } from '../../versions/snapshot.ts';
import type { Base } from '../tags/bases.ts';
import { statedVersion } from '../tags/heads.ts';
import type { Cause } from '../causes/causes.ts';
import { decide, type Decision, type Question } from './decide.ts';
import type { Release } from '../tags/families.ts';
import { settingsOf, type GroupSettings } from '../rules/group-settings.ts';
import type { Group } from '../groups/groups.ts';
import { isWithin, type Line } from '../tags/lines.ts';
import { coreOf, next } from './next.ts';
import type { Inputs } from '../planned.ts';
import { requestsFor } from '../asked/requests.ts';
import { writtenBy } from './spelled.ts';

/** What a group is asked to do: by its own commits, or because others are released. */
export type Asked = Pick<Cause, 'level' | 'isNew' | 'releaseAs' | 'asksPrerelease'> & {
  /** It follows others, and has nothing to tell of its own. */
  readonly isFollowing?: boolean;
};

export type Decide = (group: Group, base: Base, asked: Asked) => Decision | undefined;

/** Where each group goes, under all that is said of it and of this plan. */
export function decider(inputs: Inputs): Decide {
  const { config, rule, line, reserved = [], date } = inputs;
  const isReserved = new Set(reserved);
  return (group, base, asked) => {
    const settings = settingsOf(group, config, rule);
    const stated = statedVersion(group.units, ({ version }) => version);
    const request = requestsFor(inputs.requests, group)?.specifier ?? asked.releaseAs;
    const preid = preidFor(base, asked, settings, inputs);
    const aim = aimOf(line, base, stated);
    const passed = new Set<string>();
    const question: Question = {
      base: settings.isOnDisk && stated !== undefined ? onDisk(base, stated) : base,
      level: asked.level,
      isNew: asked.isNew,
      zero: settings.zero,
      ...(stated === undefined || settings.isOnDisk ? {} : { manifest: stated }),
      ...(request === undefined ? {} : { request }),
      ...(preid === undefined ? {} : { preid }),
      ...(aim === undefined ? {} : { aim }),
      ...(isReserved.size === 0 || aim !== undefined ? {} : { reserved: noting(isReserved, passed) }),
      ...(settings.calver === undefined ? {} : { calver: { scheme: settings.calver, date: date ?? '' } }),
    };
    const decision = decide(question);
    if (decision === undefined) return undefined;
    const built = builtNow(decision, inputs);
    const written = writtenBy(settings.calver, built.to);
    return {
      ...built,
      ...(written === built.to ? {} : { written }),
      ...(passed.size === 0 ? {} : { passed: [...passed] }),
    };
  };
}

/** What is asked for in vain is noted, for the plan to tell of. */
const noting = (versions: ReadonlySet<string>, noted: Set<string>): Pick<ReadonlySet<string>, 'has'> => ({
  has(version) {
    const isThere = versions.has(version);
    if (isThere) noted.add(version);
    return isThere;
  },
});

function preidFor(base: Base, asked: Asked, settings: GroupSettings, { preid, line }: Inputs): string | undefined {
  if (asked.isFollowing === true && !settings.followsPreid) return undefined;
  return preid ?? line?.preid ?? (asked.asksPrerelease === true ? wordOf(base) : undefined);
}

/** The word of the prereleases that a group is in, or the usual one. */
function wordOf({ latest }: Base): string {
  const [word] = semver.prerelease(latest?.version ?? '') ?? [];
  return typeof word === 'string' ? word : 'rc';
}

/** The version that a branch prepares is a group's where it is its next one: others in the repository count on their own. */
export function aimOf(line: Line | undefined, { stable, taken }: Base, stated: string | undefined): string | undefined {
  const aim = line?.prepares;
  if (aim === undefined || taken.has(aim)) return undefined;
  const isNext =
    stable === undefined
      ? stated !== undefined && coreOf(stated) === aim
      : (['patch', 'minor', 'major'] as const).some((level) => next(stable.version, level, 'plain') === aim);
  return isNext ? aim : undefined;
}

/** A line that this group is bound to: one that it has releases of, or a version that it goes to. */
export function lineFor(line: Line | undefined, group: Group, base: Base): Line | undefined {
  if (line?.prepares !== undefined) {
    const stated = statedVersion(group.units, ({ version }) => version);
    return aimOf(line, base, stated) === undefined ? undefined : line;
  }
  const last = base.stable ?? base.latest;
  return line?.keeps === undefined || last === undefined || !isWithin(line, last.version) ? undefined : line;
}

function onDisk(base: Base, stated: string): Base {
  const place: Release = base.latest ?? { tag: { name: '', commit: '' }, prefix: base.prefix, version: stated };
  const written = { ...place, version: stated };
  return { ...base, latest: written, ...(semver.prerelease(stated) === null ? { stable: written } : {}) };
}

/** A build between releases leads to the version that would be released now. */
function builtNow(decision: Decision, { snapshot, ancestry, checkout: { head } }: Inputs): Decision {
  if (snapshot === undefined || head === undefined) return decision;
  return {
    ...decision,
    to: snapshotOf(coreOf(decision.to), snapshot, ancestry.ids.length, head),
    bump: 'prerelease',
  };
}

/** Why it is this version, before why it is any. */
export function becauseOf(
  because: readonly Because[],
  { bump, to, from, passed = [] }: Decision,
  group: Group,
  { requests, line, snapshot }: Inputs,
): readonly Because[] {
  const request = requestsFor(requests, group);
  if (request !== undefined) return [{ request: request.specifier, text: request.text }, ...because];
  if (snapshot !== undefined) return [{ request: snapshot, text: 'a build between releases, for no tag' }, ...because];
  if (bump === 'as written')
    return [{ evidence: to, text: `the manifest stands at ${to}, above the last release ${from ?? ''}` }, ...because];
  if (bump === 'first') return [{ evidence: to, text: 'no tag names a release of it yet' }];
  const told = passed.map((version) => ({ evidence: version, text: `another branch prepares ${version}` }));
  if (line?.prepares === coreOf(to)) told.push({ evidence: line.name, text: `this branch prepares ${line.name}` });
  return [...told, ...because];
}
