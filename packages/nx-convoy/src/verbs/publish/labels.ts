import type { Config } from '../../model/config.ts';
import { labelsOf } from '../../registries/oci/labels.ts';
import type { Going } from './going.ts';
import type { PublishedUnit } from './published.ts';
import type { Registrar } from './registrar.ts';
import type { Laden } from './laden.ts';

/** A word that is to lead to a version from now on, at one registry. */
export interface Label {
  readonly going: Going;
  readonly label: string;
}

export interface Labels {
  readonly moving: readonly Label[];
  /** Those of which nobody can tell: their registry was asked what else it has, and did not say. */
  readonly untold: readonly PublishedUnit[];
}

/**
 * Labels that move with what is published: those of which it is the highest stable version, among all that the registry has. A registry that
 * does not list what it has is not guessed at.
 */
export async function labelsToMove(laden: readonly Laden[], { units }: Config, registrar: Registrar): Promise<Labels> {
  const ways = laden.flatMap((one) => one.ways.map(({ going }) => going));
  const found = await Promise.all(
    ways.map(async (going): Promise<Labels> => {
      const { unit, ecosystem, released } = going;
      const patterns = units[unit.id]?.labels ?? ecosystem.labels ?? [];
      const tags = patterns.length === 0 ? undefined : await registrar.tags(going, released);
      if (tags === undefined) return { moving: [], untold: [] };
      const labelling = { patterns, version: released.version, tags: tags.is === 'listed' ? tags.tags : [] };
      const { move } = labelsOf(labelling);
      if (tags.is === 'listed') return { moving: move.map((label) => ({ going, label })), untold: [] };
      const fate = { is: 'unknown', problem: { ...tags.problem, severity: 'error' } } as const;
      const registries = [released.registry.url];
      return { moving: [], untold: move.map((label) => ({ unit: unit.id, version: label, registries, fate })) };
    }),
  );
  return { moving: found.flatMap(({ moving }) => moving), untold: found.flatMap(({ untold }) => untold) };
}
