import { ecosystems } from '../../ecosystems/index.ts';
import { discover } from '../../graph/discover.ts';
import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { TreeSnapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import type { World } from '../../model/world.ts';

/** What a commit's tree says: its graph, which trees that differ in versions only share, and the versions that stand in it. */
export interface Stand {
  readonly graph: Graph;
  versionOf(unit: Unit): string | undefined;
}

interface Surveyed {
  readonly graph: Graph;
  readonly snapshot: TreeSnapshot;
  /** Manifests, whether read or not: a new one is a new survey. */
  readonly manifests: readonly string[];
  /** Every file that the survey asked for. */
  readonly read: ReadonlySet<string>;
}

/** Trees that were surveyed lately; releases alternate between a few lines. */
const kept = 4;

const version = /\d+\.\d+[\w.+-]*/g;

/** Gives the stand of any commit. A tree is surveyed only where more than versions has changed since one that was. */
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
    const shape = text?.ok === true ? text.value.replaceAll(version, '#') : id;
    shapes.set(id, shape);
    return shape;
  };

  const isAlike = (snapshot: TreeSnapshot, manifests: readonly string[], known: Surveyed): boolean =>
    manifests.length === known.manifests.length &&
    manifests.every((path, at) => path === known.manifests[at]) &&
    [...known.read].every(
      (path) =>
        snapshot.id(path) === known.snapshot.id(path) || shapeOf(snapshot, path) === shapeOf(known.snapshot, path),
    );

  return async (commit) => {
    const snapshot = await world.tree(commit, (path) => isManifest(path) || asked.has(path));
    const manifests = snapshot.files.filter(isManifest);
    let found = recent.find((known) => isAlike(snapshot, manifests, known));
    if (found === undefined) {
      const read = new Set<string>();
      const text: TreeSnapshot['text'] = (path) => {
        read.add(path);
        asked.add(path);
        return snapshot.text(path);
      };
      found = { graph: discover({ files: snapshot.files, text }, config, ecosystems), snapshot, manifests, read };
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
      versionOf: surveyed.snapshot === snapshot ? ({ version: stated }) => stated : versionOf,
    };
  };
}

/** The same line, with another version in it. */
function versionNow(unit: Unit, then: TreeSnapshot, now: TreeSnapshot): string | undefined {
  const { version: stated, versionSource: source } = unit;
  if (stated === undefined || source === undefined || !('at' in source)) return stated;
  const { file, line = 1 } = source.at ?? { file: unit.manifest };
  const [before, after] = [lineOf(then, file, line), lineOf(now, file, line)];
  if (before === after) return stated;
  const at = before.indexOf(stated);
  const [lead, tail] = [before.slice(0, at), before.slice(at + stated.length)];
  return at < 0 || !after.startsWith(lead) || !after.endsWith(tail)
    ? undefined
    : after.slice(lead.length, after.length - tail.length);
}

function lineOf(snapshot: TreeSnapshot, file: string, line: number): string {
  const text = snapshot.text(file);
  return text?.ok === true ? (text.value.split('\n')[line - 1] ?? '') : '';
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
