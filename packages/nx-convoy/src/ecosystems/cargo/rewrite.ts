import type { Edit, Rewriting } from '../../model/edit.ts';
import { ok, type Result } from '../../model/problem.ts';
import { folderOf, join, nameOf } from '../../paths/inside.ts';
import { readToml, stringOf, tableOf } from '../../text/toml/read.ts';
import { readManifests } from '../reading.ts';
import { cargoLockEdits } from './lock.ts';
import { manifestAt, needOf, requirements, workspaceTable, type Crate } from './manifest.ts';
import { membership } from './membership.ts';

/** Every Cargo.lock in which a crate that moves is local: its workspace's own, and those of others that reach it by a path. */
export function rewrite({ after, changes }: Rewriting): Result<readonly Edit[]> {
  const own = changes.filter(({ ecosystem }) => ecosystem === 'cargo');
  const locks = after.files.filter((file) => nameOf(file) === 'Cargo.lock');
  if (own.length === 0 || locks.length === 0) return ok([]);
  const { manifests } = readManifests(after, (file) => nameOf(file) === 'Cargo.toml', readToml);
  const crates = new Map(manifests.map((crate) => [crate.file, crate]));
  const { rootOf } = membership(crates);
  return ok(
    locks.flatMap((file) => {
      const text = after.text(file);
      if (text?.ok !== true) return [];
      const local = reached(join(folderOf(file), 'Cargo.toml'), crates, rootOf);
      return cargoLockEdits(
        file,
        text.value,
        own.filter(({ manifest }) => local.has(manifest)),
      );
    }),
  );
}

/** The manifests of all crates that a workspace, or a crate on its own, is built from as far as they lie here. */
function reached(
  root: string,
  crates: ReadonlyMap<string, Crate>,
  rootOf: ReadonlyMap<string, Crate>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [root, ...[...rootOf].flatMap(([member, { file }]) => (file === root ? [member] : []))];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const crate = crates.get(file);
    if (crate === undefined || found.has(file)) continue;
    found.add(file);
    open.push(...pathsOf(crate, rootOf.get(file)));
  }
  return found;
}

function pathsOf(crate: Crate, root: Crate | undefined): readonly string[] {
  const needed = requirements(crate).flatMap((requirement) => {
    const need = needOf(requirement, crate, root);
    return need?.path === undefined ? [] : (manifestAt(need.from, need.path) ?? []);
  });
  const patched = Object.values(tableOf(crate.content.data.patch)).flatMap((table) =>
    Object.values(tableOf(table)).flatMap((spec) => {
      const path = stringOf(tableOf(spec).path);
      return path === undefined ? [] : (manifestAt(crate.folder, path) ?? []);
    }),
  );
  return workspaceTable(crate) === undefined && root !== undefined && root !== crate ? needed : [...needed, ...patched];
}
