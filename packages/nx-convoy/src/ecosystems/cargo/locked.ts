import { closure } from '../closure.ts';
import { packageBlocks } from '../package-blocks.ts';

/** A package of a Cargo.lock, as far as it tells who was built with what. */
interface Locked {
  readonly name: string;
  readonly version: string;
  /** Without one it is a crate of this repository. */
  readonly isLocal: boolean;
  readonly needs: readonly string[];
}

/** Packages from elsewhere, by name and compatible line: several lines of one name live side by side. */
export function lockedVersions(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name, version, isLocal } of lockedPackages(text)) {
    if (!isLocal) found.set(lineOf(name, version), version);
  }
  return found;
}

/** For crates of this repository, what they are built with: the names that `lockedVersions` gives. */
export function lockedNeeds(text: string): (crate: string) => ReadonlySet<string> {
  const byName = new Map<string, Locked[]>();
  const locals = new Map<string, Locked>();
  for (const one of lockedPackages(text)) {
    byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
    if (one.isLocal) locals.set(one.name, one);
  }
  // A reference tells as much as is needed: `name`, `name version`, `name version (source)`.
  const needsOf = ({ needs }: Locked): readonly Locked[] =>
    needs.flatMap((need) => {
      const [name = '', version] = need.split(' ');
      const same = byName.get(name) ?? [];
      return version === undefined ? same : same.filter((one) => one.version === version);
    });
  return (crate) => {
    const own = locals.get(crate);
    const all = own === undefined ? [] : closure([own], needsOf);
    return new Set([...all].filter(({ isLocal }) => !isLocal).map(({ name, version }) => lineOf(name, version)));
  };
}

const lineOf = (name: string, version: string): string =>
  `${name} ${/^(?:0\.0\.\d+|0\.\d+|\d+)/.exec(version)?.[0] ?? version}`;

const lockedPackages = (text: string): readonly Locked[] =>
  packageBlocks(text).flatMap((block) => {
    const [, name, version] = /^name = "([^"]*)"\nversion = "([^"]*)"/.exec(block) ?? [];
    if (name === undefined || version === undefined) return [];
    const needs = /^dependencies = \[([^\]]*)\]/m.exec(block)?.[1] ?? '';
    return [
      {
        name,
        version,
        isLocal: !block.includes('\nsource = '),
        needs: [...needs.matchAll(/"([^"]*)"/g)].map(([, need = '']) => need),
      },
    ];
  });
