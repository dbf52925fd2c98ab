import type { Edit } from '../../model/edit.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { applyEdits } from './apply.ts';

/** The texts of all files that edits change, as they will be. */
export function editedTexts(repo: Snapshot, edits: readonly Edit[]): Result<ReadonlyMap<string, string>> {
  const byFile = new Map<string, Edit[]>();
  for (const edit of edits) {
    const list = byFile.get(edit.file);
    if (list === undefined) byFile.set(edit.file, [edit]);
    else list.push(edit);
  }
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [file, list] of byFile) {
    const text = repo.text(file);
    const result = text?.ok === false ? text : applyEdits(text?.value ?? '', list);
    if (result.ok) texts.set(file, result.value);
    else problems.push(...result.problems);
  }
  return problems.length > 0 ? fail(...problems) : ok(texts);
}

/** A repository in which some files hold other texts. */
export const withTexts = (repo: Snapshot, texts: ReadonlyMap<string, string>): Snapshot => ({
  files: repo.files,
  text: (path) => {
    const text = texts.get(path);
    return text === undefined ? repo.text(path) : ok(text);
  },
});
