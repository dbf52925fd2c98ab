import type { Tree } from '@nx/devkit';
import { ok } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { diskSnapshot } from '../../shell/disk.ts';

/** Nx's `Tree`: the disk, and above it what was written in this run and is not there yet. */
export async function treeSnapshot(tree: Tree): Promise<Snapshot> {
  const disk = await diskSnapshot(tree.root);
  const changed = new Map(
    tree.listChanges().map(({ path, type, content }) => [path, type === 'DELETE' ? null : content] as const),
  );
  return {
    files: [...new Set([...disk.files, ...changed.keys()])].filter((path) => changed.get(path) !== null).sort(),
    text(path) {
      const content = changed.get(path);
      if (content === undefined) return disk.text(path);
      return content === null ? undefined : ok(content.toString('utf8'));
    },
  };
}
