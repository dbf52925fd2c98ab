import type { Graph } from '../../model/graph.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { ringOpener } from '../../planning/edits/dev-rings.ts';
import type { Planned } from '../../planning/plan.ts';

/** What the graph and the plan found, as it looks for this release: what it mends is gone, what stops it is an error. */
export function obstacles(graph: Graph, planned: Planned): readonly Problem[] {
  const ids = new Set(
    planned.released.flatMap(({ units }) => units.filter((unit) => !unit.private).map(({ id }) => id)),
  );
  const files = new Set(
    graph.units.filter(({ id }) => ids.has(id)).flatMap(({ manifest, workspace }) => [manifest, workspace]),
  );
  const isOpened = ringOpener(graph, planned);
  const mended = new Set(planned.edits.map(({ file, line }) => `${file}:${line}`));
  return graph.problems
    .filter((problem) => !isOpened(problem))
    .filter(({ code, where }) => !(mendable.has(code) && mended.has(`${where?.file ?? ''}:${where?.line ?? 1}`)))
    .map((problem) =>
      blocking.has(problem.code) && files.has(problem.where?.file) ? { ...problem, severity: 'error' } : problem,
    );
}

/** A client or a registry refuses these; in the graph they are warnings, for nothing is published by looking. */
const blocking = new Set(['CARGO_PATH_WITHOUT_VERSION', 'PRIVATE_DEPENDENCY', 'VERSIONED_DEV_CYCLE']);

/** Gone once the plan's edits are written. */
const mendable = new Set(['REQUIREMENT_SKEW', 'VERSION_SKEW']);

/** Where one unit cannot carry a version, all that share it cannot have it: that is told of the group. */
export function groupSpellings({ problems, released }: Planned): readonly Problem[] {
  const groups = released.map(({ group }) => group).filter(({ isFixed, units }) => isFixed && units.length > 1);
  return problems.map((problem) => {
    if (problem.code !== 'VERSION_NOT_SPELLABLE') return problem;
    const isOf = (unit: Unit): boolean => unit.manifest === problem.where?.file;
    const group = groups.find(({ units }) => units.some(isOf));
    const unit = group?.units.find(isOf);
    return group === undefined || unit === undefined ? problem : cannotShare(problem, unit, group.units);
  });
}

const cannotShare = (problem: Problem, { id }: Unit, units: readonly Unit[]): Problem => ({
  ...problem,
  code: 'GROUP_SPELLING',
  what: `${id} shares its version with ${units
    .filter((unit) => unit.id !== id)
    .slice(0, 3)
    .map((unit) => unit.id)
    .join(', ')}, but ${problem.what}`,
  fix: `Plan with a word that all of them have, --preid=rc; or let it go its own way: "units": { "${id}": { "group": "${id.slice(id.indexOf(':') + 1)}" } } in the plugin's options.`,
});
