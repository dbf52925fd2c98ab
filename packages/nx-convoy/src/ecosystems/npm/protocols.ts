import type { Place } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { join } from '../../paths/inside.ts';
import { objectOf, stringOf, textsOf, type JsonObject } from '../../text/json/narrow.ts';
import { readYaml } from '../../text/yaml/read.ts';
import type { Listing } from './listing.ts';
import { tableOf, type Package } from './manifest.ts';
import type { Workspace } from './membership.ts';
import { plainRange } from './ranges.ts';

/** The folder that a requirement names; `./x` is short for `file:./x`. An archive is none. */
export function pathIn(spec: string): string | undefined {
  if (!/^(?:file|link|portal):|^\.\.?(?:\/|$)/.test(spec)) return undefined;
  const path = spec.replace(/^(?:file|link|portal):(?:\/\/(?=\.))?/, '');
  return /\.t(?:ar\.)?gz$/.test(path) ? undefined : path;
}

/** What stands in a catalog for `catalog:` or `catalog:name`, and where: all who say so share it. */
export function cataloguedIn({ catalogs }: Workspace, spec: string, name: string): Entry | undefined {
  const catalog = spec.slice('catalog:'.length).trim();
  const isUnnamed = catalog === '' || catalog === 'default';
  for (const { table, path, line, file } of catalogs) {
    const named = objectOf(table.catalogs);
    const places: readonly (readonly [unknown, readonly string[]])[] = [
      ...(isUnnamed ? [[table.catalog, ['catalog']] as const] : []),
      [named[isUnnamed ? 'default' : catalog], ['catalogs', isUnnamed ? 'default' : catalog]],
    ];
    for (const [entries, keys] of places) {
      const range = stringOf(objectOf(entries)[name]);
      if (range !== undefined) return { range, at: { file, line: line(...path, ...keys, name) } };
    }
  }
  return undefined;
}

/** A requirement that stands in one place for several packages. */
export interface Entry {
  readonly range: string;
  readonly at: Place;
}

/** A table that may hold catalogs, and where it stands in its file. */
export interface CatalogTable {
  readonly table: JsonObject;
  readonly file: string;
  readonly path: readonly string[];
  readonly line: (...path: readonly (string | number)[]) => number;
}

/** pnpm keeps them in pnpm-workspace.yaml, Yarn in .yarnrc.yml, bun in the package.json, below `workspaces` or beside it. */
export function catalogTables(listing: Listing, root: Package | undefined, repo: Snapshot): readonly CatalogTable[] {
  const settings = { table: listing.settings, file: listing.file, path: [], line: listing.place };
  const rc = join(listing.folder, '.yarnrc.yml');
  const text = repo.text(rc);
  const yarn = text?.ok === true && text.value.includes('catalog') ? readYaml(text.value, rc) : undefined;
  const table = root === undefined ? {} : tableOf(root);
  const own = (at: JsonObject, path: readonly string[]): readonly CatalogTable[] =>
    root === undefined ? [] : [{ table: at, file: root.file, path, line: (...keys) => root.content.line(...keys) }];
  return [
    settings,
    ...(yarn?.ok === true
      ? [
          {
            table: objectOf(yarn.value.data),
            file: rc,
            path: [],
            line: (...keys: readonly (string | number)[]) => yarn.value.line(...keys),
          },
        ]
      : []),
    ...own(objectOf(table.workspaces), ['workspaces']),
    ...own(table, []),
  ];
}

/** A requirement that the workspace's root puts in the place of each one of that name, with the folder its paths start from. */
export interface Replacement {
  readonly spec: string;
  readonly from: string;
}

/** Only those that lead to a folder or to a member: versions that are forced upon everybody prove nothing. */
export function replacements({ root, listing }: Workspace): ReadonlyMap<string, Replacement> {
  const table = root === undefined ? {} : tableOf(root);
  const said = [table.overrides, table.resolutions, objectOf(table.pnpm).overrides, listing.settings.overrides];
  const local = said
    .flatMap((entries) => textsOf(entries))
    .filter(([name, spec]) => /^(?:@[^/>]+\/)?[^/>@]+$/.test(name) && isLocal(spec));
  return new Map(local.map(([name, spec]) => [name, { spec, from: listing.folder }]));
}

/** A version that the root forces upon every requirement of a name: where that is a package of its own, it must lead there as well. */
export function forcedIn({ root, listing }: Workspace, name: string): Entry | undefined {
  const places: readonly (readonly [unknown, readonly string[], Pick<CatalogTable, 'file' | 'line'>])[] = [
    ...(root === undefined
      ? []
      : [['overrides'], ['resolutions'], ['pnpm', 'overrides']].map((path) => {
          const entries = path.reduce<unknown>((table, key) => objectOf(table)[key], root.content.data);
          return [
            entries,
            path,
            { file: root.file, line: (...keys: readonly (string | number)[]) => root.content.line(...keys) },
          ] as const;
        })),
    [listing.settings.overrides, ['overrides'], { file: listing.file, line: listing.place }],
  ];
  for (const [entries, path, { file, line }] of places) {
    const range = stringOf(objectOf(entries)[name]);
    if (range !== undefined && plainRange(range) !== undefined && /\d/.test(range))
      return { range, at: { file, line: line(...path, name) } };
  }
  return undefined;
}

const isLocal = (spec: string): boolean => spec.startsWith('workspace:') || pathIn(spec) !== undefined;
