import { objectOf, stringOf, textsOf } from '../../text/json/narrow.ts';
import { tableOf } from './manifest.ts';
import type { Workspace } from './membership.ts';

/** The folder that a requirement names; `./x` is short for `file:./x`. An archive is none. */
export function pathIn(spec: string): string | undefined {
  if (!/^(?:file|link|portal):|^\.\.?(?:\/|$)/.test(spec)) return undefined;
  const path = spec.replace(/^(?:file|link|portal):(?:\/\/(?=\.))?/, '');
  return /\.t(?:ar\.)?gz$/.test(path) ? undefined : path;
}

/** What stands in a catalog for `catalog:` or `catalog:name`; the requirement itself where it is no such thing. */
export function catalogued(spec: string, name: string, workspace: Workspace | undefined): string {
  if (!spec.startsWith('catalog:') || workspace === undefined) return spec;
  const catalog = spec.slice('catalog:'.length).trim();
  const table = workspace.root === undefined ? {} : tableOf(workspace.root);
  // pnpm keeps them in pnpm-workspace.yaml, bun in the package.json, below `workspaces` or beside it.
  for (const { catalog: unnamed, catalogs } of [workspace.listing.settings, objectOf(table.workspaces), table]) {
    const named = objectOf(catalogs);
    const entries = objectOf(catalog === '' || catalog === 'default' ? (unnamed ?? named.default) : named[catalog]);
    const found = stringOf(entries[name]);
    if (found !== undefined) return found;
  }
  return spec;
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

const isLocal = (spec: string): boolean => spec.startsWith('workspace:') || pathIn(spec) !== undefined;
