import { restOfFile, type Sharing, type Taking } from '../../model/shared.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Found } from '../../model/unit.ts';
import { folderOf, join, nameOf } from '../../paths/inside.ts';
import { readToml, tableOf, type TomlTable, type TomlValue } from '../../text/toml/read.ts';
import { changedInBlocks, changedNames } from '../changed.ts';
import { lockedNeeds, lockedVersions } from './locked.ts';
import { isInherited, packageTable, requirements } from './manifest.ts';

/**
 * A workspace's Cargo.toml and its Cargo.lock. The requirements of a published crate are those that it inherits; its lock is used only
 * where programs are installed from it.
 */
export const sharing: Sharing = {
  files: (units, isThere) => [...new Set(units.flatMap(({ workspace: root }) => filesBeside(root, isThere)))],
  changed: (file, before = '', after = '') =>
    nameOf(file) === 'Cargo.lock'
      ? changedInBlocks(before, after, lockedVersions)
      : changedNames(inheritable(before, file), inheritable(after, file)),
  takings: (repo, units) => [...inherited(repo, units), ...locked(repo, units)],
};

function filesBeside(root: string | undefined, isThere: (path: string) => boolean): readonly string[] {
  return root === undefined ? [] : [root, lockBeside(root)].filter(isThere);
}

const lockBeside = (root: string): string => join(folderOf(root), 'Cargo.lock');

function inheritable(text: string, file: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const read = readToml(text, file);
  if (!read.ok) return found;
  const { workspace, ...rest } = read.value.data;
  const { dependencies, package: shared, ...others } = tableOf(workspace);
  for (const [key, spec] of Object.entries(tableOf(dependencies)))
    if (spec !== undefined) found.set(`dependencies.${key}`, canonical(requirement(spec)));
  for (const [key, value] of Object.entries(tableOf(shared)))
    if (value !== undefined && key !== 'version') found.set(`package.${key}`, canonical(value));
  found.set(restOfFile, canonical({ ...rest, workspace: others }));
  return found;
}

/** The version of a crate of this repository moves with its releases, which reach those that need it by their edges. */
function requirement(spec: TomlValue): TomlTable {
  const table = typeof spec === 'string' ? { version: spec } : tableOf(spec);
  const { version, ...rest } = table;
  return table.path === undefined ? { ...rest, version } : rest;
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => {
    if (typeof one === 'bigint') return String(one);
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return one;
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  });

function inherited(repo: Snapshot, units: readonly Found[]): readonly Taking[] {
  return units.flatMap(({ key, manifest, root, workspace }) => {
    const text = workspace === undefined ? undefined : repo.text(manifest);
    const read = text?.ok === true ? (repo.once?.(manifest, readToml) ?? readToml(text.value, manifest)) : undefined;
    if (workspace === undefined || read?.ok !== true) return [];
    const crate = { file: manifest, folder: root, content: read.value };
    const needed = requirements(crate).filter(
      ({ section, spec }) => section !== 'dev-dependencies' && isInherited(spec),
    );
    const said = Object.entries(packageTable(crate) ?? {}).filter(([, value]) => isInherited(value));
    const values = [...needed.map((need) => `dependencies.${need.key}`), ...said.map(([field]) => `package.${field}`)];
    return values.length === 0 ? [] : [{ unit: key, file: workspace, values: new Set(values), isShipped: true }];
  });
}

function locked(repo: Snapshot, units: readonly Found[]): readonly Taking[] {
  const needs = new Map<string, ReturnType<typeof lockedNeeds> | undefined>();
  const needsIn = (lock: string): ReturnType<typeof lockedNeeds> | undefined => {
    if (needs.has(lock)) return needs.get(lock);
    const text = repo.text(lock);
    const read = text?.ok === true ? lockedNeeds(text.value) : undefined;
    needs.set(lock, read);
    return read;
  };
  const open = new Set(units.filter((unit) => !unit.private).map(({ workspace }) => workspace));
  return units.flatMap(({ key, name, workspace, programs = [], private: isPrivate }) => {
    const lock = workspace === undefined ? undefined : lockBeside(workspace);
    const values = lock === undefined ? undefined : needsIn(lock)?.(name);
    if (lock === undefined || values === undefined || values.size === 0) return [];
    // Where nothing of a workspace goes to a registry it is an application; elsewhere a private program is a tool for the work.
    const isShipped = programs.length > 0 && (!isPrivate || !open.has(workspace));
    return [{ unit: key, file: lock, values, isShipped }];
  });
}
