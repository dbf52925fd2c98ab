import { join, nameOf, upwards } from '../../paths/inside.ts';
import type { Tree } from './tree.ts';

const ours: readonly string[] = ['Cargo.toml', 'pyproject.toml', 'setup.py', 'setup.cfg', 'package.json'];
const others: readonly string[] = [
  'go.mod',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'mix.exs',
  'composer.json',
  'Gemfile',
  'Package.swift',
  'pubspec.yaml',
];

/**
 * Whether copied files belong to a project of another kind (a Go module in a repository of Python packages), so that they are no part
 * of a unit whose folder happens to be above.
 */
export function foreignIn(tree: Tree): (path: string) => boolean {
  const known = new Map<string, boolean>();
  const hasAny = (folder: string, names: readonly string[]): boolean =>
    names.some((name) => tree.isFile(join(folder, name)));
  const isForeign = (path: string): boolean => {
    for (const folder of upwards(path)) {
      if (hasAny(folder, ours)) return false;
      if (hasAny(folder, others)) return true;
    }
    return false;
  };
  return (path) => {
    const foreign =
      known.get(path) ?? (isForeign(path) && !tree.below(path).some((file) => ours.includes(nameOf(file))));
    known.set(path, foreign);
    return foreign;
  };
}
