import type { Edge } from '../model/graph.ts';
import type { Unit } from '../model/unit.ts';
import type { Lookup } from './lookup.ts';
import { index } from './lookup.ts';

/** Fills in the versions that stand with another unit: a wheel's with its crate, an image's with the one unit it embeds. */
export function withVersions(units: readonly Unit[], edges: readonly Edge[], find: Lookup): readonly Unit[] {
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
  /** A wheel and the crate whose version it takes are one source: the wheel is what is in the image. */
  const sources = (held: readonly Edge[]): readonly Edge[] => {
    const taken = new Set(held.map(({ to }) => known.get(to)?.versionOf));
    return held.filter(({ to }) => !taken.has(to));
  };
  return given.map((unit): Unit => {
    if (unit.version !== undefined || unit.ecosystem !== 'docker') return unit;
    const held = sources((embedded.get(unit.id) ?? []).filter((edge) => known.get(edge.to)?.ecosystem !== 'docker'));
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
