import { makeCommits, type BenchCommit } from './commits.ts';
import { randomFrom } from './random.ts';
import { truth, type Expected } from './truth.ts';
import { kinds, makeUnits, type BenchUnit, type Kind } from './units.ts';
import { writeHistory } from './write.ts';

export interface Shape {
  readonly units: number;
  readonly commits: number;
  readonly seed: number;
  /** All kinds in turn where nothing is said. */
  readonly kinds?: readonly Kind[];
}

export interface Made {
  readonly units: readonly BenchUnit[];
  readonly commits: readonly BenchCommit[];
  readonly expected: readonly Expected[];
}

/** A workspace with a past, and what its next release must be. */
export async function makeHistory(
  folder: string,
  shape: Shape,
  extraFor: (units: readonly BenchUnit[]) => readonly (readonly [string, string])[] = () => [],
): Promise<Made> {
  const random = randomFrom(shape.seed);
  // Side branches are a tenth of all commits; tags stand on main.
  const units = makeUnits(shape.units, Math.floor(shape.commits * 0.85), shape.kinds ?? kinds, random);
  const commits = makeCommits(units, shape.commits, random);
  await writeHistory(folder, units, commits, extraFor(units));
  return { units, commits, expected: truth(units, commits) };
}
