import type { PlannedNotes } from '../../model/plan.ts';

/** What an annotated tag says: its name, then what people wrote of the release, if they did. */
export function tagMessage(first: string, notes: PlannedNotes | undefined, highlights: readonly string[]): string {
  if (notes?.isDrafted !== true) return first;
  const parts = [
    first,
    notes.title === first ? '' : notes.title,
    notes.summary ?? '',
    // git would take a line that begins with # for a comment.
    highlights
      .filter((line) => !line.startsWith('#'))
      .join('\n')
      .trim(),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
