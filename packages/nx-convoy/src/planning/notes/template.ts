import type { Entry, Item } from '../changelog/entry.ts';
import { kindOf, plainTitle, type Kind } from '../changelog/kinds.ts';
import { told } from '../changelog/same.ts';
import type { Draft, DraftSection } from './draft.ts';

export interface Parts {
  readonly entry: Entry;
  readonly installation: readonly string[];
  readonly contributors: readonly string[];
  /** Links to all that changed; absent without an address. */
  readonly fullChangelog?: string;
  readonly hasFiles: boolean;
}

interface Slot {
  readonly title: string;
  readonly kind?: Kind;
  /** What is told without anybody's help. */
  readonly items: readonly Item[];
  readonly lines: readonly string[];
}

/** The sections of release notes in their order, as far as there is something to say. What people wrote comes first in each. */
export function sectionsOf(
  draft: Pick<Draft, 'sections'>,
  parts: Parts,
): readonly { readonly title: string; readonly lines: readonly string[] }[] {
  const slots = slotsOf(parts);
  // Most releases have no draft.
  if (draft.sections.length === 0)
    return slots.flatMap(({ title, lines, items }) =>
      lines.length + items.length === 0 ? [] : [{ title, lines: [...lines, ...bulletsOf(items)] }],
    );
  const taken = new Set<DraftSection>();
  const shown = slots.flatMap((slot) => {
    const own = draft.sections.filter((section) => isFor(section, slot));
    for (const section of own) taken.add(section);
    const written = own.flatMap(({ lines }, at) => (at === 0 ? lines : ['', ...lines]));
    const known = told(written);
    const bullets = bulletsOf(slot.items.filter((item) => !known.has(item)));
    const made = written.length > 0 && bullets.length === 0 ? [] : [...slot.lines, ...bullets];
    const lines = joined(written, slot.items.length > 0 || written.length === 0 ? made : []);
    return lines.length === 0 ? [] : [{ title: own[0]?.title ?? slot.title, lines }];
  });
  const others = draft.sections.filter((section) => !taken.has(section) && section.lines.length > 0);
  if (others.length === 0) return shown;
  const at = shown.findIndex(({ title }) => plainTitle(title) === 'highlights') + 1;
  return [...shown.slice(0, at), ...others, ...shown.slice(at)];
}

const none: readonly never[] = [];

function slotsOf({ entry, installation, contributors, fullChangelog, hasFiles }: Parts): readonly Slot[] {
  const byKind = new Map<Kind, readonly Item[]>();
  for (const { kind, items } of entry.sections)
    if (kind !== undefined) byKind.set(kind, [...(byKind.get(kind) ?? none), ...items]);
  const of = (kind: Kind): readonly Item[] => byKind.get(kind) ?? none;
  const breaking = of('breaking');
  const slot = (
    title: string,
    kind: Kind | undefined,
    items: readonly Item[],
    lines: readonly string[] = none,
  ): Slot => (kind === undefined ? { title, items, lines } : { title, kind, items, lines });
  return [
    slot('Highlights', undefined, none),
    slot(
      'Breaking changes',
      'breaking',
      breaking.map((item) => ({ ...item, more: [] })),
    ),
    slot('Features', 'added', of('added')),
    slot('Performance', 'performance', of('performance')),
    slot('Fixes', 'fixed', of('fixed')),
    slot('Security', 'security', of('security')),
    slot('Changes', 'changed', of('changed')),
    slot('Deprecated', 'deprecated', of('deprecated')),
    slot('Removed', 'removed', of('removed')),
    ...entry.sections.filter(({ kind }) => kind === undefined).map(({ title, items }) => slot(title, undefined, items)),
    slot('Dependencies', 'dependencies', of('dependencies')),
    slot('Installation', undefined, [], installation),
    slot(
      'Migration',
      undefined,
      breaking.filter(({ more }) => more.length > 0),
    ),
    slot('Upgrade notes', undefined, none),
    slot('Known issues', undefined, none),
    slot(
      'Contributors',
      'authors',
      contributors.map((text) => ({ text, more: [], references: [] })),
    ),
    slot('Checksums', undefined, [], hasFiles ? ['{{checksums}}'] : []),
    slot('Full changelog', undefined, [], fullChangelog === undefined ? [] : [fullChangelog]),
  ];
}

const isFor = ({ title }: DraftSection, slot: Slot): boolean =>
  plainTitle(title) === plainTitle(slot.title) || (slot.kind !== undefined && kindOf(title) === slot.kind);

function joined(written: readonly string[], made: readonly string[]): readonly string[] {
  if (written.length === 0 || made.length === 0) return [...written, ...made];
  return /^\s*[-*+]\s|^\s+\S/.test(written.at(-1) ?? '') ? [...written, ...made] : [...written, '', ...made];
}

function bulletsOf(items: readonly Item[]): readonly string[] {
  const lines: string[] = [];
  for (const { text, more } of items) {
    lines.push(`- ${text}`);
    for (const line of more) lines.push(line === '' ? '' : `  ${line}`);
  }
  return lines;
}
