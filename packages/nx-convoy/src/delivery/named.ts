import type { Unit } from '../model/unit.ts';
import { isSameRelease } from './stated.ts';

export type Named =
  | { readonly is: 'one'; readonly unit: Unit }
  | { readonly is: 'none' }
  | { readonly is: 'several'; readonly units: readonly Unit[] };

/**
 * The unit that an id was written for. Ids change when a twin comes or goes (`cargo:core`, `cargo:core#libs/core`), ecosystem, name and root
 * do not: what was written before is matched by these; without a root, by whose files state that version.
 */
export function unitNamed(id: string, version: string, units: readonly Unit[]): Named {
  const exact = units.find((unit) => unit.id === id);
  if (exact !== undefined) return { is: 'one', unit: exact };
  const { bare, root } = partsOf(id);
  const twins = units.filter((unit) => partsOf(unit.id).bare === bare);
  const meant =
    root === undefined
      ? twins.filter((unit) => isSameRelease(unit, version))
      : twins.filter((unit) => unit.root === root);
  const [first] = meant;
  if (first === undefined) return { is: 'none' };
  return meant.length === 1 ? { is: 'one', unit: first } : { is: 'several', units: meant };
}

/** Names of no ecosystem have a `#`; a folder may. */
function partsOf(id: string): { readonly bare: string; readonly root?: string } {
  const at = id.indexOf('#');
  return at < 0 ? { bare: id } : { bare: id.slice(0, at), root: id.slice(at + 1) };
}
