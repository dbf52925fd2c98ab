import type { Config } from '../../model/config.ts';
import type { Ecosystem, Rule } from '../../model/ecosystem.ts';
import type { PlannedUnit } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Planned } from '../../planning/plan.ts';
import { addressesOf } from '../gathering/addresses.ts';

/** What registries would refuse, and units that have none: known before anything is tagged, without asking anybody. */
export function registryProblems(
  { released }: Planned,
  ecosystems: readonly Ecosystem[],
  repo: Snapshot,
  config: Config,
): readonly Problem[] {
  const units = released.flatMap((one) => one.units).filter((unit) => !unit.private);
  return ecosystems.flatMap((ecosystem) => {
    const own = units.filter((unit) => unit.ecosystem === ecosystem.id);
    return own.length === 0
      ? []
      : [
          ...own.flatMap((unit) => [...refusals(unit, ecosystem, repo, config), ...versionRefusals(unit, ecosystem)]),
          ...homeless(own, ecosystem),
          ...own.flatMap((unit) => undescribed(unit, ecosystem, repo, config)),
        ];
  });
}

/** A name that was released before was taken once; what is refused to newcomers does not concern it. */
function refusals(unit: PlannedUnit, ecosystem: Ecosystem, repo: Snapshot, config: Config): readonly Problem[] {
  const { registry } = ecosystem;
  if (unit.version.from !== undefined || registry === undefined) return [];
  const anywhere = broken(registry.names, unit.name);
  if (anywhere !== undefined) return [refused(unit, registry.usual ?? 'A registry', unit.name, anywhere)];
  if (registry.namesAt === undefined) return [];
  return addressesOf(unit, ecosystem, repo, config).flatMap((located) => {
    if (!located.ok) return [];
    const { registry: place, name } = located.value;
    const rule = broken(registry.namesAt?.(place) ?? [], name);
    return rule === undefined ? [] : [refused(unit, new URL(place.url).host, name, rule)];
  });
}

const broken = (rules: readonly Rule[], text: string): Rule | undefined => rules.find(({ holds }) => !holds.test(text));

const refused = ({ id, manifest }: PlannedUnit, who: string, name: string, rule: Rule): Problem => ({
  code: 'NAME_REFUSED',
  severity: 'error',
  what: `${who} would refuse the name "${name}": ${rule.says}.`,
  where: { file: manifest },
  fix: `Rename it in ${manifest}, or keep it from registries: "units": { "${id}": { "private": true } } in the plugin's options.`,
});

function versionRefusals({ id, manifest, version }: PlannedUnit, { registry }: Ecosystem): readonly Problem[] {
  const rule = broken(registry?.versions ?? [], version.spelling);
  if (rule === undefined) return [];
  return [
    {
      code: 'VERSION_REFUSED',
      severity: 'error',
      what: `${registry?.usual ?? 'A registry'} would refuse ${version.spelling} of ${id}: ${rule.says}.`,
      where: { file: manifest },
      fix: `Ask for a version that everybody can have: --specifier=${id}=${version.to.replace(/\+.*$/, '')}.`,
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

function undescribed(unit: PlannedUnit, ecosystem: Ecosystem, repo: Snapshot, config: Config): readonly Problem[] {
  if (unit.registries.length === 0) return [];
  return addressesOf(unit, ecosystem, repo, config)
    .flatMap((located) => (located.ok ? [] : located.problems))
    .filter(({ code }) => code === 'REGISTRY_UNDESCRIBED')
    .map((problem) => ({ ...problem, where: { file: unit.manifest } }));
}
