import type { Splice } from '../../model/plan.ts';
import { definitionsAt } from '../../text/markdown/definitions.ts';
import { linesOf } from '../../text/markdown/lines.ts';
import { difference } from '../../text/markdown/difference.ts';
import type { Entry } from './entry.ts';
import { moveDefinitions } from './link-definitions.ts';
import { mergeEntry } from './merge.ts';
import type { Release } from './release.ts';
import type { Repository } from './repository.ts';

export interface Told {
  readonly release: Release;
  readonly entry: Entry;
}

export interface Document {
  readonly entry: string;
  readonly splices: readonly Splice[];
}

/** One file with all that this plan releases and that it tells of. */
export function writeDocument(
  text: string | undefined,
  told: readonly Told[],
  title: string,
  repository: Repository | undefined,
): Document {
  const isNew = text === undefined || text.trim() === '';
  const { body: start, rest, cut } = isNew ? begun(title) : apart(text);
  let body = start;
  let definitions = rest;
  const entries: string[] = [];
  for (const { release, entry } of told) {
    const merged = mergeEntry(body, release, entry);
    if (merged.entry.length === 0) continue;
    body = [...merged.lines];
    definitions = [
      ...moveDefinitions(definitions, release, repository, {
        isNew,
        isReferenced: /\[[^\]]+\](?!\()/.test(merged.entry[0] ?? ''),
      }),
    ];
    entries.push(merged.entry.join('\n'));
  }
  if (entries.length === 0) return { entry: '', splices: [] };
  if (isNew) {
    const whole = [...body.slice(0, body.findLastIndex((line) => line !== '') + 1), ''];
    const after = [...whole, ...(definitions.length === 0 ? [] : [...definitions, ''])].join('\n');
    return {
      entry: entries.join('\n\n'),
      splices: [withEntry({ line: 1, before: text ?? '', after }, entries.join('\n\n'))],
    };
  }
  const entry = entries.join('\n\n');
  return { entry, splices: difference(text, cut, body, definitions).map((one) => withEntry(one, entry)) };
}

interface Apart {
  readonly body: readonly string[];
  /** Links that are defined at the end. */
  readonly rest: readonly string[];
  readonly cut: number;
}

function apart(text: string): Apart {
  const { lines } = linesOf(text);
  const cut = definitionsAt(lines);
  return { body: lines.slice(0, cut), rest: lines.slice(cut), cut };
}

const beginnings = new Map<string, Apart>();

function begun(title: string): Apart {
  const known = beginnings.get(title) ?? apart(`# ${title}\n`);
  beginnings.set(title, known);
  return known;
}

export const entryMark = '{{entry}}';

/** The same text is not carried twice. */
function withEntry(one: Splice, entry: string): Splice {
  const at = one.after.indexOf(entry);
  if (at < 0 || one.after.includes(entryMark)) return one;
  return { ...one, after: one.after.slice(0, at) + entryMark + one.after.slice(at + entry.length) };
}
