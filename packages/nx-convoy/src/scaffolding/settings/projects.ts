import { tagsOfProject } from '../../graph/tags-of-project.ts';
import type { Unit } from '../../model/unit.ts';
import { matches } from '../../planning/groups/groups.ts';

/**
 * Patterns that mean these units and no others, as `release` has them: projects by name, or by a tag that tells the same of units that come
 * later, whichever is shorter. The projects are given apart from the units, for one that holds several units belongs to one group only.
 */
export function patternsFor(
  projects: ReadonlySet<string>,
  members: readonly Unit[],
  all: readonly Unit[],
): readonly string[] {
  const isMember = new Set(members.map(({ id }) => id));
  const by = (tags: readonly string[]): readonly string[] => completed(tags, { projects, isMember, all });
  const byTags = tagsThatMayTell(members).map((tag) => by([tag]));
  const [shortest] = [by([]), ...(members.length > 1 ? byTags : [])].sort(
    (a, b) => a.length - b.length || byTagFirst(a, b),
  );
  return shortest ?? [];
}

const byTagFirst = ([a = '']: readonly string[], [b = '']: readonly string[]): number =>
  Number(b.startsWith('tag:')) - Number(a.startsWith('tag:'));

/** Those that one member has are tried; what is too much or too little is mended by names. */
const tagsThatMayTell = (members: readonly Unit[]): readonly string[] => {
  const tags = new Set(members.flatMap(tagsOfProject));
  return [...tags].sort((a, b) => Number(b === 'convoy:public') - Number(a === 'convoy:public'));
};

interface Wanted {
  readonly projects: ReadonlySet<string>;
  readonly isMember: ReadonlySet<string>;
  readonly all: readonly Unit[];
}

function completed(tags: readonly string[], { projects, isMember, all }: Wanted): readonly string[] {
  const hasTag = (unit: Unit): boolean => tagsOfProject(unit).some((tag) => tags.includes(tag));
  // Nx takes a project as a whole, so one unit with the tag is enough.
  const tooMuch = namesOf(all.filter((unit) => hasTag(unit) && !projects.has(unit.project)));
  const missing = namesOf(all.filter((unit) => isMember.has(unit.id) && projects.has(unit.project) && !hasTag(unit)));
  const patterns = [...tags.map((tag) => `tag:${tag}`), ...missing, ...tooMuch.map((name) => `!${name}`)];
  // A name also means the folder that is called so, and a project may hold what is not of the set.
  const strangers = all.filter((unit) => !isMember.has(unit.id) && matches(patterns, unit));
  return [...patterns, ...strangers.map(({ id }) => `!${id}`)];
}

const namesOf = (units: readonly Unit[]): readonly string[] => [...new Set(units.map(({ project }) => project))].sort();
