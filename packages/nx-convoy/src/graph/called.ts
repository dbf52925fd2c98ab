import type { Unit } from '../model/unit.ts';

type Names = Pick<Unit, 'id' | 'name' | 'project'>;

/** Whether a word means the unit, as people write it: by id, name or project. */
export const isCalled = ({ id, name, project }: Names, word: string): boolean =>
  word === id || word === name || word === project;

/** Whether a unit is among those that are asked for: all are where none is named. */
export const isAskedFor =
  (asked: readonly string[] | undefined) =>
  (unit: Names): boolean =>
    asked === undefined || asked.length === 0 || asked.some((word) => isCalled(unit, word));
