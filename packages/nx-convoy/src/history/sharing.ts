import { ecosystems } from '../ecosystems/index.ts';
import type { EdgeKind } from '../model/claim.ts';
import type { Edge, Graph } from '../model/graph.ts';
import { restOfFile, type Sharing, type Taking } from '../model/shared.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Unit } from '../model/unit.ts';
import { attribution } from './attribution.ts';
import type { Touched } from './touched.ts';

/** Names of the values that changed in a shared file; undefined where nobody looked. */
export type ChangedIn = (file: string) => readonly string[] | undefined;

/** A commit that changed a shared file, and what reads that. */
export interface Asked {
  readonly commit: string;
  readonly file: string;
  readonly sharing: Sharing;
}

export interface Shared {
  /** The shared files of a repository, each with what reads it. */
  readonly files: ReadonlyMap<string, Sharing>;
  /** What has to be asked of a commit that changed some of them. */
  asked(commit: string, files: readonly string[]): readonly Asked[];
  /** Whom a commit touches, that changes some of them, besides the units it touches otherwise. */
  reach(own: readonly number[], files: readonly string[], changedIn: ChangedIn): Pick<Touched, 'units' | 'aside'>;
}

/** Reads no text before the first change that asks for it. */
export function sharing({ units, edges }: Pick<Graph, 'units' | 'edges'>, repo: Snapshot): Shared {
  const files = sharedFiles(units, repo);
  const ofFolder = attribution(units);
  let takers: Takers | undefined;
  return {
    files,
    asked: (commit, changed) =>
      changed.flatMap((file) => {
        const own = files.get(file);
        return own === undefined ? [] : [{ commit, file, sharing: own }];
      }),
    reach(own, changed, changedIn) {
      let direct = own;
      const reached = new Set<number>();
      for (const path of changed) {
        const names = changedIn(path);
        // What nobody looked into belongs to its folder, as any other file.
        if (names?.includes(restOfFile) !== false)
          direct = [...new Set([...direct, ...ofFolder({ changes: [{ status: 'changed', path }] })])];
        if (names?.some((name) => name !== restOfFile) !== true) continue;
        takers ??= takersOf(takingsOf(units, repo), units, edges);
        for (const unit of takers(path, names)) reached.add(unit);
      }
      return withReached(direct, [...reached]);
    },
  };
}

function sharedFiles(units: readonly Unit[], { files: all }: Pick<Snapshot, 'files'>): ReadonlyMap<string, Sharing> {
  const found = new Map<string, Sharing>();
  let known: ReadonlySet<string> | undefined;
  const isThere = (path: string): boolean => (known ??= new Set(all)).has(path);
  for (const { id, sharing: own } of ecosystems) {
    if (own === undefined) continue;
    for (const file of own.files(
      units.filter(({ ecosystem }) => ecosystem === id),
      isThere,
    ))
      found.set(file, own);
  }
  return found;
}

/** A taking, with its unit's position in the graph's list. */
export interface Taken extends Omit<Taking, 'unit'> {
  readonly unit: number;
}

function takingsOf(units: readonly Unit[], repo: Snapshot): readonly Taken[] {
  const at = new Map(units.map(({ ecosystem, key }, position) => [`${ecosystem} ${key}`, position] as const));
  return ecosystems.flatMap(({ id, sharing: own }) => {
    const takings =
      own?.takings(
        repo,
        units.filter(({ ecosystem }) => ecosystem === id),
      ) ?? [];
    return takings.flatMap((taking) => {
      const unit = at.get(`${id} ${taking.unit}`);
      return unit === undefined ? [] : [{ ...taking, unit }];
    });
  });
}

/** Whose built code is inside of them: what it was built with is in there too. */
const holding: ReadonlySet<EdgeKind> = new Set(['bundles', 'embeds']);

type Takers = (file: string, changed: readonly string[]) => readonly number[];

/** Tells which units a change of shared values reaches: those that take them or, where these ship nothing of them, those that hold them. */
export function takersOf(takings: readonly Taken[], units: readonly Unit[], edges: readonly Edge[]): Takers {
  const holders = holdersOf(units, edges);
  const byFile = new Map<string, Map<string, Set<number>>>();
  for (const { unit, file, values, isShipped } of takings) {
    const reached = isShipped ? [unit] : above(unit, holders);
    if (reached.length === 0) continue;
    const byName = byFile.get(file) ?? new Map<string, Set<number>>();
    byFile.set(file, byName);
    for (const name of values) {
      const set = byName.get(name) ?? new Set();
      byName.set(name, set);
      for (const one of reached) set.add(one);
    }
  }
  return (file, changed) => {
    const byName = byFile.get(file);
    return byName === undefined ? [] : [...new Set(changed.flatMap((name) => [...(byName.get(name) ?? [])]))];
  };
}

function holdersOf(units: readonly Unit[], edges: readonly Edge[]): ReadonlyMap<number, readonly number[]> {
  const at = new Map(units.map(({ id }, position) => [id, position] as const));
  const holders = new Map<number, number[]>();
  for (const { from, to, kind } of edges) {
    const [holder, held] = [at.get(from), at.get(to)];
    if (!holding.has(kind) || holder === undefined || held === undefined) continue;
    const list = holders.get(held);
    if (list === undefined) holders.set(held, [holder]);
    else list.push(holder);
  }
  return holders;
}

/** All that hold a unit, however many lie between. */
function above(unit: number, holders: ReadonlyMap<number, readonly number[]>): readonly number[] {
  const found = new Set<number>();
  const open = [unit];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const holder of holders.get(one) ?? []) {
      if (found.has(holder)) continue;
      found.add(holder);
      open.push(holder);
    }
  }
  return [...found];
}

/** A commit that changes files of units is about these; the others it reaches aside, by a value that moved along. */
export function withReached(own: readonly number[], reached: readonly number[]): Pick<Touched, 'units' | 'aside'> {
  const aside = reached.filter((unit) => !own.includes(unit));
  if (aside.length === 0) return { units: own };
  return own.length === 0 ? { units: aside } : { units: [...own, ...aside], aside };
}
