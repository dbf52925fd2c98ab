import type { TreeSnapshot } from '../../model/snapshot.ts';
import type { World } from '../../model/world.ts';
import { askOne } from './git-state.ts';

/** A tree as it would be listed on the disk: without what its own .nxignore names. Git matches the patterns, as it does there. */
export async function withoutIgnored(tree: TreeSnapshot, commit: string, world: World): Promise<TreeSnapshot> {
  const text = tree.text('.nxignore');
  const lines = text?.ok === true ? text.value.split('\n').map((line) => line.replace(/(?<!\\)\s+$/, '')) : [];
  const patterns = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (patterns.length === 0) return tree;
  const excludes = patterns.map((pattern) => `--exclude=${pattern}`);
  const answer = await askOne(world, 'ls-files', '-z', '--cached', '--ignored', `--with-tree=${commit}`, ...excludes);
  const ignored = new Set((answer ?? '').split('\0'));
  return {
    files: tree.files.filter((file) => !ignored.has(file)),
    id: (path) => (ignored.has(path) ? undefined : tree.id(path)),
    text: (path) => (ignored.has(path) ? undefined : tree.text(path)),
    changedSince: () => undefined,
  };
}
