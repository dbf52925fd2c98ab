import type { Unit } from '../../model/unit.ts';
import type { Setting } from './settled.ts';
import { patternsFor } from './projects.ts';
import type { ReleaseSet } from './release-set.ts';

/**
 * Who is released with whom, in Nx's words: one set is said at the top, several as groups. Nx has a project in one group only, so a unit
 * that shares its folder with one of another set says by itself where it belongs.
 */
export function groupSettings(sets: readonly ReleaseSet[], all: readonly Unit[]): readonly Setting[] {
  const owners = ownersOf(sets);
  const displaced = sets.flatMap((set) =>
    set.units.filter((unit) => owners.get(unit.project) !== set).map((unit) => ({ unit, set })),
  );
  const projectsOf = (set: ReleaseSet): ReadonlySet<string> =>
    new Set(set.units.flatMap(({ project }) => (owners.get(project) === set ? [project] : [])));
  const written = sets.filter((set) => projectsOf(set).size > 0);
  const own = displaced.flatMap(({ unit, set }): readonly Setting[] => [
    { part: 'options', path: ['units', unit.id, 'group'], value: set.name },
    ...(written.includes(set) ? [] : [tagOf(unit, set)]),
  ]);
  const [only] = written;
  if (only !== undefined && sets.length === 1) return [...atTheTop(only, projectsOf(only), all), ...own];
  const groups = written.map((set): Setting => {
    const projects = patternsFor(projectsOf(set), set.units, all);
    return {
      part: 'release',
      path: ['groups', set.name],
      value: {
        projects,
        ...(set.isFixed ? {} : { projectsRelationship: 'independent' }),
        releaseTag: { pattern: set.pattern },
      },
    };
  });
  return [...groups, ...own];
}

/** The pattern is said also where it is the usual one of Nx: once for all, and for units that are new. */
const atTheTop = (set: ReleaseSet, projects: ReadonlySet<string>, all: readonly Unit[]): readonly Setting[] => [
  { part: 'release', path: ['projects'], value: patternsFor(projects, set.units, all) },
  ...(set.isFixed ? [] : [{ part: 'release', path: ['projectsRelationship'], value: 'independent' } satisfies Setting]),
  { part: 'release', path: ['releaseTag', 'pattern'], value: set.pattern },
];

const tagOf = (unit: Unit, { pattern }: ReleaseSet): Setting => ({
  part: 'options',
  path: ['units', unit.id, 'tag'],
  value: pattern.replaceAll('{projectName}', '{project}'),
});

/** A project is its first set's, and a public unit comes before a private one. */
function ownersOf(sets: readonly ReleaseSet[]): ReadonlyMap<string, ReleaseSet> {
  const owners = new Map<string, ReleaseSet>();
  for (const isPrivate of [false, true])
    for (const set of sets)
      for (const unit of set.units)
        if (unit.private === isPrivate && !owners.has(unit.project)) owners.set(unit.project, set);
  return owners;
}
