import type { PlannedNotes, PlannedUnit } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { inside } from '../../paths/inside.ts';
import type { Entry } from '../changelog/entry.ts';
import { plainTitle } from '../changelog/kinds.ts';
import type { Release } from '../changelog/release.ts';
import { compareUrl, tagUrl, type Repository } from '../changelog/repository.ts';
import { draftFile, draftLines, readDraft, type Draft } from './draft.ts';
import { readEvidence, type Evidence } from './evidence.ts';
import { installation } from './installation.ts';
import { figureIn, fill } from './placeholders.ts';
import { sectionsOf } from './template.ts';

export interface NotesInputs {
  readonly repo: Snapshot;
  /** Where drafts are, if not in docs/releases. */
  readonly folder?: string;
  /** Where the finished notes go, with {tag}. */
  readonly out?: string;
  /** Where evidence is, if not in .convoy/evidence. */
  readonly evidenceFolder?: string;
  readonly repository?: Repository;
}

/** One release, as its notes need it. */
export interface Noted {
  readonly release: Release;
  /** What it is called where nobody gave it a title. */
  readonly name: string;
  readonly units: readonly PlannedUnit[];
  readonly entry: Entry;
  readonly contributors: readonly string[];
}

export interface Notes {
  readonly notes: PlannedNotes;
  /** For the tag's message. */
  readonly highlights: readonly string[];
  readonly problems: readonly Problem[];
}

/** A writer of notes; evidence is read once for all releases of a plan. */
export function notesWriter({ repo, folder, out, evidenceFolder, repository }: NotesInputs): (noted: Noted) => Notes {
  const evidence = readEvidence(repo, evidenceFolder);
  return (noted) => {
    const file = draftFile(noted.release.tag, folder);
    const found = draftLines(file, repo);
    const { draft, problems } = drafted(file, found, noted.release, evidence);
    const finished = out?.replaceAll('{tag}', noted.release.tag);
    const title = draft.title ?? `${noted.name} ${noted.release.version}`.trim();
    const link = linkOf(noted.release, repository);
    const sections = sectionsOf(draft, {
      entry: noted.entry,
      installation: installation(noted.units),
      contributors: noted.contributors,
      hasFiles: noted.units.some((unit) => !unit.private),
      ...(link === undefined ? {} : { fullChangelog: link }),
    });
    const head = [
      `# ${title}`,
      ...(draft.summary === undefined ? [] : ['', draft.summary]),
      ...(draft.lead.length === 0 ? [] : ['', ...draft.lead]),
    ];
    const text = [...head, ...sections.flatMap((section) => ['', `## ${section.title}`, '', ...section.lines])].join(
      '\n',
    );
    return {
      notes: {
        file,
        text: `${text}\n`,
        ...(finished === undefined ? {} : { out: finished }),
        tag: noted.release.tag,
        units: noted.units.map(({ id }) => id).sort(),
        title,
        ...(draft.summary === undefined ? {} : { summary: draft.summary }),
        isDrafted: found !== undefined,
      },
      highlights: draft.sections.find((section) => plainTitle(section.title) === 'highlights')?.lines ?? [],
      problems: [...problems, ...unprovenCommits(noted, file), ...outProblems(finished, out, repo)],
    };
  };
}

/** What stands there already may be what somebody wrote: the draft above all. */
function outProblems(file: string | undefined, pattern: string | undefined, repo: Snapshot): readonly Problem[] {
  if (file === undefined) return [];
  const said = pattern?.includes('{tag}') === true ? `${file} is there already` : 'notes.out names one file for all';
  const leaves = inside('.', file) !== file;
  if (repo.text(file) === undefined && !leaves && pattern?.includes('{tag}') === true) return [];
  return [
    {
      code: 'NOTES_OUT_TAKEN',
      severity: 'error',
      what: `The finished notes would go to ${file}, but ${leaves ? 'that is no path inside of the workspace' : said}.`,
      ...(leaves ? {} : { where: { file } }),
      fix: 'Name another place in the plugin\'s options, "notes": { "out": "docs/notes/{tag}.md" }; what people write stands in the draft.',
    },
  ];
}

/** The draft with all placeholders replaced; one without any text where nobody wrote one. */
function drafted(
  file: string,
  lines: readonly string[] | undefined,
  release: Release,
  evidence: Evidence,
): { draft: Draft; problems: readonly Problem[] } {
  if (lines === undefined) return { draft: { file, lead: [], sections: [] }, problems: [] };
  const { previous, ...rest } = release;
  const filled = fill(
    file,
    lines,
    { ...rest, ...(previous === undefined ? {} : { previous: previous.version }) },
    evidence,
  );
  return { draft: readDraft(file, filled.lines), problems: filled.problems };
}

/** A commit may promise a number that nobody measured for this release; people can say it better in the draft. */
function unprovenCommits({ entry, release }: Noted, file: string): readonly Problem[] {
  const items = entry.sections.flatMap(({ kind, items: all }) => (kind === 'performance' ? all : []));
  const figures = items.flatMap(({ text }) => figureIn(text.replaceAll(/\]\([^)]*\)/g, ']')) ?? []);
  if (figures.length === 0) return [];
  return [
    {
      code: 'NOTES_FIGURE_UNPROVEN',
      severity: 'warning',
      what: `The notes of ${release.tag} take ${figures
        .slice(0, 3)
        .map((figure) => `"${figure}"`)
        .join(', ')} from commits, without evidence.`,
      fix: `Tell of it under "## Performance" in ${file}, with {{evidence.<name>.<field>}} and name the pull request or commit.`,
    },
  ];
}

function linkOf({ previous, tag }: Release, repository: Repository | undefined): string | undefined {
  if (repository === undefined) return undefined;
  return previous === undefined ? tagUrl(repository, tag) : compareUrl(repository, previous.tag, tag);
}
