import type { Edit } from '../../model/edit.ts';
import type { PlannedChangelog } from '../../model/plan.ts';
import { startOfLine } from '../../text/markdown/lines.ts';
import { fillDate } from './dates.ts';
import { entryMark } from './document.ts';

/** What becomes of a changelog when its plan is applied on a day, 2026-11-20; a file that is not there yet is an empty text. */
export function changelogEdits(
  text: string,
  { file, entry, splices }: Pick<PlannedChangelog, 'file' | 'entry' | 'splices'>,
  date: string,
): readonly Edit[] {
  return splices.map(({ line, before, after }) => {
    const start = startOfLine(text, line);
    const at = after.indexOf(entryMark);
    const filled = at < 0 ? after : after.slice(0, at) + entry + after.slice(at + entryMark.length);
    return {
      file,
      start,
      end: start + before.length,
      before,
      after: fillDate(filled, date),
      why: 'tells of the release',
    };
  });
}
