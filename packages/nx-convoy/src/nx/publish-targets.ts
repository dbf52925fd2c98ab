import type { TargetConfiguration } from '@nx/devkit';
import { firmEdges } from '../graph/order.ts';
import type { Edge, Graph } from '../model/graph.ts';
import type { Unit } from '../model/unit.ts';
import { slugOf } from '../packaging/slug.ts';

type Targets = Record<string, TargetConfiguration>;

/**
 * A target for each unit, after exactly those of the units that it needs: folders may wait for each other where their units do not. Nx's
 * order is for speed; each unit looks by itself whether what it needs is out. `publish` and `nx-release-publish` gather them by the same
 * executor: one that does nothing would say that all is well where a setting of the workspace has replaced what it depends on. A unit that
 * has its folder to itself is published by `publish`: half as many tasks, which cost Nx more than they cost us.
 */
export function publishTargets(units: readonly Unit[], graph: Graph): Targets {
  const { units: all } = graph;
  const names = targetNames(all);
  const edges = firmIn(graph);
  const byId = new Map(all.map((unit) => [unit.id, unit]));
  const ordered = (unit: Unit): TargetConfiguration => {
    const needed = edges.flatMap(({ from, to }) => (from === unit.id ? (byId.get(to) ?? []) : []));
    const dependsOn = [...new Map(needed.map((one) => [one.id, one])).values()].map((one) =>
      after(one.root === unit.root ? undefined : one.project, names.carrying(one)),
    );
    return target([unit.id], dependsOn);
  };
  const gathered = (carrying: readonly string[]): TargetConfiguration =>
    target(
      units.map(({ id }) => id),
      carrying.map((name) => after(undefined, name)),
    );
  const carried = Object.fromEntries(units.map((unit) => [names.carrying(unit), ordered(unit)]));
  const named = Object.fromEntries(units.map((unit) => [names.own(unit), gathered(Object.keys(carried))]));
  return {
    ...named,
    publish: gathered(Object.keys(carried)),
    ...carried,
    // `nx release` knows one exit code for each project, that of the task which ended last: with one task there is nothing to hide behind.
    'nx-release-publish': gathered([]),
  };
}

/** Every folder asks, and the graph is the same for all. Nx refuses a ring of tasks, also one that is none to a publish. */
const firmIn = ({ units, edges }: Graph): readonly Edge[] => {
  const known = firmOf.get(edges) ?? firmEdges(units, edges);
  firmOf.set(edges, known);
  return known;
};
const firmOf = new WeakMap<Graph['edges'], readonly Edge[]>();

/** `params`: without it a task that is pulled in by another one knows nothing of `--dry-run`, and uploads. */
const after = (project: string | undefined, name: string) =>
  ({ ...(project === undefined ? {} : { projects: [project] }), target: name, params: 'forward' }) as const;

/** `cache: false` is said, so that no default for a name or an executor makes Nx remember that something was uploaded. */
const target = (
  units: readonly string[],
  dependsOn: TargetConfiguration['dependsOn'] & object,
): TargetConfiguration => ({
  executor: 'nx-convoy:publish',
  options: { units },
  cache: false,
  ...(dependsOn.length === 0 ? {} : { dependsOn }),
});

interface Names {
  /** `publish-cargo`; where a folder has several units of an ecosystem, `publish-docker-<name>` for each. */
  own(unit: Unit): string;
  /** The target by which a unit is published, and which others wait for. */
  carrying(unit: Unit): string;
}

function targetNames(all: readonly Unit[]): Names {
  const counts = new Map<string, number>();
  const ofKind = ({ root, ecosystem }: Unit): string => `${ecosystem} ${root}`;
  for (const unit of all)
    for (const place of [unit.root, ofKind(unit)]) counts.set(place, (counts.get(place) ?? 0) + 1);
  const own = (unit: Unit): string =>
    counts.get(ofKind(unit)) === 1 ? `publish-${unit.ecosystem}` : `publish-${unit.ecosystem}-${slugOf(unit.id)}`;
  return { own, carrying: (unit) => (counts.get(unit.root) === 1 ? 'publish' : own(unit)) };
}
