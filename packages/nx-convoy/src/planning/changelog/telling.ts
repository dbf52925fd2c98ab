import { reach } from '../../history/reach.ts';
import type { Change } from '../../history/touched.ts';
import type { EdgeKind } from '../../model/claim.ts';
import type { Graph } from '../../model/graph.ts';
import type { Ancestry } from '../../model/history.ts';
import type { Unit } from '../../model/unit.ts';
import type { Released } from '../plan.ts';
import type { Telling } from './make-entry.ts';

/** All that a release tells, whatever the form. */
export interface Teller {
  /** What some units of a release have to tell. */
  readonly tell: (released: Released, units: readonly Unit[]) => Pick<Telling, 'changes' | 'updates'>;
}

/** A dependency that is only worked with concerns nobody else. */
const untold: ReadonlySet<EdgeKind> = new Set(['dev', 'declared']);

export function tellerOf(released: readonly Released[], graph: Graph, ancestry: Ancestry): Teller {
  const position = new Map(graph.units.map(({ id }, at) => [id, at] as const));
  const target = new Map(
    released.flatMap((one) => one.units.map((unit) => [unit.id, { group: one.group.name, unit }] as const)),
  );
  const needs = new Map<string, string[]>();
  for (const { from, to, kind } of graph.edges) {
    if (untold.has(kind) || !target.has(to) || !target.has(from)) continue;
    needs.set(from, [...(needs.get(from) ?? []), to]);
  }
  const news = newsOf(released, ancestry);
  return {
    tell: (one, units) => {
      const own = new Set(units.map(({ id }) => position.get(id)));
      const isWhole = units.length === one.group.units.length;
      const changes = news(one);
      const updated = [...new Set(units.flatMap(({ id }) => needs.get(id) ?? []))].sort().flatMap((id) => {
        const found = target.get(id);
        return found === undefined || found.group === one.group.name || units.some((unit) => unit.id === id)
          ? []
          : [{ name: found.unit.name, version: found.unit.version.spelling }];
      });
      return {
        changes: isWhole ? changes : changes.filter((change) => change.units.some((at) => own.has(at))),
        updates: updated,
      };
    },
  };
}

/** A prerelease tells what came after the one before it; the release that ends the line tells all again. */
function newsOf(released: readonly Released[], ancestry: Ancestry): (one: Released) => readonly Change[] {
  const bases = released.flatMap((one) => prereleaseBase(one, ancestry) ?? []);
  const { isBehind } = reach(ancestry, [...new Set(bases)]);
  return (one) => {
    const base = prereleaseBase(one, ancestry);
    return base === undefined ? one.cause.changes : one.cause.changes.filter(({ at }) => !isBehind(at, base));
  };
}

const prereleaseBase = ({ decision, base }: Released, { at }: Ancestry): number | undefined =>
  decision.bump === 'prerelease' && base.latest !== undefined ? at.get(base.latest.tag.commit) : undefined;
