import type { Config } from '../../model/config.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { join, parents, upwards } from '../../paths/inside.ts';
import { stringOf } from '../../text/json/narrow.ts';
import type { Ignored } from '../../model/ecosystem.ts';
import { missingMembers, patternsByFolder, type Listing } from './listing.ts';
import { listings } from './listings.ts';
import { tableOf, type Package } from './manifest.ts';
import { catalogTables, type CatalogTable } from './protocols.ts';

/** Packages that are installed together and find each other by name. */
export interface Workspace {
  readonly listing: Listing;
  readonly root?: Package;
  /** The root too: pnpm and Yarn let the others require it. */
  readonly byName: ReadonlyMap<string, readonly Package[]>;
  readonly catalogs: readonly CatalogTable[];
}

export interface Membership {
  /** Manifest of a member, or of the root, to its workspace. */
  readonly workspaceOf: ReadonlyMap<string, Workspace>;
  /** Manifests of the roots that have other packages as members. */
  readonly roots: ReadonlySet<string>;
  /** Manifest to the listing above it that does not name it. */
  readonly strays: ReadonlyMap<string, Listing>;
  readonly ignored: readonly Ignored[];
  readonly problems: readonly Problem[];
}

export function membership(repo: Snapshot, packages: readonly Package[], config: Config): Membership {
  const { byFolder, ignored, problems: listed } = listings(repo, packages, config);
  const patterns = patternsByFolder(byFolder.values());
  const members = new Map<Listing, Package[]>();
  const strays = new Map<string, Listing>();
  for (const pkg of packages) {
    const listing = listingOf(pkg) ?? byFolder.get(pkg.folder);
    if (listing === undefined) {
      const above = isInstalled(pkg) ? undefined : nearestAbove(pkg.folder, byFolder);
      if (above !== undefined) strays.set(pkg.file, above);
    } else {
      const list = members.get(listing) ?? [];
      list.push(pkg);
      members.set(listing, list);
    }
  }

  const byFile = new Map(packages.map((pkg) => [pkg.file, pkg]));
  const workspaceOf = new Map<string, Workspace>();
  const roots = new Set<string>();
  const problems: Problem[] = [...listed];
  for (const listing of byFolder.values()) {
    const list = members.get(listing) ?? [];
    const root = byFile.get(rootFile(listing));
    const catalogs = catalogTables(listing, root, repo);
    const workspace = { listing, byName: byName(list), catalogs, ...(root === undefined ? {} : { root }) };
    for (const pkg of list) workspaceOf.set(pkg.file, workspace);
    const isUsed = list.some((pkg) => pkg.folder !== listing.folder);
    if (isUsed) roots.add(rootFile(listing));
    // A list deep in the tree of which nothing is there is for another place: what a generator copies.
    const isMeant = listing.aside === undefined && (isUsed || listing.folder === '.');
    if (isMeant) problems.push(...missingMembers(listing, (file) => byFile.has(file)));
  }
  return { workspaceOf, roots, strays, ignored, problems };

  /** Of several that name it, the nearest: from its folder that is the one a package manager finds. */
  function listingOf(pkg: Package): Listing | undefined {
    if (isInstalled(pkg)) return undefined;
    let nearest: Listing | undefined;
    for (const folder of upwards(pkg.folder)) {
      for (const pattern of patterns.get(folder) ?? []) {
        const isNearer = nearest === undefined || pattern.listing.folder.length > nearest.folder.length;
        if (isNearer && pattern.matches(pkg.folder)) nearest = pattern.listing;
      }
    }
    return nearest;
  }
}

const rootFile = (listing: Listing): string => join(listing.folder, 'package.json');

/** A copy that a package manager put there; no pattern reaches it. */
const isInstalled = (pkg: Package): boolean => /(^|\/)node_modules(\/|$)/.test(pkg.folder);

function nearestAbove(folder: string, byFolder: ReadonlyMap<string, Listing>): Listing | undefined {
  for (const above of parents(folder)) {
    const listing = byFolder.get(above);
    if (listing !== undefined) return listing;
  }
  return undefined;
}

function byName(packages: readonly Package[]): ReadonlyMap<string, readonly Package[]> {
  const found = new Map<string, Package[]>();
  for (const pkg of packages) {
    const name = stringOf(tableOf(pkg).name);
    if (name === undefined) continue;
    const list = found.get(name);
    if (list === undefined) found.set(name, [pkg]);
    else list.push(pkg);
  }
  return found;
}
