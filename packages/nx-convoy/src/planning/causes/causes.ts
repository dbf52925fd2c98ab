import { isCalled } from '../../graph/called.ts';
import { sinceWritten } from '../../history/release-commit.ts';
import { withoutReverted } from '../../history/reverts.ts';
import type { Reach } from '../../history/reach.ts';
import { readChange, type Change, type Touched } from '../../history/touched.ts';
import { levels, type Because, type Level } from '../../model/plan.ts';
import type { Unit } from '../../model/unit.ts';
import type { Group } from '../groups/groups.ts';
import type { Reason } from './propagate.ts';
import { highest, levelOf, type BumpRule, type TypeLevels } from '../rules/rule.ts';

/** What the commits since its base ask of a group, and the commits themselves for its changelog. */
export interface Cause extends Reason {
  readonly changes: readonly Change[];
  /** A version that a commit names by its footer `Release-As`. */
  readonly releaseAs?: string;
  /** Whether any of it came after the latest release, prereleases included. */
  readonly isNew: boolean;
  /** A version plan asks for a prerelease, and none for a stable version. */
  readonly asksPrerelease?: boolean;
}

/** Positions in the ancestry of what was released before; absent where nothing was. */
export interface Since {
  readonly stable?: number;
  readonly latest?: number;
  /** The version before, where its tag does not stand behind HEAD: the commit that wrote it down on this line tells where it ended. */
  readonly written?: string;
}

export interface CauseOptions {
  readonly rule: BumpRule;
  readonly types: TypeLevels;
  readonly useScope: boolean;
}

export function causeOf(
  group: Group,
  candidates: readonly Touched[],
  units: readonly Unit[],
  { stable, latest, written }: Since,
  reach: Reach,
  options: CauseOptions,
): Cause {
  const base = stable ?? latest;
  const since = base === undefined ? candidates : candidates.filter(({ at }) => !reach.isBehind(at, base));
  const read = since.map(readChange);
  const changes = withoutReverted(written === undefined ? read : sinceWritten(read, written));
  const members = new Set(group.units.map(({ id }) => id));
  const releaseAs = changes.find(({ message }) => message.releaseAs !== undefined)?.message.releaseAs;
  // In one pass: there can be a hundred thousand.
  const because: Because[] = [];
  const asked = new Set<Level>();
  let isNew = false;
  for (const change of changes) {
    const level = levelIn(change, members, units, options);
    if (level === 'none') continue;
    asked.add(level);
    because.push({ commit: change.id, text: change.subject });
    isNew ||= latest === undefined || !reach.isBehind(change.at, latest);
  }
  return { level: highest(asked), because, changes, isNew, ...(releaseAs === undefined ? {} : { releaseAs }) };
}

/** By a value of a shared file alone, while it is about others: as a dependency that moved. */
const isAside = ({ units: touched, aside }: Change, members: ReadonlySet<string>, units: readonly Unit[]): boolean => {
  if (aside === undefined) return false;
  const own = touched.filter((at) => members.has(units[at]?.id ?? ''));
  return own.length > 0 && own.every((at) => aside.includes(at));
};

const lowest = (a: Level, b: Level): Level => (levels.indexOf(a) < levels.indexOf(b) ? a : b);

/** A scope that names some of the touched units says who the change is about; the others it touches get a patch. */
export function levelIn(
  change: Change,
  members: ReadonlySet<string>,
  units: readonly Unit[],
  { rule, types, useScope }: CauseOptions,
): Level {
  const asked = levelOf(change.message, rule.patch, types);
  const level = isAside(change, members, units) ? lowest(asked, 'patch') : asked;
  const { scope } = change.message;
  if (!useScope || scope === undefined || level === 'none' || level === 'patch') return level;
  const scopes = [scope, ...scope.split(/[,/|]\s*/), ...scope.split(/,\s*/)]; // `@scope/name` holds a slash itself
  const touched = change.units.flatMap((at) => units[at] ?? []);
  const named = touched.filter((unit) => scopes.some((word) => isCalled(unit, word)));
  return named.length === 0 || named.some(({ id }) => members.has(id)) ? level : 'patch';
}
