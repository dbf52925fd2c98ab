import { packageBlocks } from '../package-blocks.ts';

/** A package of a uv.lock, as far as it tells who was installed with what. */
export interface Locked {
  readonly name: string;
  readonly version: string;
  /** One of this repository. */
  readonly isLocal: boolean;
  readonly needs: readonly string[];
}

/** Packages from elsewhere, by name. */
export function lockedVersions(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name, version, isLocal } of lockedPackages(text))
    if (!isLocal) found.set(name, `${found.get(name) ?? ''}${version} `);
  return found;
}

/** What is needed for development stands in a table of its own. */
export const lockedPackages = (text: string): readonly Locked[] =>
  packageBlocks(text).flatMap((block) => {
    const [, name] = /^name = "([^"]*)"/.exec(block) ?? [];
    if (name === undefined) return [];
    const used = /^\[package\.(?:dev-dependencies|metadata)/m.exec(block)?.index ?? block.length;
    const needs = [...block.slice(0, used).matchAll(/\{ name = "([^"]*)"/g)].map(([, need = '']) => need);
    return [
      {
        name,
        version: /^version = "([^"]*)"/m.exec(block)?.[1] ?? '',
        isLocal: /^source = \{ (?:editable|virtual|directory|path) = /m.test(block),
        needs,
      },
    ];
  });
