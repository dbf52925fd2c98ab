import type { PlannedChangelog, PlannedNotes } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import { askedBy } from '../changelog/asked.ts';
import { authorsOf } from '../changelog/authors.ts';
import { changelogsOf, type ChangelogInputs } from '../changelog/changelogs.ts';
import type { Entry } from '../changelog/entry.ts';
import { homeOf } from '../changelog/home.ts';
import { itemsOf } from '../changelog/item.ts';
import { makeEntry } from '../changelog/make-entry.ts';
import { nameRelease } from '../changelog/name-release.ts';
import { tellerOf } from '../changelog/telling.ts';
import { headingsOf } from '../changelog/types.ts';
import { nameIn } from '../changelog/version-heading.ts';
import { tagMessage } from '../notes/message.ts';
import { notesWriter } from '../notes/notes.ts';
import type { Released } from '../plan.ts';

/** All that a plan tells people: changelogs, notes, and what the tags say. */
export interface Documents {
  readonly changelogs: readonly PlannedChangelog[];
  readonly notes: readonly PlannedNotes[];
  /** By the tag's name. */
  readonly messages: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

export const noDocuments: Documents = { changelogs: [], notes: [], messages: new Map(), problems: [] };

export async function documentsOf(inputs: ChangelogInputs): Promise<Documents> {
  const { released, graph, config, ancestry, repo } = inputs;
  if (released.length === 0) return noDocuments;
  const repository = homeOf(repo, graph.units);
  const itemOf = itemsOf(repository, true);
  const { tell } = tellerOf(released, graph, ancestry);
  const headings = headingsOf(config);
  const whole = new Map<Released, Entry>();
  const entryOf = (one: Released): Entry => {
    const known = whole.get(one);
    if (known !== undefined) return known;
    const told = tell(one, one.group.units);
    const entry = makeEntry({ ...told, asked: askedBy(one, repo), headings, itemOf, withAuthors: false });
    whole.set(one, entry);
    return entry;
  };
  const { changelogs, problems } = await changelogsOf({ ...inputs, repository, itemOf, tell, headings, entryOf });
  const shared = repository === undefined ? {} : { repository };
  const write = notesWriter({
    repo,
    ...shared,
    ...(config.evidence?.folder === undefined ? {} : { evidenceFolder: config.evidence.folder }),
    ...(config.notes?.out === undefined ? {} : { out: config.notes.out }),
    ...(config.notes?.folder === undefined ? {} : { folder: config.notes.folder }),
  });
  const noted = released
    .filter(({ units }) => units.some((unit) => !unit.private))
    .map((one) => {
      const name = nameOf(one, repository?.url);
      const written = write({
        release: nameRelease(one, false),
        name,
        units: one.units,
        entry: entryOf(one),
        contributors: authorsOf(tell(one, one.group.units).changes),
      });
      const first = firstLine(written.notes.tag, one.decision.to, config);
      return { ...written, message: tagMessage(first, written.notes, written.highlights) };
    });
  return {
    changelogs,
    notes: noted.map(({ notes }) => notes).sort((a, b) => (a.tag < b.tag ? -1 : 1)),
    messages: new Map(noted.map(({ notes, message }) => [notes.tag, message] as const)),
    problems: [...problems, ...noted.flatMap((one) => one.problems)],
  };
}

/** A unit's own name; a group's, where somebody gave it one; else what its tags or its repository are called. */
function nameOf({ group, base }: Released, url: string | undefined): string {
  const [first] = group.units;
  if (group.units.length === 1 && first !== undefined) return first.name;
  if (group.isConfigured && group.name !== 'release') return group.name;
  return nameIn(base.prefix) || (url?.split('/').at(-1) ?? '') || (first?.project ?? '');
}

/** Nx's `git.tagMessage`, or the tag's own name. */
function firstLine(tag: string, version: string, { release }: ChangelogInputs['config']): string {
  const said = release?.git?.tagMessage;
  return said === undefined || said === '' ? tag : said.replaceAll('{version}', version);
}
