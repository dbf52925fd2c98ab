import type { Unit } from '../../model/unit.ts';
import type { Group } from '../../planning/groups/groups.ts';
import type { Base } from '../../planning/tags/bases.ts';

/** Units that stand together in one group of `release`: with one version, or each with its own and tags of one pattern. */
export interface ReleaseSet {
  readonly name: string;
  readonly units: readonly Unit[];
  readonly isFixed: boolean;
  /** In Nx's words: `{projectName}@{version}`. */
  readonly pattern: string;
  readonly groups: readonly Group[];
}

/** Groups of one version stay as they are; the others stand together where their tags are written alike. */
export function releaseSets(groups: readonly Group[], bases: ReadonlyMap<string, Base>): readonly ReleaseSet[] {
  const sets = new Map<string, Omit<ReleaseSet, 'name'>>();
  for (const group of groups) {
    const prefix = bases.get(group.name)?.prefix ?? 'v';
    const pattern = `${group.isFixed ? prefix : generalised(prefix, group)}{version}`;
    const key = group.isFixed || !pattern.includes('{projectName}') ? group.name : pattern;
    const known = sets.get(key);
    sets.set(key, {
      units: [...(known?.units ?? []), ...group.units],
      isFixed: known === undefined && (group.isFixed || !pattern.includes('{projectName}')),
      pattern,
      groups: [...(known?.groups ?? []), group],
    });
  }
  return named([...sets.values()]);
}

/** The name of the project gives way to the word for it, where it stands whole. */
function generalised(prefix: string, { units }: Group): string {
  const project = units[0]?.project ?? '';
  const at = prefix.indexOf(project);
  const isWhole = at >= 0 && !/\w$/.test(prefix.slice(0, at)) && !/^[^\W_v]/.test(prefix.slice(at + project.length));
  return isWhole && project !== '' ? `${prefix.slice(0, at)}{projectName}${prefix.slice(at + project.length)}` : prefix;
}

/** By what all of its units are, or by the first of them. */
function named(sets: readonly Omit<ReleaseSet, 'name'>[]): readonly ReleaseSet[] {
  const taken = new Set<string>();
  return sets.map((set) => {
    const wished = wishedName(set);
    let name = wished;
    for (let number = 2; taken.has(name); number++) name = `${wished}-${number}`;
    taken.add(name);
    return { ...set, name };
  });
}

function wishedName({ units, groups }: Omit<ReleaseSet, 'name'>): string {
  const [first] = [...units].sort((a, b) => Number(a.private) - Number(b.private));
  const [said] = groups.filter(({ isConfigured, isFixed }) => isConfigured && isFixed);
  if (said !== undefined && groups.length === 1) return said.name;
  if (units.length === 1) return first?.project ?? '';
  const kinds = new Set(units.map(({ ecosystem }) => ecosystem));
  if (kinds.size === 1) return first?.ecosystem ?? '';
  return groups.length === 1 ? (first?.project ?? '') : 'independent';
}
