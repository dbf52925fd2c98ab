import type { Target } from '../model/claim.ts';
import type { Ecosystem } from '../model/ecosystem.ts';
import type { Unit } from '../model/unit.ts';
import { index } from './by-key.ts';
import { bareId } from './identity.ts';
import { ownersOf } from './owners.ts';

/** Finds the units that a claim's target means. */
export type Lookup = (target: Target, from: Unit) => readonly Unit[];

export function lookup(units: readonly Unit[], ecosystems: readonly Ecosystem[]): Lookup {
  const byKey = index(units, (unit) => [`${unit.ecosystem} ${unit.key}`]);
  const byPath = index(units, (unit) => [`${unit.ecosystem} ${unit.root}`, `${unit.ecosystem} ${unit.manifest}`]);
  const byImage = index(units, (unit) => unit.images ?? []);
  const bySaid = index(units, (unit) => [unit.id, unit.project]);
  const byName = index(units, (unit) => [unit.id.split('#')[0] ?? unit.id]);
  const owners = ownersOf(units);
  const ecosystemOf = new Map(ecosystems.map((ecosystem) => [ecosystem.id, ecosystem]));

  return (target, from) => {
    if ('key' in target) return byKey.get(`${from.ecosystem} ${target.key}`) ?? [];
    if ('path' in target) return byPath.get(`${target.ecosystem} ${target.path}`) ?? [];
    if ('files' in target) return owners(target, from);
    if ('image' in target) return byImage.get(target.image) ?? [];
    if ('id' in target) return bySaid.get(target.id) ?? [];
    const ecosystem = ecosystemOf.get(target.ecosystem);
    const named = ecosystem === undefined ? [] : (byName.get(bareId(ecosystem, target.registered)) ?? []);
    return named.filter((unit) => !unit.private);
  };
}
