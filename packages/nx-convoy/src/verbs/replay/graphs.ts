import { ecosystems } from '../../ecosystems/index.ts';
import { discover } from '../../graph/discover.ts';
import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Place } from '../../model/problem.ts';
import type { Snapshot, TreeSnapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import type { World } from '../../model/world.ts';

/** What a commit's tree says: its graph, which trees that differ in versions only share, and the versions that stand in it. */
export interface Stand {
  readonly graph: Graph;
  /** The tree that the graph was read from, and its commit. */
  readonly repo: Snapshot;
  readonly readAt: string;
  versionOf(unit: Unit): string | undefined;
}

interface Surveyed {
  readonly commit: string;
  readonly graph: Graph;
  readonly snapshot: TreeSnapshot;
  /** Where the versions stand: not only in manifests. */
  readonly sources: ReadonlySet<string>;
}

/** Trees that were surveyed lately; releases alternate between a few lines. */
const kept = 4;

/** Notes on a release, as charts carry them: they change with each and say nothing of the graph. */
const annotations = /^annotations:[ ]*\n(?:[ #].*\n|\n)*/m;
const version = /\d+\.\d+[\w.+-]*/g;

/**
 * Gives the stand of any commit. A tree is surveyed only where more than versions has changed in the manifests since one that was; what
 * else a survey looks into, such as the values of a chart, seldom changes what there is to release.
 */
export function stands(world: World, config: Config): (commit: string) => Promise<Stand> {
  const globs = ecosystems.flatMap((ecosystem) => ecosystem.globs.map((glob) => glob.slice(glob.lastIndexOf('/') + 1)));
  const names = new RegExp(
    `(?:^|/)(?:${globs.map((glob) => glob.replaceAll('.', '\\.').replaceAll('*', '[^/]*')).join('|')})$`,
  );
  const isManifest = remember((path) => names.test(path));
  const asked = new Set<string>();
  const shapes = new Map<string, string>();
  let recent: readonly Surveyed[] = [];

  const shapeOf = (snapshot: TreeSnapshot, path: string): string | undefined => {
    const id = snapshot.id(path);
    if (id === undefined) return undefined;
    const known = shapes.get(id);
    if (known !== undefined) return known;
    const text = snapshot.text(path);
    const shape = text?.ok === true ? text.value.replace(annotations, '').replaceAll(version, '#') : id;
    shapes.set(id, shape);
    return shape;
  };

  /** A file that is new or gone is a new survey; one that says other versions only is none. */
  const isAlike = (snapshot: TreeSnapshot, known: Surveyed): boolean =>
    (snapshot.changedSince(known.snapshot) ?? snapshot.files)
      .filter((path) => isManifest(path) || known.sources.has(path))
      .every((path) => shapeOf(snapshot, path) === shapeOf(known.snapshot, path));

  const isExpected = (path: string): boolean => isManifest(path) || asked.has(path);

  return async (commit) => {
    const snapshot = await world.tree(commit, isExpected);
    let found = recent.find((known) => isAlike(snapshot, known));
    if (found === undefined) {
      const text: TreeSnapshot['text'] = (path) => {
        asked.add(path);
        return snapshot.text(path);
      };
      const graph = discover({ ...snapshot, files: snapshot.files, text }, config, ecosystems);
      const sources = graph.units.flatMap(({ versionSource: source }) => placeIn(source)?.file ?? []);
      found = { commit, graph, snapshot, sources: new Set(sources) };
    }
    const surveyed = found;
    const units = new Map(surveyed.graph.units.map((unit) => [unit.id, unit]));
    const versionOf = (unit: Unit): string | undefined => {
      const source = unit.versionOf === undefined ? undefined : units.get(unit.versionOf);
      return source === undefined ? versionNow(unit, surveyed.snapshot, snapshot) : versionOf(source);
    };
    recent = [surveyed, ...recent.filter((known) => known !== surveyed)].slice(0, kept);
    return {
      graph: surveyed.graph,
      repo: surveyed.snapshot,
      readAt: surveyed.commit,
      versionOf: surveyed.snapshot === snapshot ? ({ version: stated }) => stated : versionOf,
    };
  };
}

/** The same line, with another version in it; it may have moved. */
function versionNow(unit: Unit, then: TreeSnapshot, now: TreeSnapshot): string | undefined {
  const { version: stated, versionSource: source } = unit;
  const place = placeIn(source);
  if (stated === undefined || place === undefined) return stated;
  const { file, line = 1 } = place;
  const [before = '', lines] = [linesOf(then, file)[line - 1], linesOf(now, file)];
  if (before === lines[line - 1]) return stated;
  const at = before.indexOf(stated);
  if (at < 0) return undefined;
  const [lead, tail] = [before.slice(0, at), before.slice(at + stated.length)];
  const isIt = (text: string): boolean =>
    text.startsWith(lead) && text.endsWith(tail) && text.length > lead.length + tail.length;
  const after = [lines[line - 1] ?? '', ...lines].find(isIt);
  return after?.slice(lead.length, after.length - tail.length);
}

const placeIn = (source: Unit['versionSource']): Place | undefined =>
  source === undefined || source.is === 'tags' ? undefined : source.at;

function linesOf(snapshot: TreeSnapshot, file: string): readonly string[] {
  const text = snapshot.text(file);
  return text?.ok === true ? text.value.split('\n') : [];
}

function remember(test: (path: string) => boolean): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const answer = test(path);
    known.set(path, answer);
    return answer;
  };
}
