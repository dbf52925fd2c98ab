import type { Ecosystem } from '../../model/ecosystem.ts';
import type { PlannedUnit } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Planned } from '../../planning/plan.ts';

/** What registries would refuse, and units that have none: known before anything is tagged. */
export function registryProblems(
  { released }: Planned,
  ecosystems: readonly Ecosystem[],
  repo: Snapshot,
): readonly Problem[] {
  const units = released.flatMap((one) => one.units).filter((unit) => !unit.private);
  return ecosystems.flatMap((ecosystem) => {
    const own = units.filter((unit) => unit.ecosystem === ecosystem.id);
    return own.length === 0
      ? []
      : [
          ...own.flatMap((unit) => refusals(unit, ecosystem)),
          ...homeless(own, ecosystem),
          ...undescribed(own, ecosystem, repo),
        ];
  });
}

/** A name that was released before was taken once; what is refused to newcomers does not concern it. */
function refusals({ id, name, manifest, version }: PlannedUnit, { registry }: Ecosystem): readonly Problem[] {
  const broken = version.from === undefined ? registry?.names.find(({ holds }) => !holds.test(name)) : undefined;
  if (broken === undefined) return [];
  return [
    {
      code: 'NAME_REFUSED',
      severity: 'error',
      what: `${registry?.usual ?? 'A registry'} would refuse the name "${name}": ${broken.says}.`,
      where: { file: manifest },
      fix: `Rename it in ${manifest}, or keep it from registries: "units": { "${id}": { "private": true } } in the plugin's options.`,
    },
  ];
}

/** Charts have no usual place to go to. */
function homeless(units: readonly PlannedUnit[], { registry }: Ecosystem): readonly Problem[] {
  const without =
    registry === undefined || registry.usual !== undefined ? [] : units.filter((unit) => unit.registries.length === 0);
  const [first] = without;
  if (first === undefined) return [];
  const ids = without.map(({ id }) => id);
  const setting = (id: string): string => `"${id}": { "registries": ["oci://registry.example.com/charts"] }`;
  return [
    {
      code: 'REGISTRY_MISSING',
      severity: 'warning',
      what: `Nobody says where ${listed(ids)} ${ids.length === 1 ? 'goes' : 'go'}.`,
      where: { file: first.manifest },
      fix: `"units": { ${ids.slice(0, most).map(setting).join(', ')}${ids.length > most ? ', …' : ''} } in the plugin's options.`,
    },
  ];
}

/** More names than these nobody reads. */
const most = 3;

const listed = (ids: readonly string[]): string =>
  ids.slice(0, most).join(', ') + (ids.length > most ? ` and ${ids.length - most} more` : '');

function undescribed(units: readonly PlannedUnit[], ecosystem: Ecosystem, repo: Snapshot): readonly Problem[] {
  if (units.every(({ registries }) => registries.length === 0)) return [];
  const known = ecosystem.describedRegistries?.(repo);
  if (known === undefined) return [];
  return units.flatMap(({ id, registries, manifest }) =>
    registries
      .filter((name) => !known.has(name) && !name.includes('://'))
      .map((name): Problem => ({
        code: 'REGISTRY_UNDESCRIBED',
        severity: 'warning',
        what: `${id} goes to the registry "${name}", which nothing in this repository describes.`,
        where: { file: manifest },
        fix: `Add to .cargo/config.toml: [registries.${name}] index = "sparse+https://…/"; or set CARGO_REGISTRIES_${name.toUpperCase().replaceAll('-', '_')}_INDEX where it is published.`,
      })),
  );
}
