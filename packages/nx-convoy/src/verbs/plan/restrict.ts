import picomatch from 'picomatch';
import type { z } from 'zod';
import type { Config } from '../../model/config.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import type { Graph } from '../../model/graph.ts';
import type { PlannedUnit } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import { editsOf, type Target } from '../../planning/edits/edits.ts';
import { versionOf } from '../../planning/rules/group-settings.ts';
import type { Planned, Released } from '../../planning/plan.ts';
import { requirementStyles } from '../../planning/edits/requirement.ts';
import type { planOptions } from './options.ts';

type Named = Pick<PlannedUnit, 'id' | 'name' | 'project'>;

/** By id, name or project, or by a pattern of any of them. */
export function naming(words: readonly string[]): (unit: Named) => boolean {
  const exact = new Set(words);
  const patterns = words.filter((word) => /[*?[{]/.test(word));
  const matches = patterns.length === 0 ? () => false : picomatch(patterns, { bash: true });
  return ({ id, name, project }) => [id, name, project].some((word) => exact.has(word) || matches(word));
}

interface Whole {
  readonly graph: Graph;
  readonly groupNames: readonly string[];
  readonly ecosystems: readonly Ecosystem[];
  readonly config: Config;
}

/**
 * The asked part of a plan. What it needs and is to be released itself must come along or be out already: leaving it out is told, for the
 * part would be published against versions that nobody can get.
 */
export function restrict(
  planned: Planned,
  { projects, groups }: z.infer<typeof planOptions>,
  { graph, groupNames, ecosystems, config }: Whole,
): { planned: Planned; problems: readonly Problem[] } {
  if (projects === undefined && groups === undefined) return { planned, problems: [] };
  const isNamed = naming(projects ?? []);
  const released = planned.released.filter(
    ({ group }) => (groups?.includes(group.name) ?? false) || group.units.some(isNamed),
  );
  const styles = requirementStyles(
    released.map(({ group }) => group),
    (group) => versionOf(group, config),
  );
  const edits = editsOf(targetsOf(released, graph), graph.edges, ecosystems, styles);
  return {
    planned: { ...planned, released, edits: edits.edits },
    problems: [
      ...(projects ?? []).filter((word) => !graph.units.some(naming([word]))).map(unknownUnit),
      ...(groups ?? []).filter((word) => !groupNames.includes(word)).map((word) => unknownGroup(word, groupNames)),
      ...unreleasedUpstreams(planned, released, graph, projects ?? []),
    ],
  };
}

function targetsOf(released: readonly Released[], { units }: Graph): ReadonlyMap<string, Target> {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  return new Map(
    released.flatMap((one) =>
      one.units.flatMap(({ id, version: { to, spelling } }) => {
        const unit = byId.get(id);
        return unit === undefined ? [] : [[id, { unit, to, spelling }] as const];
      }),
    ),
  );
}

/** All the way up: what an upstream needs must be out as well. Each is told once. */
function unreleasedUpstreams(
  planned: Planned,
  released: readonly Released[],
  graph: Graph,
  projects: readonly string[],
): readonly Problem[] {
  const chosen = new Set(released.flatMap(({ units }) => units.map(({ id }) => id)));
  const waiting = new Map(
    planned.released.flatMap(({ units }) => units.filter((unit) => !unit.private).map((unit) => [unit.id, unit])),
  );
  const missing = new Map<string, Graph['edges'][number]>();
  const open = [...chosen];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const edge of graph.edges) {
      if (edge.from !== id || !edge.orders || chosen.has(edge.to) || missing.has(edge.to) || !waiting.has(edge.to))
        continue;
      missing.set(edge.to, edge);
      open.push(edge.to);
    }
  }
  const all = [...new Set([...(projects.length > 0 ? projects : chosen), ...missing.keys()])].join(',');
  return [...missing.values()].map(({ from, to, file, line }) => ({
    code: 'UPSTREAM_UNRELEASED',
    severity: 'warning',
    what: `${from} needs ${to}, which has unreleased changes (${waiting.get(to)?.version.spelling ?? ''}) and is not part of this plan.`,
    where: { file, line },
    fix: `Take it along: --projects=${all}.`,
  }));
}

const unknownUnit = (word: string): Problem => ({
  code: 'UNIT_UNKNOWN',
  severity: 'error',
  what: `No unit or project is called "${word}".`,
  fix: 'See all units: nx-convoy graph.',
});

const unknownGroup = (word: string, names: readonly string[]): Problem => ({
  code: 'GROUP_UNKNOWN',
  severity: 'error',
  what: `No group is called "${word}".`,
  fix: names.length === 0 ? 'There are no groups: use --projects.' : `The groups are ${names.join(', ')}.`,
});
