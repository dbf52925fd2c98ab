import type { Edit } from '../../model/edit.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { lineAt } from '../line.ts';

/** Makes the edits of one file. Refuses all of them where the text is not what they were made for, or where two overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): Result<string> {
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const problems: Problem[] = [];
  const pieces: string[] = [];
  let done = 0;
  for (const edit of sorted) {
    if (edit.start < done) problems.push(overlapping(edit, text));
    else if (text.slice(edit.start, edit.end) !== edit.before) problems.push(changed(edit, text));
    else {
      pieces.push(text.slice(done, edit.start), edit.after);
      done = edit.end;
    }
  }
  return problems.length > 0 ? fail(...problems) : ok(pieces.join('') + text.slice(done));
}

const changed = (edit: Edit, text: string): Problem => ({
  code: 'FILE_CHANGED',
  severity: 'error',
  what: `${edit.file} does not hold "${edit.before}" where the plan saw it.`,
  where: { file: edit.file, line: lineAt(text, edit.start) },
  fix: 'Plan again.',
});

const overlapping = (edit: Edit, text: string): Problem => ({
  code: 'EDIT_NOT_EXACT',
  severity: 'error',
  what: `"${edit.before}" would be written twice, in two ways.`,
  where: { file: edit.file, line: lineAt(text, edit.start) },
  fix: `Write each value of ${edit.file} once for each unit that it is meant for, or edit it by hand.`,
});
