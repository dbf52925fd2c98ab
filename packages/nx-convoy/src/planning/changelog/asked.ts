import type { Snapshot } from '../../model/snapshot.ts';
import type { Released } from '../plan.ts';
import type { Item } from './entry.ts';
import { safe } from './item.ts';
import type { Kind } from './kinds.ts';

export interface Asked {
  readonly kind: Kind;
  readonly item: Item;
}

const planFile = /\((?<file>\.nx\/version-plans\/[^()]+)\)$/;
const kinds: Readonly<Record<string, Kind>> = {
  major: 'breaking',
  premajor: 'breaking',
  minor: 'added',
  preminor: 'added',
  feat: 'added',
};

/** What version plans say for the users: their authors wrote it for the changelog. */
export function askedBy({ because }: Released, repo: Snapshot): readonly Asked[] {
  return because.flatMap((why) => {
    const file = 'request' in why ? planFile.exec(why.text)?.groups?.file : undefined;
    const text = file === undefined ? undefined : repo.text(file);
    if (!('request' in why) || text?.ok !== true) return [];
    const [first = '', ...more] = bodyOf(text.value).map((line) => safe(line.trimEnd()));
    if (first === '') return [];
    const kind = why.request.endsWith('!') ? 'breaking' : (kinds[why.request] ?? 'fixed');
    return [{ kind, item: { text: first, more, references: [] } }];
  });
}

/** What stands below the second line of three dashes. */
function bodyOf(text: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const end = lines.findIndex((line, at) => at > 0 && /^(---|\.\.\.)\s*$/.test(line));
  return lines
    .slice(end + 1)
    .join('\n')
    .trim()
    .split('\n');
}
