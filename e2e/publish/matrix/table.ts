import { deedName } from './deeds.ts';
import type { Sailed } from './cells.ts';

/** A row for each deed, a column for each kind and role: how it ended once, and as long as it lasted. */
export function table(sailed: readonly Sailed[]): string {
  const placeOf = ({ cell: { kind, role, before } }: Sailed): string =>
    `${kind.name} ${role}${before === 'nothing' ? '' : ' *'}`;
  const places = [...new Set(sailed.map(placeOf))].sort();
  const deeds = [...new Set(sailed.map(({ cell }) => deedName(cell.deed)))];
  const mark = (deed: string, place: string, lasts: boolean): string => {
    const one = sailed.find(
      (some) => placeOf(some) === place && deedName(some.cell.deed) === deed && some.cell.lasts === lasts,
    );
    if (one === undefined) return ' ';
    return one.misses.length > 0 ? '!' : (marks[one.fate.split(' ')[0] ?? ''] ?? '?');
  };
  const width = Math.max(...places.map(({ length }) => length), 0);
  return [
    ...deeds.map((deed, at) => `${String.fromCharCode(97 + at)} ${deed}`),
    '',
    `${' '.repeat(width)}  ${deeds.map((_, at) => `${String.fromCharCode(97 + at)} `).join(' ')}`,
    ...places.map(
      (place) =>
        `${place.padEnd(width)}  ${deeds.map((deed) => `${mark(deed, place, false)}${mark(deed, place, true)}`).join(' ')}`,
    ),
    '',
    'P published, S skipped, F failed, U unknown, W pending, B blocked, R nothing begun, ! missed; once, then lasting.',
    '* the same content is there before in other bytes',
  ].join('\n');
}

const marks: Readonly<Record<string, string>> = {
  published: 'P',
  skipped: 'S',
  failed: 'F',
  unknown: 'U',
  pending: 'W',
  blocked: 'B',
  stopped: 'R',
};
