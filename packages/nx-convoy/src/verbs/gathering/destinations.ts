import { ecosystems } from '../../ecosystems/index.ts';
import type { Config } from '../../model/config.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import type { Problem } from '../../model/problem.ts';
import type { Released } from '../../model/registry.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { ClientSettings } from '../../model/trial.ts';
import type { Unit } from '../../model/unit.ts';
import { addressesOf } from './addresses.ts';

/** One version of a unit at one of its registries. */
export interface Destination {
  readonly ecosystem: Ecosystem;
  readonly released: Released;
  readonly word?: string;
}

export interface Signposts {
  readonly repo: Snapshot;
  readonly config: Config;
  /** Names that only the clients of this user know. */
  readonly clients: ClientSettings;
}

/** Everywhere that a version of a unit goes, and what stands against it: also where nobody says where to. */
export function destinationsOf(
  unit: Unit,
  version: string,
  { repo, config, clients }: Signposts,
): { readonly places: readonly Destination[]; readonly problems: readonly Problem[] } {
  const ecosystem = ecosystems.find(({ id }) => id === unit.ecosystem);
  if (ecosystem === undefined) throw new Error(`no ecosystem is called ${unit.ecosystem}`);
  const spelled = ecosystem.spell(version);
  if (!spelled.ok) return { places: [], problems: spelled.problems };
  const found = addressesOf(unit, ecosystem, repo, config, clients);
  return {
    places: found.flatMap((place) => {
      if (!place.ok) return [];
      const { registry, name, word } = place.value;
      const released = { registry, name, version: spelled.value };
      return [{ ecosystem, released, ...(word === undefined ? {} : { word }) }];
    }),
    problems: [
      ...found.flatMap((place) => (place.ok ? [] : place.problems.map((problem) => asError(problem, unit)))),
      ...(found.length === 0 ? [homeless(unit)] : []),
    ],
  };
}

/** What a plan may leave open has to be told where something goes there, or is asked for. */
const asError = (problem: Problem, { manifest }: Unit): Problem => ({
  ...problem,
  severity: 'error',
  where: { file: manifest },
});

const homeless = ({ id, manifest }: Unit): Problem => ({
  code: 'REGISTRY_MISSING',
  severity: 'error',
  what: `Nobody says where ${id} goes.`,
  where: { file: manifest },
  fix: `"units": { "${id}": { "registries": ["…"] } } in the plugin's options; or "private": true, if it goes nowhere.`,
});
