import { restOfFile, type Sharing, type Taking } from '../../model/shared.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Found } from '../../model/unit.ts';
import { folderOf, join, nameOf } from '../../paths/inside.ts';
import { readToml, stringsOf, tableOf, type TomlTable } from '../../text/toml/read.ts';
import { changedInBlocks, changedNames } from '../changed.ts';
import { closure } from '../closure.ts';
import { lockedPackages, lockedVersions, type Locked } from './locked.ts';
import { normalise } from './names.ts';

/** A uv workspace's pyproject.toml with what it pins for all members, and its lock. Neither is in a wheel, both are in what is built from it. */
export const sharing: Sharing = {
  files: (units, isThere) => [
    ...new Set(
      units.flatMap(({ workspace: root }) => (root === undefined ? [] : [root, lockBeside(root)].filter(isThere))),
    ),
  ],
  changed: (file, before = '', after = '') =>
    nameOf(file) === 'uv.lock'
      ? changedInBlocks(before, after, lockedVersions)
      : changedNames(pins(before, file), pins(after, file)),
  takings,
};

const lockBeside = (root: string): string => join(folderOf(root), 'uv.lock');
const pinLists = ['constraint-dependencies', 'override-dependencies', 'build-constraint-dependencies'] as const;

function pins(text: string, file: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const read = readToml(text, file);
  if (!read.ok) return found;
  const { tool, ...others } = read.value.data;
  const { uv, ...tools } = tableOf(tool);
  const rest: Record<string, TomlTable[string]> = { ...tableOf(uv) };
  for (const list of pinLists) {
    for (const requirement of stringsOf(rest[list])) {
      const name = normalise(/^[\w.-]+/.exec(requirement.trim())?.[0] ?? requirement);
      found.set(`pin.${name}`, `${found.get(`pin.${name}`) ?? ''}${list} ${requirement};`);
    }
    rest[list] = undefined;
  }
  found.set(
    restOfFile,
    JSON.stringify({ others, tools, rest }, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one)),
  );
  return found;
}

function takings(repo: Snapshot, units: readonly Found[]): readonly Taking[] {
  const known = new Map<string, ReadonlyMap<string, readonly Locked[]>>();
  const packagesIn = (lock: string): ReadonlyMap<string, readonly Locked[]> => {
    const before = known.get(lock);
    if (before !== undefined) return before;
    const text = repo.text(lock);
    const byName = new Map<string, Locked[]>();
    for (const one of lockedPackages(text?.ok === true ? text.value : ''))
      byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
    known.set(lock, byName);
    return byName;
  };
  const open = new Set(units.filter((unit) => !unit.private).map(({ workspace }) => workspace));
  return units.flatMap(({ key, name, workspace }) => {
    if (workspace === undefined) return [];
    const packages = packagesIn(lockBeside(workspace));
    const names = closure([normalise(name)], (one) => (packages.get(one) ?? []).flatMap(({ needs }) => needs));
    if (names.size === 0) return [];
    const isShipped = !open.has(workspace);
    const pinned = new Set([...names].map((one) => `pin.${one}`));
    return [
      { unit: key, file: lockBeside(workspace), values: names, isShipped },
      { unit: key, file: workspace, values: pinned, isShipped },
    ];
  });
}
