import type { Config } from '../../model/config.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { labelsOf } from '../../registries/oci/labels.ts';
import type { Going } from './going.ts';
import type { Registrar } from './registrar.ts';
import type { Laden } from './shipment.ts';

/** A word that is to lead to a version from now on, at one registry. */
export interface Label {
  readonly going: Going;
  readonly label: string;
}

/**
 * Labels that move with what is published: those of which it is the highest stable version, among all that the registry has. A registry that
 * does not list what it has is not guessed at.
 */
export async function labelsToMove(
  laden: readonly Laden[],
  { units }: Config,
  registrar: Registrar,
): Promise<Result<readonly Label[]>> {
  const ways = laden.flatMap((one) => one.ways.map(({ going }) => going));
  const moving: Label[] = [];
  const problems: Problem[] = [];
  await Promise.all(
    ways.map(async (going) => {
      const { unit, ecosystem, released } = going;
      const patterns = units[unit.id]?.labels ?? ecosystem.labels ?? [];
      const tags = patterns.length === 0 ? undefined : await registrar.tags(going, released);
      if (tags?.is === 'unknown') problems.push({ ...tags.problem, severity: 'error' });
      if (tags?.is !== 'listed') return;
      const { move } = labelsOf({ patterns, version: released.version, tags: tags.tags });
      for (const label of move) moving.push({ going, label });
    }),
  );
  return problems.length > 0 ? fail(...problems) : ok(moving);
}
