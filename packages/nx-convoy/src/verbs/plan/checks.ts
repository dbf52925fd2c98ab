import semver from 'semver';
import type { Config } from '../../model/config.ts';
import type { Addressed, Ecosystem } from '../../model/ecosystem.ts';
import type { PlannedUnit, RegistryAnswer, RegistryChecks } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { Presence } from '../../model/registry.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { World } from '../../model/world.ts';
import { protocols } from '../../registries/index.ts';
import { addressesOf } from '../gathering/addresses.ts';
import { carryOut } from '../gathering/carry-out.ts';

export interface CheckInputs {
  readonly units: readonly PlannedUnit[];
  readonly ecosystems: readonly Ecosystem[];
  readonly repo: Snapshot;
  readonly config: Config;
}

/** Asks every registry whether what is planned can be published there. Nobody's credentials are used. */
export async function checkRegistries(inputs: CheckInputs, { fetch }: World): Promise<RegistryChecks> {
  const { places, problems } = placesOf(inputs);
  const dialogues = places.map(({ unit, registry, name }) =>
    protocols[registry.protocol].presence({ registry, name, version: unit.version.spelling }),
  );
  const answers = await carryOut(dialogues, fetch ?? nobody);
  const found = places.flatMap((place, at) => {
    const presence = answers[at];
    return presence === undefined ? [] : [{ ...place, presence }];
  });
  return {
    answers: found.map(answerOf),
    problems: flattened([...problems, ...gathered(found)]),
  };
}

interface Place extends Addressed {
  readonly unit: PlannedUnit;
}

interface Found extends Place {
  readonly presence: Presence;
}

function placesOf({ units, ecosystems, repo, config }: CheckInputs): {
  places: readonly Place[];
  problems: readonly Problem[];
} {
  const places: Place[] = [];
  const problems: Problem[] = [];
  for (const unit of units.filter((one) => !one.private)) {
    const ecosystem = ecosystems.find(({ id }) => id === unit.ecosystem);
    for (const located of ecosystem === undefined ? [] : addressesOf(unit, ecosystem, repo, config)) {
      if (located.ok) places.push({ unit, ...located.value });
      // What nobody describes is a problem of the plan itself.
      else problems.push(...located.problems.filter(({ code }) => code !== 'REGISTRY_UNDESCRIBED').map(at(unit)));
    }
  }
  return { places, problems };
}

const at =
  ({ manifest }: PlannedUnit) =>
  (problem: Problem): Problem => ({ ...problem, where: { file: manifest } });

const nobody: NonNullable<World['fetch']> = () =>
  Promise.resolve({ is: 'silence', why: 'nobody may be asked from here' });

function answerOf({ unit, registry, name, presence }: Found): RegistryAnswer {
  const { is } = presence;
  const more =
    is === 'present'
      ? {
          ...(presence.digest === undefined ? {} : { digest: presence.digest }),
          ...(presence.isYanked === true ? { isYanked: true } : {}),
          ...(presence.isDeleted === true ? { isDeleted: true } : {}),
        }
      : is === 'absent' && presence.name === 'unknown'
        ? { isNewName: true }
        : {};
  return { unit: unit.id, registry: registry.url, name, version: unit.version.spelling, is, ...more };
}

/** What stands in the way, each; and what is not known, once for a registry that says nothing of many. */
function gathered(found: readonly Found[]): readonly Problem[] {
  const silent = new Map<string, { first: Problem; units: PlannedUnit[] }>();
  const problems: Problem[] = [];
  for (const place of found) {
    const { presence, registry, unit } = place;
    if (presence.is !== 'unknown') {
      problems.push(...obstacleOf(place));
      continue;
    }
    const key = `${presence.problem.code} ${registry.url}`;
    const known = silent.get(key);
    if (known === undefined) silent.set(key, { first: at(unit)(presence.problem), units: [unit] });
    else known.units.push(unit);
  }
  return [...problems, ...[...silent.values()].map(together)];
}

const together = ({ first, units }: { first: Problem; units: readonly PlannedUnit[] }): Problem =>
  units.length === 1
    ? first
    : { ...first, what: `${first.what} The same holds for ${units.length - 1} more: ${some(units.slice(1))}.` };

const some = (units: readonly PlannedUnit[]): string =>
  units
    .slice(0, 3)
    .map(({ id }) => id)
    .join(', ') + (units.length > 3 ? ', …' : '');

function obstacleOf({ unit, registry, name, presence }: Found): readonly Problem[] {
  const { id, manifest, version } = unit;
  const there = registry.url;
  if (presence.is === 'present') {
    const how =
      presence.isDeleted === true
        ? 'had it and deleted it: its number is never given again'
        : `has it already${presence.isYanked === true ? ', yanked: its number is never given again' : ''}`;
    return [
      {
        code: 'VERSION_TAKEN',
        severity: 'error',
        what: `${id} would become ${version.spelling}, but ${there} ${how}.`,
        where: { file: manifest },
        fix: `Take the next one: --specifier=${id}=${next(version.to)}; or, where that is this very release, publish what is left of it from its tag.`,
      },
    ];
  }
  if (presence.is !== 'absent' || version.from !== undefined) return [];
  if (presence.twin !== undefined) {
    return [
      {
        code: 'NAME_TAKEN',
        severity: 'error',
        what: `${there} has ${presence.twin}, which it takes for the same name as ${name}.`,
        where: { file: manifest },
        fix: `Call it ${presence.twin} in ${manifest} if it is yours; else give it a name of its own.`,
      },
    ];
  }
  if (presence.name !== 'known') return [];
  return [
    {
      code: 'NAME_KNOWN',
      severity: 'warning',
      what: `No tag names a release of ${id}, but ${there} knows ${name}: it may belong to somebody else.`,
      where: { file: manifest },
      fix: `See whose it is. If it is yours, say how its tags look: "units": { "${id}": { "tag": "…{version}" } } in the plugin's options; else rename it in ${manifest}.`,
    },
  ];
}

const next = (version: string): string =>
  semver.inc(version, semver.prerelease(version) === null ? 'patch' : 'prerelease') ?? version;

const flattened = (problems: readonly Problem[]): RegistryChecks['problems'] =>
  problems.map(({ where, ...problem }) => ({ ...problem, ...where }));
