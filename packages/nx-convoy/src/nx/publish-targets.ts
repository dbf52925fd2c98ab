import type { TargetConfiguration } from '@nx/devkit';
import type { Graph } from '../model/graph.ts';
import type { Unit } from '../model/unit.ts';
import { slugOf } from '../packaging/slug.ts';

type Targets = Record<string, TargetConfiguration>;

/**
 * A target for each unit, after exactly those of the units that it needs: folders may wait for each other where their units do not. Nx's
 * order is for speed; each unit looks by itself whether what it needs is out. `publish` and `nx-release-publish` gather them by the same
 * executor: one that does nothing would say that all is well where a setting of the workspace has replaced what it depends on.
 */
export function publishTargets(units: readonly Unit[], { units: all, edges }: Graph): Targets {
  const nameOf = targetNames(all);
  const byId = new Map(all.map((unit) => [unit.id, unit]));
  const own = Object.fromEntries(
    units.map((unit) => {
      const needed = edges.flatMap(({ from, to, orders }) => (orders && from === unit.id ? (byId.get(to) ?? []) : []));
      const dependsOn = [...new Map(needed.map((one) => [one.id, one])).values()].map((one) =>
        after(one.root === unit.root ? undefined : one.project, nameOf(one)),
      );
      return [nameOf(unit), target([unit.id], dependsOn)];
    }),
  );
  const ids = units.map(({ id }) => id);
  const gathered = target(
    ids,
    Object.keys(own).map((name) => after(undefined, name)),
  );
  // `nx release` knows one exit code for each project, that of the task which ended last: with one task there is nothing to hide behind.
  return { ...own, publish: gathered, 'nx-release-publish': target(ids, []) };
}

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

/** `publish-cargo`; where a folder has several units of an ecosystem, `publish-docker-<name>` for each. */
function targetNames(all: readonly Unit[]): (unit: Unit) => string {
  const counts = new Map<string, number>();
  const place = ({ root, ecosystem }: Unit): string => `${ecosystem} ${root}`;
  for (const unit of all) counts.set(place(unit), (counts.get(place(unit)) ?? 0) + 1);
  return (unit) =>
    counts.get(place(unit)) === 1 ? `publish-${unit.ecosystem}` : `publish-${unit.ecosystem}-${slugOf(unit.id)}`;
}
