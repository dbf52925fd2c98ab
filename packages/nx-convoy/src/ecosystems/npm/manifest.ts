import type { EdgeKind } from '../../model/claim.ts';
import type { Json } from '../../text/json/read.ts';
import { isObject, objectOf, type JsonObject } from '../../text/json/narrow.ts';
import type { Read } from '../reading.ts';

export type Package = Read<Json>;

export const isPackage = (pkg: Package): boolean => isObject(pkg.content.data);
export const tableOf = (pkg: Package): JsonObject => objectOf(pkg.content.data);

/** npm refuses to publish whatever is truthy here, a text too. */
export const isPrivate = (pkg: Package): boolean => Boolean(tableOf(pkg).private);

/** It is there to carry tasks of a runner that knows no other packages, and ships nothing. */
export const isShim = (pkg: Package): boolean => objectOf(tableOf(pkg).convoy).shim === true;

export type Section = 'dependencies' | 'optionalDependencies' | 'peerDependencies' | 'devDependencies';

export const sections: readonly (readonly [Section, EdgeKind])[] = [
  ['dependencies', 'runtime'],
  ['optionalDependencies', 'runtime'],
  ['peerDependencies', 'runtime'],
  ['devDependencies', 'dev'],
];

/** One requirement as it stands in a manifest. */
export interface Requirement {
  readonly section: Section;
  readonly kind: EdgeKind;
  readonly name: string;
  readonly written: unknown;
}

export function requirements(pkg: Package): readonly Requirement[] {
  const table = tableOf(pkg);
  const found: Requirement[] = [];
  for (const [section, kind] of sections) {
    const entries = objectOf(table[section]);
    for (const name of Object.keys(entries)) found.push({ section, kind, name, written: entries[name] });
  }
  return found;
}

/** Whether a tool is among what the package is built with. */
export const isBuiltWith = (pkg: Package, tool: string): boolean =>
  [tableOf(pkg).devDependencies, tableOf(pkg).dependencies].some((entries) => Object.hasOwn(objectOf(entries), tool));
