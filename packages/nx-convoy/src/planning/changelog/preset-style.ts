import { ConventionalChangelog } from 'conventional-changelog';
import type { Change } from '../../history/touched.ts';
import { headingsOf } from '../../text/markdown/headings.ts';
import { trimmed } from '../../text/markdown/lines.ts';
import type { Told } from './document.ts';
import type { Item, Section } from './entry.ts';
import { itemOf } from './item.ts';
import { presetKinds, presets, type PresetName } from './presets.ts';
import type { Undressed } from './renderer.ts';
import { stepOf } from './version-heading.ts';

/** One commit as conventional-changelog's writer takes it; `line` is what stands behind the bullet. */
interface Written {
  readonly type: string;
  readonly hash: string;
  readonly line: string;
  readonly notes: readonly { readonly title: string; readonly text: string }[];
}

/**
 * A release written by conventional-changelog. Its client is one in memory over the commits that are known already: it asks no git.
 */
export async function presetStyle(undressed: Undressed, name: PresetName): Promise<Told> {
  const { release, entry, changes, setting, repository } = undressed;
  const preset = presets[name];
  const items = new Map(changes.map((change) => [change.id, itemOf(change, repository, setting.withLinks)] as const));
  const commits = changes.flatMap((change) => writtenOf(change, preset.titles, preset.breaking, items.get(change.id)));
  let text = '';
  const generator = new ConventionalChangelog(clientOver(commits))
    .package({})
    .context({
      version: release.label,
      date: '{{date}}',
      isPatch: stepOf(release.canonical) === 'patch',
      linkReferences: false,
    })
    .writer({
      groupBy: 'type',
      // Its own orders follow the locale.
      commitsSort: () => 0,
      commitGroupsSort: (a, b) => (a.title < b.title ? -1 : 1),
      notesSort: () => 0,
      noteGroupsSort: () => 0,
      ignoreReverted: false,
      transform: () => ({}),
      mainTemplate: main,
      headerPartial: header(preset.hasLargeHeadings),
      commitPartial: '* {{line}}\n',
    });
  for await (const part of generator.write()) text += part;
  const read = readBack(text, [...items.values()]);
  const extra = entry.sections.filter(({ kind }) => kind === 'dependencies' || kind === 'authors');
  return {
    release: { ...release, ...(read.form === undefined ? {} : { form: read.form }) },
    entry: { ...entry, sections: [...read.sections, ...extra] },
  };
}

const main = `{{> header}}

{{#each noteGroups}}
### {{title}}

{{#each notes}}
* {{text}}
{{/each}}

{{/each}}
{{#each commitGroups}}
### {{title}}

{{#each commits}}
{{> commit root=@root}}
{{/each}}

{{/each}}
`;

const header = (hasLarge: boolean): string =>
  `${hasLarge ? '{{#if isPatch}}##{{else}}#{{/if}}' : '##'} {{version}} ({{date}})\n`;

function writtenOf(
  { id, message }: Change,
  titles: Readonly<Record<string, string>>,
  breaking: string,
  item: Item | undefined,
): readonly Written[] {
  const title = titles[message.type ?? ''];
  if (item === undefined || (title === undefined && !message.isBreaking)) return [];
  const text = [item.text, ...item.more.map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
  const notes = message.isBreaking ? [{ title: breaking, text }] : [];
  // What breaks something is told once, where people look first.
  return [{ type: message.isBreaking ? '' : (title ?? ''), hash: id, line: item.text, notes }];
}

type Client = Exclude<ConstructorParameters<typeof ConventionalChangelog>[0], string | undefined>;

/** The three questions that the generator asks of git, answered from a list. */
function clientOver(commits: readonly Written[]): Client {
  const client = {
    async *getSemverTags(): AsyncGenerator<string> {},
    getCommits: (): AsyncIterable<Written> => oneByOne(commits),
    verify: (rev: string) => Promise.resolve(rev),
  };
  // The class has more, all of which would run git; the generator is given the commits and needs no more.
  return client as unknown as Client;
}

async function* oneByOne<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

/** The written text as sections, so that it can join what people wrote. */
function readBack(
  text: string,
  items: readonly Item[],
): { form?: { level: number; title: string }; sections: readonly Section[] } {
  const lines = text.split('\n');
  const [first, ...headings] = headingsOf(lines);
  const byText = new Map(items.map((item) => [item.text, item] as const));
  const sections = headings.flatMap(({ title, end }, at): readonly Section[] => {
    const own = trimmed(lines.slice(end, headings[at + 1]?.line ?? lines.length));
    const found = own.flatMap((line) => (line.startsWith('* ') ? (byText.get(line.slice(2)) ?? []) : []));
    const kind = presetKinds[title] ?? (/BREAKING/.test(title) ? 'breaking' : undefined);
    return title === '' || found.length === 0
      ? []
      : [{ title, isTitleSaid: true, items: found, ...(kind === undefined ? {} : { kind }) }];
  });
  return { ...(first === undefined ? {} : { form: { level: first.level, title: first.title } }), sections };
}
