import type { Edge } from '../model/graph.ts';
import type { Unit } from '../model/unit.ts';
import type { Lookup } from './lookup.ts';
import { index } from './lookup.ts';

/** Fills in the versions that stand with another unit: a wheel's with its crate, an image's with the one unit it embeds. */
export function withVersions(units: readonly Unit[], edges: readonly Edge[], find: Lookup): readonly Unit[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const embedded = index(
    edges.filter((edge) => edge.kind === 'embeds'),
    (edge) => [edge.from],
  );
  const given = units.map((unit): Unit => {
    const source = unit.versionSource;
    if (unit.version !== undefined || source?.is !== 'of') return unit;
    return take(unit, find(source.target, unit)[0]);
  });
  const known = new Map(given.map((unit) => [unit.id, unit]));
  return given.map((unit): Unit => {
    if (unit.version !== undefined || unit.ecosystem !== 'docker') return unit;
    const held = (embedded.get(unit.id) ?? []).filter((edge) => byId.get(edge.to)?.ecosystem !== 'docker');
    const [edge, ...others] = held;
    if (edge === undefined || others.length > 0) return unit;
    const source = known.get(edge.to);
    const at = { file: edge.file, line: edge.line };
    return source === undefined
      ? unit
      : take({ ...unit, versionSource: { is: 'of', target: { id: source.id }, at } }, source);
  });
}

const take = (unit: Unit, source: Unit | undefined): Unit =>
  source === undefined
    ? unit
    : { ...unit, versionOf: source.id, ...(source.version === undefined ? {} : { version: source.version }) };
