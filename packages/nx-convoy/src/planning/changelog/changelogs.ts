import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Ancestry } from '../../model/history.ts';
import type { PlannedChangelog } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Released } from '../plan.ts';
import { askedBy } from './asked.ts';
import { writeDocument, type Told } from './document.ts';
import type { Entry } from './entry.ts';
import { readExisting, type Existing } from './existing.ts';
import { itemsOf, type Items } from './item.ts';
import { makeEntry } from './make-entry.ts';
import { nameRelease } from './name-release.ts';
import { placesIn } from './places-in.ts';
import { rendererOf, type Renderer } from './renderer.ts';
import type { Repository } from './repository.ts';
import type { Teller } from './telling.ts';
import type { Headings } from './types.ts';
import { nameIn, type VersionHeading } from './version-heading.ts';
import { interpolate, type Place } from './where.ts';

export interface ChangelogInputs {
  readonly released: readonly Released[];
  readonly graph: Graph;
  readonly config: Config;
  readonly ancestry: Ancestry;
  readonly repo: Snapshot;
}

export interface Changelogs {
  readonly changelogs: readonly PlannedChangelog[];
  readonly problems: readonly Problem[];
}

export interface Shared {
  readonly repository: Repository | undefined;
  /** Commits as bullets with links, for notes as well. */
  readonly itemOf: Items;
  readonly tell: Teller['tell'];
  readonly headings: Headings;
  /** All that a release tells, with links, for notes as well. */
  readonly entryOf: (released: Released) => Entry;
}

/** Every changelog that this release adds to. */
export async function changelogsOf(inputs: ChangelogInputs & Shared): Promise<Changelogs> {
  const { released, graph, config, repo } = inputs;
  const texts = new Map<string, Existing>();
  const read = (file: string): Existing => {
    const known = texts.get(file) ?? readExisting(repo, file);
    texts.set(file, known);
    return known;
  };
  const places = placesIn({ repo, config, graph, released }, read);
  const byFile = new Map<string, Place[]>();
  for (const place of places) byFile.set(place.file, [...(byFile.get(place.file) ?? []), place]);
  const { make, problems } = entryMaker(inputs);
  const changelogs: PlannedChangelog[] = [];
  for (const file of [...byFile.keys()].sort()) {
    const { text, problem, headings } = read(file);
    if (problem !== undefined) {
      problems.push(...problem);
      continue;
    }
    const planned = await make(file, byFile.get(file) ?? [], text, headings);
    if (planned !== undefined) changelogs.push(planned);
  }
  return { changelogs, problems: distinct(problems) };
}

type Make = (
  file: string,
  places: readonly Place[],
  text: string | undefined,
  headings: readonly VersionHeading[],
) => Promise<PlannedChangelog | undefined>;

function entryMaker({
  config,
  repo,
  repository,
  itemOf: linked,
  tell,
  headings,
  entryOf: wholeOf,
}: ChangelogInputs & Shared): { make: Make; problems: Problem[] } {
  const problems: Problem[] = [];
  const plainly = itemsOf(repository, false);
  const entryOf = (place: Place): Entry => {
    const { setting, units } = place;
    const otherwise =
      setting.otherwise === false
        ? undefined
        : interpolate(setting.otherwise, units.length === 1 ? units[0] : undefined, place.released.group.name);
    const said = otherwise === undefined ? {} : { otherwise };
    const isWhole = units.length === place.released.group.units.length;
    if (isWhole && setting.withLinks && !setting.withAuthors) return { ...wholeOf(place.released), ...said };
    return makeEntry({
      ...tell(place.released, units),
      asked: askedBy(place.released, repo),
      headings,
      itemOf: setting.withLinks ? linked : plainly,
      withAuthors: setting.withAuthors,
      ...said,
    });
  };
  const make: Make = async (file, places, text, existing) => {
    const isNamed =
      new Set(places.map(({ released: one }) => one.decision.to)).size > 1 ||
      existing.some(({ prefix }, at) => at < recent && nameIn(prefix) !== '');
    const [first] = places;
    if (first === undefined) return undefined;
    const renderer: Renderer = await rendererOf(first.setting, config);
    problems.push(...renderer.problems);
    const told: Told[] = [];
    for (const place of mergedByVersion(places, isNamed)) {
      const release = nameRelease(place.released, isNamed);
      told.push(
        await renderer.dress({
          release,
          entry: entryOf(place),
          setting: place.setting,
          ...(repository === undefined ? {} : { repository }),
          changes: tell(place.released, place.units).changes,
        }),
      );
    }
    const written = writeDocument(text, told, 'Changelog', repository);
    if (written.entry === '') return undefined;
    return {
      file,
      units: [...new Set(places.flatMap(({ units }) => units.map(({ id }) => id)))].sort(),
      ...written,
      ...(renderer.file === undefined ? {} : { renderer: renderer.file }),
    };
  };
  return { make, problems };
}

/** Old releases of a file may be named in another way than the new ones. */
const recent = 5;

/** One file has one section for a version, even where several groups come to it together. */
function mergedByVersion(places: readonly Place[], isNamed: boolean): readonly Place[] {
  if (isNamed) return places;
  const found = new Map<string, Place>();
  for (const place of places) {
    const known = found.get(place.released.decision.to);
    found.set(place.released.decision.to, known === undefined ? place : joined(known, place));
  }
  return [...found.values()];
}

/** Two groups as one: what touched either, told once. */
function joined(a: Place, b: Place): Place {
  const seen = new Set(a.released.cause.changes.map(({ id }) => id));
  const changes = [...a.released.cause.changes, ...b.released.cause.changes.filter(({ id }) => !seen.has(id))].sort(
    (x, y) => x.at - y.at,
  );
  const units = [...a.units, ...b.units];
  const group = { ...a.released.group, units: [...a.released.group.units, ...b.released.group.units] };
  return { ...a, units, released: { ...a.released, group, cause: { ...a.released.cause, changes } } };
}

const distinct = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values(),
];
