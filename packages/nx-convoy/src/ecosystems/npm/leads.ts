import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { setAside } from '../../paths/aside.ts';
import { folderOf, inside, join, nameOf } from '../../paths/inside.ts';
import { stringOf } from '../../text/json/narrow.ts';
import { tableOf, type Package, type Requirement } from './manifest.ts';
import type { Workspace } from './membership.ts';
import { cataloguedIn, pathIn, type Entry } from './protocols.ts';
import { admits, plainRange } from './ranges.ts';

/** What the requirements of every package are judged by. */
export interface Surroundings {
  readonly repo: Snapshot;
  readonly files: ReadonlySet<string>;
  readonly packages: ReadonlyMap<string, Package>;
  /** Units by the folder that their own folder lies in. */
  readonly byFolder: ReadonlyMap<string, readonly Package[]>;
  readonly workspaceOf: ReadonlyMap<string, Workspace>;
  /** Packages that run on one platform only, by name. */
  readonly platforms: ReadonlyMap<string, readonly Package[]>;
  links(workspace: Workspace): boolean;
}

/** One requirement, and what the workspace's root puts in its place. */
export interface Need extends Requirement {
  readonly written: string;
  readonly pkg: Package;
  readonly workspace: Workspace | undefined;
  readonly spec: string;
  /** The folder that a path in `spec` starts from. */
  readonly from: string;
}

/** What a catalog says for it. */
export const catalogued = ({ spec, name, workspace }: Pick<Need, 'spec' | 'name' | 'workspace'>): Entry | undefined =>
  spec.startsWith('catalog:') && workspace !== undefined ? cataloguedIn(workspace, spec, name) : undefined;

/** Where a requirement leads: to a package or a crate of this repository, or into the void. */
export type Lead = { readonly to: Package } | { readonly crate: string } | { readonly problem: Problem };

export function leadOf(need: Need, around: Surroundings): Lead | undefined {
  const spec = catalogued(need)?.range ?? need.spec;
  const lead = spec.startsWith('workspace:')
    ? throughWorkspace(need, spec, around)
    : pathIn(spec) !== undefined
      ? throughPath(need, spec, around)
      : byRange(need, spec, around);
  if (need.spec === need.written || lead === undefined || !('to' in lead)) return lead;
  // What is published is what was written: where that does not admit the local version, a user gets another one.
  const range = plainRange(need.written);
  return range !== undefined && isAdmitted(range, lead.to) ? lead : undefined;
}

/** A member that the package manager puts there for a range, or the very version of a platform package that is pinned. */
function byRange({ name, section, workspace }: Need, spec: string, around: Surroundings): Lead | undefined {
  const range = /^[\w+-]+:/.test(spec) ? undefined : plainRange(spec);
  if (range === undefined) return undefined;
  const member = workspace?.byName.get(name)?.find((candidate) => isAdmitted(range, candidate));
  if (workspace !== undefined && member !== undefined && around.links(workspace)) return { to: member };
  if (section !== 'optionalDependencies') return undefined;
  const platform = around.platforms.get(name)?.find((candidate) => tableOf(candidate).version === spec);
  return platform === undefined ? undefined : { to: platform };
}

const isAdmitted = (range: string, pkg: Package): boolean => {
  const version = stringOf(tableOf(pkg).version);
  return range === '*' || (version !== undefined && admits(range, version) === true);
};

function throughPath(need: Need, spec: string, { packages, files }: Surroundings): Lead | undefined {
  const path = pathIn(spec) ?? '.';
  const folder = inside(need.from, path);
  if (folder === undefined) return { problem: outside(need, path) };
  const found = packages.get(join(folder, 'package.json'));
  if (found !== undefined) return { to: found };
  // wasm-pack writes its package into `pkg` beside the crate, which no repository holds.
  if (nameOf(folder) === 'pkg' && files.has(join(folderOf(folder), 'Cargo.toml'))) return { crate: folderOf(folder) };
  const isBuilt = setAside(folder) !== undefined;
  // A link may lead to any folder.
  return spec.startsWith('link:') || isBuilt ? undefined : { problem: nothingThere(need, folder, files) };
}

/** `workspace:*`, `workspace:other@^1` and, by its path, `workspace:../other`. */
function throughWorkspace(need: Need, spec: string, { packages }: Surroundings): Lead {
  const { workspace, pkg } = need;
  const rest = spec.slice('workspace:'.length);
  const name = /^(@?[^@\s]+)@/.exec(rest)?.[1] ?? need.name;
  const named = workspace?.byName.get(name) ?? [];
  const member = named.find((candidate) => isAdmitted(plainRange(spec) ?? '*', candidate)) ?? named[0];
  // pnpm reads a path from the package, Yarn from the root.
  const manifests = [pkg.folder, workspace?.listing.folder].map((from) => manifestIn(from, rest));
  const byPath = manifests.flatMap((file) => packages.get(file ?? '') ?? []).find(({ file }) => file !== pkg.file);
  const to = rest.includes('/') && name === need.name ? (byPath ?? member) : member;
  return to === undefined ? { problem: notInWorkspace(need, name) } : { to };
}

function manifestIn(from: string | undefined, path: string): string | undefined {
  const folder = from === undefined ? undefined : inside(from, path);
  return folder === undefined ? undefined : join(folder, 'package.json');
}

const placeOf = ({ pkg, section, name }: Need): Problem['where'] & object => ({
  file: pkg.file,
  line: pkg.content.line(section, name),
});

const notInWorkspace = (need: Need, name: string): Problem => ({
  code: 'NPM_WORKSPACE_MISSING',
  severity: 'warning',
  what: `${name} is required as ${need.spec}, but ${need.workspace === undefined ? 'the package is in no workspace' : `no member of the workspace ${need.workspace.listing.file} has that name`}.`,
  where: placeOf(need),
  fix:
    need.workspace === undefined
      ? `List ${need.pkg.folder} as a member, or require a version: "${need.name}": "^1.0.0".`
      : `List the folder of ${name} in ${need.workspace.listing.file}, or require a version.`,
});

const outside = (need: Need, path: string): Problem => ({
  code: 'PATH_OUTSIDE',
  severity: 'warning',
  what: `${need.name} is required from ${path}, which lies outside of the workspace; it was not looked at.`,
  where: placeOf(need),
  fix: 'Move the package into the workspace, or require it from a registry.',
});

function nothingThere(need: Need, folder: string, files: ReadonlySet<string>): Problem {
  const isBroken = files.has(join(folder, 'package.json'));
  return {
    code: isBroken ? 'PATH_UNREADABLE' : 'PATH_MISSING',
    severity: 'warning',
    what: `${need.name} is required from ${folder}, where ${isBroken ? 'the package.json cannot be read' : 'no package.json is'}.`,
    where: placeOf(need),
    fix: isBroken ? `Mend ${join(folder, 'package.json')}.` : 'Check it out, or correct the path.',
  };
}
