import { ecosystems } from '../../ecosystems/index.ts';
import type { Config } from '../../model/config.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Released } from '../../model/registry.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { ClientSettings } from '../../model/trial.ts';
import type { Unit } from '../../model/unit.ts';
import { addressesOf } from '../gathering/addresses.ts';

/** One version of a unit on its way to one registry. */
export interface Going {
  readonly unit: Unit;
  readonly ecosystem: Ecosystem;
  readonly released: Released;
  readonly word?: string;
  /** The word under which it is offered beside its version. */
  readonly channel?: string;
  /** What it is made from. */
  readonly commit: string;
}

/** What tells where units go. */
export interface Chart {
  readonly repo: Snapshot;
  readonly config: Config;
  /** Names that only the clients of this user know. */
  readonly clients: ClientSettings;
  readonly commit: string;
  channelOf(unit: Unit, version: string): string | undefined;
}

/** Every way that a unit's version goes; none where nobody says where to. */
export function waysOf(unit: Unit, version: string, chart: Chart): Result<readonly Going[]> {
  const { repo, config, clients, commit } = chart;
  const ecosystem = ecosystems.find(({ id }) => id === unit.ecosystem);
  if (ecosystem === undefined) throw new Error(`no ecosystem is called ${unit.ecosystem}`);
  const spelled = ecosystem.spell(version);
  if (!spelled.ok) return spelled;
  const channel = chart.channelOf(unit, version);
  const places = addressesOf(unit, ecosystem, repo, config, clients);
  const wrong = places.flatMap((place) => (place.ok ? [] : place.problems)).map(asError(unit));
  if (wrong.length > 0) return fail(...wrong);
  const ways = places.flatMap((place): readonly Going[] => {
    if (!place.ok) return [];
    const { registry, name, word } = place.value;
    return [
      {
        unit,
        ecosystem,
        released: { registry, name, version: spelled.value },
        commit,
        ...(word === undefined ? {} : { word }),
        ...(channel === undefined ? {} : { channel }),
      },
    ];
  });
  return ways.length === 0 ? fail(homeless(unit)) : ok(ways);
}

const asError =
  ({ manifest }: Unit) =>
  (problem: Problem): Problem => ({ ...problem, severity: 'error', where: { file: manifest } });

const homeless = ({ id, manifest }: Unit): Problem => ({
  code: 'REGISTRY_MISSING',
  severity: 'error',
  what: `Nobody says where ${id} goes.`,
  where: { file: manifest },
  fix: `"units": { "${id}": { "registries": ["…"] } } in the plugin's options; or "private": true, if it goes nowhere.`,
});
