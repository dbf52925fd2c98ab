import { ecosystems } from '../../ecosystems/index.ts';
import type { Config } from '../../model/config.ts';
import type { Addressed, Ecosystem } from '../../model/ecosystem.ts';
import type { Overlay } from '../../model/overlay.ts';
import type { PlannedUnit } from '../../model/plan.ts';
import type { ProtocolId } from '../../model/registry.ts';
import type { RehearsalRules } from '../../model/rehearsal.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { ClientSettings } from '../../model/trial.ts';
import type { Unit } from '../../model/unit.ts';
import { addressesOf } from '../gathering/addresses.ts';

type Urls = Readonly<Record<ProtocolId, string>>;

export interface Ground {
  readonly repo: Snapshot;
  readonly config: Config;
  readonly clients: ClientSettings;
}

const ecosystemOf = (unit: { readonly ecosystem: string }): Ecosystem | undefined =>
  ecosystems.find(({ id }) => id === unit.ecosystem);

/** Where a real release of a unit goes, as far as somebody says so. */
export function realPlaces(unit: PlannedUnit | Unit, { repo, config, clients }: Ground): readonly Addressed[] {
  const ecosystem = ecosystemOf(unit);
  const places = ecosystem === undefined ? [] : addressesOf(unit, ecosystem, repo, config, clients);
  return places.flatMap((place) => (place.ok ? [place.value] : []));
}

/**
 * Leads every unit to the embedded registries, by the options alone: crates by the names that their manifests know, for cargo publishes to
 * no other; all else by its id. What nobody says the place of goes there as well, so that more is seen of it than that.
 */
export function overlayFor(units: readonly PlannedUnit[], urls: Urls, ground: Ground): Overlay {
  const registries: Record<string, string> = {};
  const own: Record<string, { registries: readonly string[] }> = {};
  for (const unit of units.filter((one) => !one.private)) {
    const real = realPlaces(unit, ground);
    const ecosystem = ecosystemOf(unit);
    const protocol = real[0]?.registry.protocol ?? protocolOf(ecosystem);
    if (protocol === 'crates')
      for (const word of unit.registries.length > 0 ? unit.registries : [ecosystem?.registry?.usual ?? ''])
        registries[word] = `sparse+${urls.crates}/index/`;
    else
      own[unit.id] = {
        registries: [
          ...new Set(
            real.length === 0 ? [wordFor(unit, undefined, urls)] : real.map((place) => wordFor(unit, place, urls)),
          ),
        ],
      };
  }
  return { registries, units: own };
}

/** Where an ecosystem goes if nobody says otherwise; images and charts have no such place, and share one kind of registry. */
function protocolOf(ecosystem: Ecosystem | undefined): ProtocolId {
  const located = ecosystem?.locate?.(undefined, nobody, nothing);
  return located?.ok === true ? located.value.registry.protocol : 'oci';
}

const nobody = { name: 'x', root: '.' };
const nothing: Snapshot = { files: [], text: () => undefined };

function wordFor(unit: PlannedUnit, place: Addressed | undefined, urls: Urls): string {
  const protocol = place?.registry.protocol ?? protocolOf(ecosystemOf(unit));
  switch (protocol) {
    case 'crates':
      return `sparse+${urls.crates}/index/`;
    case 'pypi':
      return `${urls.pypi}/simple/`;
    case 'npm':
    case 'chart-repository':
      return urls[protocol];
    case 'oci': {
      // Two real registries stay two places: each is a folder of the embedded one.
      const path = place === undefined ? [] : [folderOf(place.registry.url), ...above(place.name, unit.name)];
      return ['oci:/', new URL(urls.oci).host, ...path].join('/');
    }
  }
}

const folderOf = (url: string): string => new URL(url).host.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-');

const above = (name: string, own: string): readonly string[] =>
  name === own || !name.endsWith(`/${own}`) ? [] : [name.slice(0, -own.length - 1)];

/** Names of registries of crates that manifests of this repository know. */
export const crateWords = (units: readonly Unit[]): readonly string[] => [
  ...new Set(
    units
      .filter((unit) => protocolOf(ecosystemOf(unit)) === 'crates')
      .flatMap(({ registries }) => registries)
      .filter((word) => /^[A-Za-z][\w-]*$/.test(word) && word !== 'crates-io'),
  ),
];

/** Where the user's clients get what others published, by protocol. */
export const suppliesOf = (clients: ClientSettings): RehearsalRules['supplies'] =>
  Object.fromEntries(
    ecosystems.flatMap((ecosystem) =>
      ecosystem.supply === undefined ? [] : [[protocolOf(ecosystem), ecosystem.supply(clients)]],
    ),
  );
