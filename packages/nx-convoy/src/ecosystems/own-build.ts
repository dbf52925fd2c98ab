import type { Packaging, RunStep } from '../model/packaging.ts';
import type { Unit } from '../model/unit.ts';

/** What the user has run before a unit is packaged, in its folder of the copy, which begins with nothing but what is committed. */
export const buildSteps = (unit: Unit, tree: string, { config, timeoutMs }: Packaging): readonly RunStep[] =>
  (config.units[unit.id]?.build ?? []).map((argv) => ({ do: 'run', argv, cwd: folderIn(tree, unit.root), timeoutMs }));

/** Where a folder of the workspace is in the copy. */
export const folderIn = (tree: string, folder: string): string => (folder === '.' ? tree : `${tree}/${folder}`);
