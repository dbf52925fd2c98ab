import type { Group } from './groups.ts';

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
