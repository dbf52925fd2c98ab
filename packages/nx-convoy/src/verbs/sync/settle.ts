import semver from 'semver';
import { skewedPairs } from '../../graph/findings.ts';
import type { Graph } from '../../model/graph.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import type { Base } from '../../planning/tags/bases.ts';
import type { ReleaseGroups } from '../../planning/tags/release-groups.ts';
import { canonical } from '../../versions/canonical.ts';

/** Units that must stand at one version, and what their tags say. */
export interface Together {
  readonly units: readonly Unit[];
  readonly base?: Base;
}

/** A unit with the version that it has, or is to have: canonical. */
export interface Settled {
  readonly unit: Unit;
  readonly to: string;
  readonly base?: Base;
}

/**
 * Groups with one version, and units of one folder that are one thing. Two that have releases of their own, each by its own tags, are
 * two things, whatever they are called.
 */
export function together(graph: Graph, { groups, bases }: ReleaseGroups): readonly Together[] {
  const setOf = new Map<string, { units: Unit[]; base?: Base }>();
  const grouped = new Set(groups.flatMap(({ units }) => units.map(({ id }) => id)));
  for (const { name, units, isFixed, isConfigured } of groups) {
    const base = bases.get(name);
    // What nobody gets and nobody spoke of may stand at any version.
    const isOne = isFixed && (isConfigured || units.some((unit) => !unit.private));
    for (const list of isOne ? [units] : units.map((unit) => [unit])) {
      const set = { units: [...list], ...(base === undefined ? {} : { base }) };
      for (const { id } of list) setOf.set(id, set);
    }
  }
  for (const unit of graph.units) if (!grouped.has(unit.id)) setOf.set(unit.id, { units: [unit] });
  for (const [a, b] of skewedPairs(graph.units, graph.edges)) {
    const [one, other] = [setOf.get(a.id), setOf.get(b.id)];
    if (one === undefined || other === undefined || one === other || (a.private && b.private)) continue;
    if (one.base?.latest !== undefined && other.base?.latest !== undefined) continue;
    const base = one.base?.latest === undefined ? (other.base ?? one.base) : one.base;
    const both = { units: [...one.units, ...other.units], ...(base === undefined ? {} : { base }) };
    for (const { id } of both.units) setOf.set(id, both);
  }
  return [...new Set(setOf.values())];
}

/** Versions that were asked for: for one unit, or for all that is not clear. */
export type Asked = (unit: Unit) => string | undefined;

/** One version for each; where the tags do not tell which of several is right, a question in place of a guess. */
export function settle(
  sets: readonly Together[],
  asked: Asked,
): { settled: readonly Settled[]; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const settled = sets.flatMap((set): readonly Settled[] => {
    const stated = [...new Set(set.units.flatMap(({ version }) => canonical(version ?? '') ?? []))].sort(
      semver.rcompare,
    );
    const [highest] = stated;
    if (highest === undefined) return [];
    const said = stated.length > 1 ? set.units.map(asked).find((version) => version !== undefined) : undefined;
    const to = stated.length === 1 ? highest : (said ?? told(stated, highest, set.base));
    if (to === undefined) {
      problems.push(unclear(set, highest));
      return [];
    }
    const base = set.base === undefined ? {} : { base: set.base };
    return set.units.map((unit) => ({ unit, to, ...base }));
  });
  return { settled, problems };
}

/**
 * The highest, if it is the last release or the next one after it: then the others were forgotten. Behind the last release, or more
 * than one step ahead of it, it may as well be the slip.
 */
function told(stated: readonly string[], highest: string, base: Base | undefined): string | undefined {
  const last = base?.latest?.version;
  if (last === undefined || highest === last) return highest;
  if (semver.lt(highest, last)) return undefined;
  const core = highest.replace(/[-+].*$/, '');
  const steps = (['patch', 'minor', 'major'] as const).map((step) => semver.inc(last.replace(/[-+].*$/, ''), step));
  const isNext = steps.includes(core) || core === last.replace(/[-+].*$/, '');
  return isNext && stated.every((version) => version === highest || semver.lte(version, last)) ? highest : undefined;
}

function unclear({ units, base }: Together, highest: string): Problem {
  const stand = units.flatMap(({ id, version }) => (version === undefined ? [] : [`${id} at ${version}`]));
  const shown = stand.slice(0, 4).join(', ') + (stand.length > 4 ? `, … (${stand.length})` : '');
  const last = base?.latest;
  const [first] = units;
  const source = first?.versionSource;
  return {
    code: 'SYNC_UNCLEAR',
    severity: 'error',
    what: `${shown} are released as one, and ${last === undefined ? 'no tag tells which is right' : `the tag ${last.tag.name} does not tell which is right`}.`,
    where: source !== undefined && 'at' in source ? source.at : { file: first?.manifest ?? '' },
    fix: `Say which: nx-convoy sync --to=${first?.id ?? ''}=${last !== undefined && semver.gt(last.version, highest) ? last.version : highest}.`,
  };
}
