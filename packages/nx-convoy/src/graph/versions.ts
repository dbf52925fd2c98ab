import type { Edge } from '../model/graph.ts';
import type { Unit } from '../model/unit.ts';
import type { Lookup } from './lookup.ts';
import { index } from './by-key.ts';

/** Fills in the versions that a manifest leaves to another unit: a wheel's stands with its crate. Before linking, for ranges are held against versions. */
export const withTakenVersions = (units: readonly Unit[], find: Lookup): readonly Unit[] =>
  units.map((unit) => {
    const source = unit.versionSource;
    return unit.version !== undefined || source?.is !== 'of' ? unit : take(unit, find(source.target, unit)[0]);
  });

/** Gives images without a version that of the one unit they embed. */
export function withEmbeddedVersions(units: readonly Unit[], edges: readonly Edge[]): readonly Unit[] {
  const embedded = index(
    edges.filter((edge) => edge.kind === 'embeds'),
    (edge) => [edge.from],
  );
  const known = new Map(units.map((unit) => [unit.id, unit]));
  /** A wheel and the crate whose version it takes are one source: the wheel is what is in the image. */
  const sources = (held: readonly Edge[]): readonly Edge[] => {
    const taken = new Set(held.map(({ to }) => known.get(to)?.versionOf));
    return held.filter(({ to }) => !taken.has(to));
  };
  return units.map((unit): Unit => {
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
