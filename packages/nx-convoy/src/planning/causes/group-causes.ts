import { reach } from '../../history/reach.ts';
import type { Touched } from '../../history/touched.ts';
import type { Ancestry } from '../../model/history.ts';
import type { Base } from '../tags/bases.ts';
import { carriersOf } from './carriers.ts';
import { causeOf, type Cause, type Since } from './causes.ts';
import { settingsOf } from '../rules/group-settings.ts';
import type { Group } from '../groups/groups.ts';
import type { Inputs } from '../planned.ts';
import { withLevelRequests } from '../asked/requests.ts';

/** What the commits since its base, and files of the repository, ask of each group. */
export function causesOf(
  groups: readonly Group[],
  bases: ReadonlyMap<string, Base>,
  inputs: Inputs,
): ReadonlyMap<string, Cause> {
  const { graph, ancestry, commits, rule, types, config } = inputs;
  const options = { rule, types, useScope: config.release?.conventionalCommits?.useCommitScope !== false };
  const sinceOf = new Map([...bases].map(([name, base]) => [name, positionsOf(base, ancestry)] as const));
  const behind = reach(ancestry, [
    ...new Set(
      [...sinceOf.values()].flatMap(({ stable, latest }) => [stable, latest].filter((at) => at !== undefined)),
    ),
  ]);
  const groupAt = new Map(groups.flatMap((group) => group.units.map(({ id }) => [id, group.name] as const)));
  const touched = commitsByGroup(commits, carriersOf(graph.units, graph.edges, groupAt));
  return new Map(
    groups.map((group) => {
      const since = sinceOf.get(group.name) ?? {};
      const cause = causeOf(group, touched.get(group.name) ?? [], graph.units, since, behind, options);
      const asked = settingsOf(group, config, rule).isByPlans ? withoutCommits(cause) : cause;
      return [group.name, withLevelRequests(asked, inputs.levelRequests ?? [], group)];
    }),
  );
}

/** They are told in changelogs, but they ask for nothing. */
const withoutCommits = ({ changes }: Cause): Cause => ({ changes, level: 'none', because: [], isNew: false });

function commitsByGroup(
  commits: readonly Touched[],
  carriers: readonly (readonly string[])[],
): ReadonlyMap<string, readonly Touched[]> {
  const touched = new Map<string, Touched[]>();
  for (const commit of commits) {
    const { units } = commit;
    const names = units.length === 1 ? (carriers[units[0] ?? -1] ?? []) : units.flatMap((at) => carriers[at] ?? []);
    for (const name of names.length > 1 ? new Set(names) : names) {
      const list = touched.get(name);
      if (list === undefined) touched.set(name, [commit]);
      else list.push(commit);
    }
  }
  return touched;
}

function positionsOf({ stable, latest }: Base, { at }: Ancestry): Since {
  const [stableAt, latestAt] = [stable, latest].map((release) =>
    at.get(release?.tag.beside ?? release?.tag.commit ?? ''),
  );
  return {
    ...(stableAt === undefined ? {} : { stable: stableAt }),
    ...(latestAt === undefined ? {} : { latest: latestAt }),
    ...((stable ?? latest)?.tag.beside === undefined ? {} : { written: (stable ?? latest)?.version ?? '' }),
  };
}
