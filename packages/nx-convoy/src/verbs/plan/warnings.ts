import type { Graph } from '../../model/graph.ts';
import type { Problem } from '../../model/problem.ts';
import type { Planned } from '../../planning/plan.ts';
import type { Past } from '../gather-history.ts';

/** What stands in the way of this release, or makes the plan less than sure. */
export function warnings(
  { checkout, tags }: Past,
  graph: Graph,
  { released }: Planned,
  isFirst: boolean,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (checkout.head === undefined) problems.push(noCommit);
  if (checkout.isShallow) problems.push(shallow);
  if (checkout.dirty.length > 0) problems.push(dirty(checkout.dirty));
  const first = released.filter(({ decision }) => decision.from === undefined);
  if (!isFirst && tags.length > 0 && first.length > 0 && first.length < released.length)
    problems.push(untagged(first.flatMap(({ units }) => units.map(({ id }) => id))));
  const planned = new Set(released.flatMap(({ units }) => units.filter((unit) => !unit.private).map(({ id }) => id)));
  return [...problems, ...graph.problems.map((problem) => sharpen(problem, graph, planned))];
}

/** What cargo or npm would refuse is a warning in the graph; for a unit that is about to be released it is an error. */
function sharpen(problem: Problem, graph: Graph, planned: ReadonlySet<string>): Problem {
  const blocks = ['CARGO_PATH_WITHOUT_VERSION', 'PRIVATE_DEPENDENCY', 'VERSIONED_DEV_CYCLE'].includes(problem.code);
  const file = problem.where?.file;
  const isPlanned = graph.units.some(
    ({ id, manifest, workspace }) => planned.has(id) && (manifest === file || workspace === file),
  );
  return blocks && isPlanned ? { ...problem, severity: 'error' } : problem;
}

const noCommit: Problem = {
  code: 'NO_COMMIT',
  severity: 'warning',
  what: 'Nothing is committed here yet: every unit is planned from its manifest.',
  fix: 'Commit first: git add --all && git commit.',
};

const shallow: Problem = {
  code: 'SHALLOW_CLONE',
  severity: 'error',
  what: 'This clone holds only the newest commits: releases before them cannot be seen.',
  fix: 'git fetch --unshallow --tags (in CI: fetch-depth: 0).',
};

const dirty = (files: readonly string[]): Problem => ({
  code: 'DIRTY_TREE',
  severity: 'warning',
  what: `${files.length === 1 ? '1 file differs' : `${files.length} files differ`} from the last commit (${files.slice(0, 3).join(', ')}${files.length > 3 ? ', …' : ''}); this plan cannot be applied.`,
  fix: 'Commit or stash the changes, then plan again.',
});

const untagged = (ids: readonly string[]): Problem => ({
  code: 'NO_TAG',
  severity: 'warning',
  what: `No tag names a release of ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ` and ${ids.length - 5} more` : ''}; planned as first releases.`,
  fix: 'If they were released before, say how their tags look: "units": { "<id>": { "tag": "…{version}" } }; else pass --first-release.',
});
