import type { z } from 'zod';
import type { Graph } from '../../model/graph.ts';
import type { Problem } from '../../model/problem.ts';
import type { Planned } from '../../planning/plan.ts';
import type { planOptions } from './options.ts';

/**
 * The asked part of a plan. What it needs and is to be released itself must come along or be out already: leaving it out is told, for the
 * part would be published against versions that nobody can get.
 */
export function restrict(
  planned: Planned,
  { projects, groups }: z.infer<typeof planOptions>,
  graph: Graph,
): { planned: Planned; problems: readonly Problem[] } {
  if (projects === undefined && groups === undefined) return { planned, problems: [] };
  const isAsked = ({ group }: Planned['released'][number]): boolean =>
    (groups?.includes(group.name) ?? false) ||
    group.units.some(
      ({ id, name, project }) => projects?.some((word) => word === id || word === name || word === project) ?? false,
    );
  const released = planned.released.filter(isAsked);
  const ids = new Set(released.flatMap(({ units }) => units.map(({ id }) => id)));
  const waiting = new Map(planned.released.flatMap(({ units }) => units.map((unit) => [unit.id, unit] as const)));
  const known = new Set([...graph.units.flatMap(({ id, name, project }) => [id, name, project])]);
  const missing = (projects ?? []).filter((word) => !known.has(word)).map(unknown);
  const upstream = graph.edges
    .filter(({ from, to, orders }) => orders && ids.has(from) && !ids.has(to) && waiting.get(to)?.private === false)
    .map(({ from, to, file, line }): Problem => ({
      code: 'UPSTREAM_UNRELEASED',
      severity: 'warning',
      what: `${from} needs ${to}, which has unreleased changes (${waiting.get(to)?.version.to ?? ''}) and is not part of this plan.`,
      where: { file, line },
      fix: `Add it: --projects=${[...(projects ?? []), to].join(',')}.`,
    }));
  const roots = released.flatMap(({ group }) => group.units);
  const files = new Set([
    ...roots.map(({ manifest }) => manifest),
    ...roots.flatMap(({ versionSource: source }) => (source !== undefined && 'at' in source ? [source.at?.file] : [])),
  ]);
  return {
    planned: { ...planned, released, edits: planned.edits.filter(({ file }) => files.has(file)) },
    problems: [...missing, ...upstream],
  };
}

const unknown = (word: string): Problem => ({
  code: 'UNIT_UNKNOWN',
  severity: 'error',
  what: `No unit or project is called "${word}".`,
  fix: 'See all units: nx-convoy graph.',
});
