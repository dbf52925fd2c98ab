import { ecosystems } from '../ecosystems/index.ts';
import type { Config } from '../model/config.ts';
import type { MadeWith } from '../model/packaging.ts';
import type { Unit } from '../model/unit.ts';

/** What beside the commit decides what is made of a unit; undefined where its ecosystem makes nothing. */
export const madeWith = (unit: Unit): MadeWith | undefined =>
  ecosystems.find(({ id }) => id === unit.ecosystem)?.madeWith;

/** Whether files can be made of it: its version is known, and somebody knows how. */
export const isMade = (unit: Unit, config: Config): boolean =>
  unit.version !== undefined && (madeWith(unit) !== undefined || config.units[unit.id]?.package !== undefined);

/** What is packaged where nobody asks for it by name: what a registry takes, and what has a command of its own. */
export const isPackaged =
  (config: Config) =>
  (unit: Unit): boolean =>
    isMade(unit, config) && (!unit.private || config.units[unit.id]?.package !== undefined);
