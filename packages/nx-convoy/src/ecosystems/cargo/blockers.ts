import type { Problem } from '../../model/problem.ts';
import type { Unversioned } from './claims.ts';

/**
 * What keeps crates from being published, told once per place that mends it: a workspace's table is inherited by dozens of crates.
 */
export function blockers(
  unversioned: readonly Unversioned[],
  versionAt: (manifest: string) => string | undefined,
): readonly Problem[] {
  const byPlace = new Map<string, Unversioned[]>();
  for (const item of unversioned) {
    const { file, line } = item.need.at;
    const place = `${file}:${line ?? 1}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), item]);
  }
  return [...byPlace.values()].flatMap((items) => {
    const [first] = items;
    return first === undefined ? [] : [pathWithoutVersion(first, items.length, versionAt(first.manifest) ?? '0.1.0')];
  });
}

const pathWithoutVersion = ({ need, key, by }: Unversioned, count: number, version: string): Problem => ({
  code: 'CARGO_PATH_WITHOUT_VERSION',
  severity: 'warning',
  what: `${key} is required by path alone${count > 1 ? `, by ${count} crates` : need.at.file === by.file ? '' : `, by ${by.file}`}; cargo refuses to publish what needs it.`,
  where: need.at,
  fix: `Add a version beside the path: ${key} = { path = "${need.path ?? ''}", version = "${version}" }.`,
});
