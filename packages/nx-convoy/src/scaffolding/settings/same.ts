import { nameOfGroup } from '../../planning/groups/groups.ts';
import type { ReleaseGroups } from '../../planning/tags/release-groups.ts';

/** What would be planned otherwise, in words; undefined where nothing would: the same groups, on the same releases, with the same tags. */
export function isSamePlan(expected: ReleaseGroups, found: ReleaseGroups): string | undefined {
  const [before, after] = [signatures(expected), signatures(found)];
  for (const [unit, signature] of before) {
    const now = after.get(unit);
    if (now === undefined) return `${unit} would not be released`;
    if (now.group !== signature.group) return `${unit} would be released with others`;
    if (now.base !== signature.base) return `${unit} would build upon ${now.base === '' ? 'no release' : now.base}`;
    if (now.prefix !== signature.prefix) return `tags of ${unit} would begin with ${now.prefix}`;
  }
  const [more] = [...after.keys()].filter((unit) => !before.has(unit));
  return more === undefined ? undefined : `${more} would be released as well`;
}

interface Signature {
  readonly group: string;
  readonly base: string;
  readonly prefix: string;
}

function signatures({ groups, bases }: ReleaseGroups): ReadonlyMap<string, Signature> {
  return new Map(
    groups.flatMap((group) => {
      const base = bases.get(group.name);
      const signature = {
        group: group.isFixed
          ? group.units
              .map(({ id }) => id)
              .sort()
              .join(' ')
          : nameOfGroup(group),
        base: [base?.stable, base?.latest]
          .map((release) => release?.tag.name ?? '')
          .join(' ')
          .trim(),
        prefix: base?.prefix ?? '',
      };
      return group.units.map(({ id }) => [id, signature] as const);
    }),
  );
}
