import type { Tree } from '@nx/devkit';
import type { PlannedEdit } from '../../model/plan.ts';
import { splice } from './splice.ts';
import type { Workspace } from './workspace.ts';

/** Writes edits into the tree, byte by byte, and tells what was written. `owner` is the project whose own version they are. */
export function write(
  tree: Tree,
  edits: readonly PlannedEdit[],
  { written }: Workspace,
  owner?: string,
): readonly PlannedEdit[] {
  return edits.filter((edit) => {
    const key = `${edit.file}\n${edit.line}\n${edit.before}`;
    const known = written.get(key);
    const now = known?.now ?? edit.before;
    if (now === edit.after) return false;
    // Nx writes one project's version twice where it has changes of its own and a dependency was raised before.
    if (known?.owner !== undefined && owner !== undefined && known.owner !== owner)
      throw new Error(twoVersions(edit, known.owner, owner, now));
    const text = tree.read(edit.file, 'utf-8') ?? '';
    tree.write(edit.file, splice(text, { ...edit, before: now }));
    written.set(key, { now: edit.after, ...(owner === undefined ? {} : { owner }) });
    return true;
  });
}

const twoVersions = ({ file, line, after }: PlannedEdit, first: string, second: string, now: string): string =>
  `${file}:${line} is the version of both "${first}" (${now}) and "${second}" (${after}).\n\nWhat shares one version is released as one: put both projects into one group of nx.json's "release.groups" with "projectsRelationship": "fixed".`;
