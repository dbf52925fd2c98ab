import { levels, type Because, type Level } from '../../model/plan.ts';
import type { Group } from '../groups/groups.ts';

/** What people ask for, by option or by a version plan: a version or a level, for one unit, project or group, or for all. */
export interface Request {
  /** Absent: for all. */
  readonly whom?: string;
  readonly specifier: string;
  readonly text: string;
}

export type Requests = readonly Request[];

/** The request that names a group most closely; one for all counts where none does. */
export function requestsFor(requests: Requests, { name, units }: Group): Request | undefined {
  const named = requests.find(
    ({ whom }) =>
      whom !== undefined &&
      (whom === name || units.some((unit) => whom === unit.id || whom === unit.project || whom === unit.name)),
  );
  return named ?? requests.find(({ whom }) => whom === undefined);
}

/** What a file of the repository asks for. It joins what the commits ask for; the highest wins. */
export interface LevelRequest {
  /** Ids of the units that it is about. */
  readonly units: readonly string[];
  readonly level: Exclude<Level, 'none'>;
  /** A prerelease of what the level leads to. */
  readonly isPrerelease: boolean;
  /** The word as it stands in the file. */
  readonly request: string;
  /** The file of recorded evidence that asks, where it is one. It tells how far, not how ripe. */
  readonly evidence?: string;
  readonly text: string;
}

interface Asked {
  readonly level: Level;
  readonly because: readonly Because[];
  readonly isNew: boolean;
  readonly asksPrerelease?: boolean;
}

/**
 * A group's cause with what files ask for it. Whether it is a prerelease only such a file can say, and one that asks for a stable
 * version wins: commits tell how far a change reaches, not how ripe it is.
 */
export function withLevelRequests<T extends Asked>(cause: T, requests: readonly LevelRequest[], { units }: Group): T {
  const asked = requests.filter((request) => units.some(({ id }) => request.units.includes(id)));
  if (asked.length === 0) return cause;
  const said = asked.filter(({ evidence }) => evidence === undefined);
  const all = [cause.level, ...asked.map(({ level }) => level)];
  return {
    ...cause,
    level: all.reduce((a, b) => (levels.indexOf(b) > levels.indexOf(a) ? b : a)),
    because: [
      ...asked.map(({ request, evidence, text }) => (evidence === undefined ? { request, text } : { evidence, text })),
      ...cause.because,
    ],
    isNew: true,
    ...(said.length === 0 ? {} : { asksPrerelease: said.every(({ isPrerelease }) => isPrerelease) }),
  };
}
