import type { Change } from '../../history/touched.ts';
import type { Asked } from './asked.ts';
import { authorsOf } from './authors.ts';
import type { Entry, Item, Section } from './entry.ts';
import { readFooters } from './footers.ts';
import { safe, type Items } from './item.ts';
import { kinds, titles, type Kind } from './kinds.ts';
import type { Heading, Headings } from './types.ts';

export interface Telling {
  /** Newest first. */
  readonly changes: readonly Change[];
  /** Units that are needed, with the version that they go to in this plan. */
  readonly updates: readonly { readonly name: string; readonly version: string }[];
  /** What people wrote into version plans. */
  readonly asked: readonly Asked[];
  readonly headings: Headings;
  readonly itemOf: Items;
  readonly withAuthors: boolean;
  readonly otherwise?: string;
}

/** What a release tells: breaking changes first, then the sections of keepachangelog.com, then what only this repository has. */
export function makeEntry(telling: Telling): Entry {
  const found = new Map<string, { heading: Heading; items: Item[] }>();
  const put = (heading: Heading, item: Item): void => {
    const key = heading.isTitleSaid ? heading.title : (heading.kind ?? heading.title);
    const section = found.get(key);
    if (section === undefined) found.set(key, { heading, items: [item] });
    else section.items.push(item);
  };
  for (const { kind, item } of telling.asked) put(plain(kind), item);
  for (const change of telling.changes) tell(change, telling, put);
  for (const { name, version } of telling.updates)
    put(plain('dependencies'), { text: `Updated \`${name}\` to ${version}`, more: [], references: [] });
  if (telling.withAuthors)
    for (const author of authorsOf(telling.changes)) put(plain('authors'), { text: author, more: [], references: [] });
  const sections = [...found.values()]
    .map(({ heading, items }): Section => ({ ...heading, items: distinct(items) }))
    .sort((a, b) => rank(a) - rank(b));
  return { sections, ...(telling.otherwise === undefined ? {} : { otherwise: telling.otherwise }) };
}

function tell(change: Change, { headings, itemOf }: Telling, put: (heading: Heading, item: Item) => void): void {
  const { message } = change;
  const footers = readFooters(change.text);
  if (footers.isHidden) return;
  const said = footers.kind === undefined ? headings(message) : plain(footers.kind);
  const heading = message.isBreaking ? plain('breaking') : said;
  if (heading !== undefined) put(heading, itemOf(change));
  for (const { kind, text } of footers.told) put(plain(kind), { text: safe(text), more: [], references: [] });
}

const plain = (kind: Kind): Heading => ({ kind, title: titles[kind], isTitleSaid: false });

const rank = ({ kind }: Section): number =>
  kind === 'dependencies' || kind === 'authors'
    ? kinds.length + kinds.indexOf(kind)
    : kind === undefined
      ? kinds.length
      : kinds.indexOf(kind);

/** A change that was picked to another branch and merged back stands twice in the log. */
function distinct(items: readonly Item[]): readonly Item[] {
  if (items.length === 1 || new Set(items.map(({ text }) => text)).size === items.length) return items;
  return [...new Map(items.map((item) => [item.text, item] as const)).values()];
}
