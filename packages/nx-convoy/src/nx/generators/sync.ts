import type { Tree } from '@nx/devkit';
import { diskWorld } from '../../shell/world.ts';
import { linesOf } from '../../verbs/sync/difference.ts';
import { gatherDifferences } from '../../verbs/sync/gather.ts';
import { treeSnapshot } from '../version-actions/tree-snapshot.ts';
import { refusal } from '../version-actions/write.ts';

/** What Nx shows where files are out of sync; lines of details since 23. */
export interface SyncResult {
  readonly outOfSyncMessage?: string;
  readonly outOfSyncDetails?: readonly string[];
}

/** For `nx sync` and `nx sync:check`: the same as the verb, written into Nx's tree. Nx decides what becomes of it. */
export default async function syncGenerator(tree: Tree): Promise<SyncResult> {
  const found = await gatherDifferences(await treeSnapshot(tree), diskWorld(tree.root));
  const errors = found.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw refusal(errors);
  for (const { file, after } of found.files) if (after !== undefined) tree.write(file, after);
  const lines = linesOf(found);
  if (lines.length === 0) return {};
  const details = lines.map(({ file, line, before, after }) => `${file}:${line}: ${before} → ${after}`);
  const more = details.length > shown ? ` and ${details.length - shown} more` : '';
  return {
    outOfSyncMessage: `Versions are out of step (nx-convoy sync --check tells all): ${details.slice(0, shown).join('; ')}${more}.`,
    outOfSyncDetails: details,
  };
}

const shown = 5;
