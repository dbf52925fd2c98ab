import { restOfFile, type Sharing, type Taking } from '../../model/shared.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Found } from '../../model/unit.ts';
import { folderOf, join, nameOf } from '../../paths/inside.ts';
import { isObject, objectOf, textsOf, type JsonObject } from '../../text/json/narrow.ts';
import { readJson } from '../../text/json/read.ts';
import { readYaml } from '../../text/yaml/read.ts';
import { changedNames } from '../changed.ts';
import { closure } from '../closure.ts';
import { changedLocked, lockNames, readLocked } from './locked.ts';

/**
 * A workspace's manifest, the files of its tool with catalogs, and its lock. A range of a catalog is published with each package that
 * names it; what a lock or an override pins is only in what is built here.
 */
export const sharing: Sharing = {
  files: (units, isThere) => [...new Set(units.flatMap(({ workspace }) => filesBeside(workspace, isThere)))],
  changed: (file, before = '', after = '') =>
    isLock(file)
      ? changedLocked(file, before, after)
      : changedNames(catalogsAndPins(before, file), catalogsAndPins(after, file)),
  takings: (repo, units) => {
    const manifests = new Map(units.map((unit) => [unit.key, manifestOf(unit, repo)] as const));
    return [...catalogued(units, manifests), ...locked(repo, units, manifests)];
  },
};

const tools = ['pnpm-workspace.yaml', '.yarnrc.yml', 'package.json'] as const;
const isLock = (file: string): boolean => lockNames.some((name) => name === nameOf(file));

function filesBeside(workspace: string | undefined, isThere: (path: string) => boolean): readonly string[] {
  if (workspace === undefined) return [];
  const folder = folderOf(workspace);
  const lock = lockNames.map((name) => join(folder, name)).find(isThere);
  const found = tools.map((name) => join(folder, name)).filter(isThere);
  return lock === undefined ? found : [...found, lock];
}

function catalogsAndPins(text: string, file: string): ReadonlyMap<string, string> {
  const read = nameOf(file) === 'package.json' ? readJson(text, file) : readYaml(text, file);
  const found = new Map<string, string>();
  if (!read.ok) return found;
  const { catalog, catalogs, overrides, resolutions, ...rest } = objectOf(read.value.data);
  const { catalog: own, catalogs: named, ...workspaces } = objectOf(rest.workspaces);
  const { overrides: pnpm, ...manager } = objectOf(rest.pnpm);
  const tables: readonly (readonly [string, unknown])[] = [
    ['default', catalog ?? own],
    ...Object.entries({ ...objectOf(catalogs), ...objectOf(named) }),
  ];
  for (const [word, table] of tables)
    for (const [name, range] of textsOf(table)) found.set(`catalog.${word}.${name}`, range);
  for (const pins of [overrides, resolutions, pnpm])
    for (const [key, value] of Object.entries(objectOf(pins))) {
      const name = pinned(key);
      found.set(`pin.${name}`, `${found.get(`pin.${name}`) ?? ''}${JSON.stringify([key, value])}`);
    }
  const others = {
    ...rest,
    ...(isObject(rest.workspaces) ? { workspaces } : {}),
    ...(isObject(rest.pnpm) ? { pnpm: manager } : {}),
  };
  found.set(restOfFile, JSON.stringify(others));
  return found;
}

/** Whom an override is about: `foo`, `foo@1`, `bar>foo@1`, `bar/foo`, `@scope/foo`. */
const pinned = (key: string): string => /((?:@[^/>@]+\/)?[^/>@]+)(?:@[^>]*)?$/.exec(key)?.[1] ?? key;

function manifestOf({ manifest }: Found, repo: Snapshot): JsonObject {
  const text = repo.text(manifest);
  const read = text?.ok === true ? (repo.once?.(manifest, readJson) ?? readJson(text.value, manifest)) : undefined;
  return objectOf(read?.ok === true ? read.value.data : undefined);
}

type Manifests = ReadonlyMap<string, JsonObject>;
const published = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

const needsIn = (manifest: JsonObject | undefined): readonly (readonly [string, string])[] =>
  published.flatMap((section) => textsOf(manifest?.[section]));

function catalogued(units: readonly Found[], manifests: Manifests): readonly Taking[] {
  return units.flatMap(({ key, workspace }) => {
    if (workspace === undefined) return [];
    const names = needsIn(manifests.get(key)).flatMap(([name, range]) => {
      const catalog = /^catalog:(.*)$/.exec(range)?.[1]?.trim();
      return catalog === undefined ? [] : [`catalog.${catalog === '' ? 'default' : catalog}.${name}`];
    });
    if (names.length === 0) return [];
    const values = new Set(names);
    return tools.map((tool) => ({ unit: key, file: join(folderOf(workspace), tool), values, isShipped: true }));
  });
}

const readAt = (text: string, file: string): ReturnType<typeof readLocked> => readLocked(file, text);

/** What each package is built with, by the names in the lock; packages of this repository need what their manifests say. */
function locked(repo: Snapshot, units: readonly Found[], manifests: Manifests): readonly Taking[] {
  const byName = new Map(units.map(({ name, key }) => [name, manifests.get(key)] as const));
  const locks = new Map<string, ReturnType<typeof readLocked> | undefined>();
  const lockAt = (file: string): ReturnType<typeof readLocked> | undefined => {
    if (!locks.has(file)) {
      const text = repo.text(file);
      locks.set(file, text?.ok === true ? (repo.once?.(file, readAt) ?? readAt(text.value, file)) : undefined);
    }
    return locks.get(file);
  };
  const open = new Set(units.filter((unit) => !unit.private).map(({ workspace }) => workspace));
  const there = new Set(repo.files);
  return units.flatMap(({ key, workspace }) => {
    if (workspace === undefined) return [];
    const folder = folderOf(workspace);
    const file = lockNames.map((name) => join(folder, name)).find((path) => there.has(path));
    const lock = file === undefined ? undefined : lockAt(file);
    const direct = needsIn(manifests.get(key)).map(([name]) => name);
    const names = new Set([
      ...direct,
      ...closure(direct, (name) => {
        const local = byName.get(name);
        return local === undefined ? (lock?.needs.get(name) ?? []) : needsIn(local).map(([need]) => need);
      }),
    ]);
    if (names.size === 0) return [];
    // A registry takes no lock along; where it takes nothing of the workspace, what is there is deployed as it was built.
    const isShipped = !open.has(workspace);
    const pins = new Set([...names].map((name) => `pin.${name}`));
    return [
      ...(file === undefined ? [] : [{ unit: key, file, values: names, isShipped }]),
      ...tools.map((tool) => ({ unit: key, file: join(folder, tool), values: pins, isShipped })),
    ];
  });
}
