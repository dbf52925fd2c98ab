import picomatch from 'picomatch';
import type { Problem } from '../../model/problem.ts';
import { folderOf, inside, isWithin, join, parents } from '../../paths/inside.ts';
import { stringOf, stringsOf } from '../../text/toml/read.ts';
import { manifestAt, needOf, packageTable, requirements, workspaceTable, type Crate } from './manifest.ts';

/** Which workspace each crate belongs to, as cargo decides it. */
export interface Membership {
  /** Manifest of a member to its workspace's root. */
  readonly rootOf: ReadonlyMap<string, Crate>;
  /** Manifest to the workspace root above it that neither lists nor excludes it: cargo refuses to build such a crate. */
  readonly strays: ReadonlyMap<string, Crate>;
  readonly problems: readonly Problem[];
}

type Crates = ReadonlyMap<string, Crate>;

export function membership(crates: Crates): Membership {
  const rootOf = new Map<string, Crate>();
  const problems: Problem[] = [];
  const roots = [...crates.values()].filter((crate) => workspaceTable(crate) !== undefined);
  for (const root of roots) {
    const { members, missing } = membersOf(root, crates);
    // A workspace listed twice is an error of cargo's own; the first root to list a crate keeps it.
    for (const member of members) if (!rootOf.has(member)) rootOf.set(member, root);
    if (root.aside === undefined) problems.push(...missing);
  }
  const strays = new Map<string, Crate>();
  for (const crate of crates.values()) {
    if (rootOf.has(crate.file) || packageTable(crate) === undefined) continue;
    const root = governing(crate, crates);
    if (root !== undefined) strays.set(crate.file, root);
  }
  return { rootOf, strays, problems };
}

/** Listed members, the root's own package, and every path dependency of these that lies inside the workspace. */
function membersOf(root: Crate, crates: Crates): { members: ReadonlySet<string>; missing: readonly Problem[] } {
  const table = workspaceTable(root) ?? {};
  const listed = stringsOf(table.members);
  const excluded = exclusion(root);
  const members = new Set<string>();
  const missing: Problem[] = [];

  const add = (file: string, isDependency: boolean): void => {
    const crate = crates.get(file);
    if (crate === undefined || members.has(file)) return;
    if (isDependency && !isWithin(crate.folder, root.folder)) return;
    if (excluded(crate.folder)) return;
    members.add(file);
    for (const requirement of requirements(crate)) {
      const need = needOf(requirement, crate, root);
      const manifest = need?.path === undefined ? undefined : manifestAt(need.from, need.path);
      if (manifest !== undefined) add(manifest, true);
    }
  };

  listed.forEach((pattern, index) => {
    const matches = matching(pattern, root, crates);
    for (const file of matches) add(file, false);
    if (matches.length === 0 && !isGlob(pattern)) missing.push(memberMissing(pattern, root, index));
  });
  if (packageTable(root) !== undefined) add(root.file, false);
  return { members, missing };
}

function matching(pattern: string, root: Crate, crates: Crates): readonly string[] {
  const folder = inside(root.folder, pattern);
  if (folder === undefined) return [];
  if (!isGlob(pattern)) {
    const file = join(folder, 'Cargo.toml');
    return crates.has(file) ? [file] : [];
  }
  const matches = picomatch(folder, { dot: true, nonegate: true, noextglob: true, nobrace: true });
  return [...crates.keys()].filter((file) => matches(folderOf(file)));
}

const isGlob = (pattern: string): boolean => /[*?[]/.test(pattern);

/** An exclusion covers a folder and all below it, unless `members` names it or a folder above it in full. */
function exclusion(root: Crate): (folder: string) => boolean {
  const table = workspaceTable(root) ?? {};
  const folders = (paths: readonly string[]): readonly string[] =>
    paths.map((path) => inside(root.folder, path)).filter((path) => path !== undefined);
  const excluded = folders(stringsOf(table.exclude));
  const explicit = folders(stringsOf(table.members));
  return (folder) =>
    excluded.some((path) => isWithin(folder, path)) && !explicit.some((path) => isWithin(folder, path));
}

/** The workspace root that cargo would find for a crate: the one it names, else the nearest above that does not exclude it. */
function governing(crate: Crate, crates: Crates): Crate | undefined {
  const pointer = stringOf(packageTable(crate)?.workspace);
  if (pointer !== undefined) {
    const manifest = manifestAt(crate.folder, pointer);
    return manifest === undefined ? undefined : crates.get(manifest);
  }
  for (const folder of parents(crate.folder)) {
    const above = crates.get(join(folder, 'Cargo.toml'));
    if (above !== undefined && workspaceTable(above) !== undefined && !exclusion(above)(crate.folder)) return above;
  }
  return undefined;
}

function memberMissing(pattern: string, root: Crate, index: number): Problem {
  return {
    code: 'CARGO_MEMBER_MISSING',
    severity: 'warning',
    what: `The workspace lists the member "${pattern}", but no Cargo.toml that can be read is there.`,
    where: { file: root.file, line: root.content.line('workspace', 'members', index) },
    fix: `Check the folder out (git submodule update --init), or take "${pattern}" out of members.`,
  };
}
