import type { Change, Edit } from '../model/edit.ts';
import { fail, ok, type Result } from '../model/problem.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { editedTexts, withTexts } from '../text/splice/edited.ts';
import { canonical } from '../versions/canonical.ts';
import { ecosystems } from './index.ts';

/** What a release changes in lock files, once its manifests are edited. Pure: no client is asked, no index, no clock. */
export function lockEdits(repo: Snapshot, edits: readonly Edit[], changes: readonly Change[]): Result<readonly Edit[]> {
  const texts = editedTexts(repo, edits);
  if (!texts.ok) return texts;
  const release = { before: repo, after: withTexts(repo, texts.value), edits, changes };
  const results = ecosystems.map((ecosystem) => ecosystem.rewrite?.(release) ?? ok([]));
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  return problems.length > 0
    ? fail(...problems)
    : ok(results.flatMap((result) => (result.ok ? result.value : [])).filter(isNews));
}

/** A manifest that says 1.0 of what is 1.0.0 is not edited, nor is what its lock says after it. */
function isNews({ before, after }: Edit): boolean {
  const version = canonical(before);
  return version === undefined || version !== canonical(after);
}
