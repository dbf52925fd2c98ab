import semver from 'semver';
import type { Config } from '../../model/config.ts';
import type { Problem } from '../../model/problem.ts';
import { matches, type Group } from './groups.ts';

/** Groups of which those that are released take the same bump, or the very same version. */
export interface LinkedSet {
  readonly groups: readonly string[];
  readonly by: 'bump' | 'version';
}

/** Who is linked: a group is, with all that share its version, where one of its units is named. */
export function linkedSets(
  groups: readonly Group[],
  { linked = [] }: Pick<Config, 'linked'>,
): { readonly sets: readonly LinkedSet[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  const sets = linked.map((said, at): LinkedSet => {
    const { units: patterns, by } = 'units' in said ? said : { units: said, by: 'bump' as const };
    const named = groups.filter(
      ({ units, name }) => patterns.includes(name) || units.some((unit) => matches(patterns, unit)),
    );
    const lost = patterns.filter(
      (pattern) => !pattern.startsWith('!') && !named.some((group) => isNamed(pattern, group)),
    );
    if (lost.length > 0) problems.push(unknown(lost, at));
    const twice = named.filter(({ name }) => (seen.get(name) ?? at) !== at);
    if (twice.length > 0) problems.push(inTwo(twice));
    for (const { name } of named) seen.set(name, at);
    return { groups: named.filter((group) => !twice.includes(group)).map(({ name }) => name), by };
  });
  return { sets: sets.filter((set) => set.groups.length > 1), problems };
}

const isNamed = (pattern: string, { name, units }: Group): boolean =>
  pattern === name || units.some((unit) => matches([pattern], unit));

/** The highest that any of a set goes to. What a person asks for is left as it is. */
export const highestOf = (versions: readonly string[]): string | undefined => [...versions].sort(semver.rcompare)[0];

const unknown = (patterns: readonly string[], at: number): Problem => ({
  code: 'LINKED_UNKNOWN',
  severity: 'warning',
  what: `linked.${at} names ${patterns.join(', ')}, which is no unit, project or group that is released.`,
  fix: 'See all units: nx-convoy graph.',
});

const inTwo = (groups: readonly Group[]): Problem => ({
  code: 'LINKED_TWICE',
  severity: 'error',
  what: `${groups.map(({ name }) => name).join(', ')} ${groups.length === 1 ? 'is' : 'are'} linked in two sets, which would be one.`,
  fix: 'Make one set of the two, or take it out of one of them.',
});
