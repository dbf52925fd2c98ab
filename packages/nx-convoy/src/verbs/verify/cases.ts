import { ecosystems } from '../../ecosystems/index.ts';
import type { Config } from '../../model/config.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { ClientSettings } from '../../model/trial.ts';
import type { Unit } from '../../model/unit.ts';
import { addressesOf } from '../gathering/addresses.ts';
import type { Stood } from '../gathering/standing.ts';
import type { Case } from './case.ts';
import type { VerifyOptions } from './options.ts';
import { previousOf } from './previous.ts';
import { homeless } from './problems.ts';
import type { Wanted } from './select.ts';

interface Ground {
  readonly repo: Snapshot;
  readonly config: Config;
  /** Names that only the clients of this user know: what was published by them is there. */
  readonly clients: ClientSettings;
  readonly options: VerifyOptions;
  readonly stood: Stood | undefined;
}

/** Each version at each place where its unit goes. */
export function casesOf(wanted: readonly Wanted[], ground: Ground): readonly [readonly Case[], readonly Problem[]] {
  const problems: Problem[] = [];
  const cases = wanted.flatMap((one): readonly Case[] => {
    const { unit, version } = one;
    const ecosystem = ecosystems.find(({ id }) => id === unit.ecosystem);
    const spelled = ecosystem?.spell(version);
    if (ecosystem === undefined || spelled?.ok !== true) {
      problems.push(...(spelled?.ok === false ? spelled.problems : []));
      return [];
    }
    const places = addressesOf(unit, ecosystem, ground.repo, ground.config, ground.clients);
    if (places.length === 0) problems.push(homeless(unit));
    const previous = spelledPrevious(one, ground, ecosystem);
    return places.flatMap((place) => {
      if (!place.ok) {
        problems.push(...place.problems.map((problem) => asError(problem, unit)));
        return [];
      }
      const { registry, name, word } = place.value;
      return [
        {
          ...one,
          ecosystem,
          released: { registry, name, version: spelled.value },
          ...(word === undefined ? {} : { word }),
          ...(previous === undefined ? {} : { previous }),
        },
      ];
    });
  });
  return [cases, problems];
}

/** What nobody can address nobody can verify. */
const asError = (problem: Problem, { manifest }: Unit): Problem => ({
  ...problem,
  severity: 'error',
  where: { file: manifest },
});

function spelledPrevious(one: Wanted, { options, stood }: Ground, ecosystem: Case['ecosystem']): string | undefined {
  if (stood === undefined) return undefined;
  const { units, releases } = stood.standing;
  const found = previousOf(one, options.upgradeFrom, units, releases.get(one.unit.id) ?? []);
  const spelled = found === undefined ? undefined : ecosystem.spell(found);
  return spelled?.ok === true ? spelled.value : found;
}
