import type { Choice } from '../../model/scaffold.ts';
import type { Unit } from '../../model/unit.ts';
import type { Families } from '../../planning/tags/ownership.ts';
import type { HeldTogether } from './held-together.ts';
import type { ReleaseSet } from './release-set.ts';
import { count } from './versioning.ts';

export interface Evidence {
  readonly families: Families;
  readonly held: readonly HeldTogether[];
}

/** A line for who goes together, and one for how their tags look; who is alone has both in one. */
export function tellSet(set: ReleaseSet, evidence: Evidence): readonly Choice[] {
  const tags = whyTags(set, evidence);
  if (set.units.length === 1)
    return [
      {
        what: `group ${set.name}: ${idsOf(set.units)}, tags ${set.pattern}`,
        why: `no other unit shares its version; ${tags}`,
      },
    ];
  return [
    { what: `group ${set.name}: ${membersOf(set)}`, why: whyTogether(set, evidence) },
    { what: `tags of ${set.name}: ${set.pattern}`, why: tags },
  ];
}

export const idsOf = (units: readonly Unit[]): string =>
  units.length <= 4 ? units.map(({ id }) => id).join(', ') : count(units.length, 'unit');

const membersOf = ({ units, isFixed }: ReleaseSet): string =>
  `${idsOf(units)}, ${isFixed ? 'one version' : 'each its own version'}`;

function whyTogether({ units, isFixed, groups }: ReleaseSet, { held }: Evidence): string {
  if (!isFixed) return 'no file and no tag makes two of them share a version';
  const reasons = [
    ...held.filter((one) => one.how === 'fixed' && isWithin(one.units, units)).map(({ file }) => `${file} says so`),
    ...sharedPlaces(units),
    ...takers(units),
    ...groups.flatMap(({ because }) => (because === 'one tag names them all' ? [because] : [])),
  ];
  return [...new Set(reasons)].join('; ') || 'one line of tags is of them all';
}

const isWithin = (some: readonly Unit[], all: readonly Unit[]): boolean =>
  some.every((unit) => all.some(({ id }) => id === unit.id));

function sharedPlaces(units: readonly Unit[]): readonly string[] {
  const places = new Map<string, number>();
  for (const { versionSource: source } of units) {
    if (source?.is !== 'inherited' && source?.is !== 'written') continue;
    const place = `${source.at.file}:${source.at.line ?? 1}`;
    places.set(place, (places.get(place) ?? 0) + 1);
  }
  return [...places].filter(([, times]) => times > 1).map(([place, times]) => `${times} have the version of ${place}`);
}

const takers = (units: readonly Unit[]): readonly string[] => {
  const taking = units.filter(({ versionOf }) => versionOf !== undefined);
  return taking.length === 0
    ? []
    : [
        `${idsOf(taking)} take${taking.length === 1 ? 's' : ''} the version of ${[...new Set(taking.map(({ versionOf }) => versionOf))].join(', ')}`,
      ];
};

function whyTags({ pattern, groups, isFixed }: ReleaseSet, { families }: Evidence): string {
  const own = groups.map(({ units }) =>
    pattern.replace('{projectName}', units[0]?.project ?? '').slice(0, -'{version}'.length),
  );
  const found = [...new Set(own)].map((prefix) => families.get(prefix) ?? []).filter((releases) => releases.length > 0);
  const tags = found.reduce((sum, releases) => sum + releases.length, 0);
  const [newest] = found.map(([first]) => first?.tag.name);
  if (newest !== undefined)
    return `${count(tags, 'tag')} look${tags === 1 ? 's' : ''} so, such as ${newest}${found.length < own.length ? `; ${own.length - found.length} of ${own.length} have none yet` : ''}`;
  if (families.size === 0) return 'no tag names a release yet: as Nx has it';
  return isFixed ? 'it has no tag yet' : 'they have no tag yet, and are called as the others are';
}
