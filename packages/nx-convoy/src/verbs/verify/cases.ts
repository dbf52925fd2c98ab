import type { Problem } from '../../model/problem.ts';
import { destinationsOf, type Signposts } from '../gathering/destinations.ts';
import type { Stood } from '../gathering/standing.ts';
import type { Case } from './case.ts';
import type { VerifyOptions } from './options.ts';
import { previousOf } from './previous.ts';
import type { Wanted } from './select.ts';

interface Ground extends Signposts {
  readonly options: VerifyOptions;
  readonly stood: Stood | undefined;
}

/** Each version at each place where its unit goes. What nobody can address nobody can verify. */
export function casesOf(wanted: readonly Wanted[], ground: Ground): readonly [readonly Case[], readonly Problem[]] {
  const problems: Problem[] = [];
  const cases = wanted.flatMap((one): readonly Case[] => {
    const { places, problems: wrong } = destinationsOf(one.unit, one.version, ground);
    problems.push(...wrong);
    return places.map((place) => {
      const previous = spelledPrevious(one, ground, place.ecosystem);
      return { ...one, ...place, ...(previous === undefined ? {} : { previous }) };
    });
  });
  return [cases, problems];
}

function spelledPrevious(one: Wanted, { options, stood }: Ground, ecosystem: Case['ecosystem']): string | undefined {
  if (stood === undefined) return undefined;
  const { units, releases } = stood.standing;
  const found = previousOf(one, options.upgradeFrom, units, releases.get(one.unit.id) ?? []);
  const spelled = found === undefined ? undefined : ecosystem.spell(found);
  return spelled?.ok === true ? spelled.value : found;
}
