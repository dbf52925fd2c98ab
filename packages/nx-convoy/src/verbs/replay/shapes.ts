import { attribution } from '../../history/attribution.ts';
import { readMessage } from '../../history/message.ts';
import { isReleaseCommit } from '../../history/release-commit.ts';
import { sharing } from '../../history/sharing.ts';
import type { Touched } from '../../history/touched.ts';
import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { World } from '../../model/world.ts';
import { nameOf } from '../../paths/inside.ts';
import { groupsOf, type Group } from '../../planning/groups/groups.ts';
import { tagClaims, type TagClaim } from '../../planning/tags/ownership.ts';
import { sharedChanges, type SharedChanges } from '../gathering/shared-changes.ts';
import type { Stand } from './graphs.ts';
import { locksOf, type Locks } from './locks.ts';
import type { Past } from './past.ts';

/** Whom a commit touches. */
export type Reached = Pick<Touched, 'units' | 'aside'>;

/** What is the same for all commits whose trees tell the same graph. */
export interface Shape {
  readonly groups: readonly Group[];
  readonly claims: readonly TagClaim[];
  /** Has what these commits changed in shared files read, before anybody asks whom they touch. */
  look(range: Iterable<number>): Promise<void>;
  touched(at: number): Reached;
  /** Those whose own files it changes, as far as no shared file tells of more. */
  direct(at: number): readonly number[];
}

/** What a unit is built with changes slowly: this many graphs in a row ask the same lock for it. */
const sameLocks = 16;
const isLock = (path: string): boolean => /lock|shrinkwrap/.test(nameOf(path));

export interface Shapes {
  of(stand: Stand): Shape;
  /** Keeps what was learned of commits for another run. */
  keep(): Promise<void>;
}

export function shapesOf(past: Past, config: Config, world: World): Shapes {
  const shapes = new Map<Graph, Shape>();
  let changes: Promise<SharedChanges> | undefined;
  let locks = locksOf(world);
  const changesOf = (): Promise<SharedChanges> => (changes ??= sharedChanges(world, past.prefix));
  const of = (stand: Stand): Shape => {
    const known = shapes.get(stand.graph);
    if (known !== undefined) return known;
    if (shapes.size % sameLocks === 0) locks = locksOf(world);
    const groups = groupsOf(stand.graph.units, config);
    const shape = { groups, claims: tagClaims(groups, past.families), ...touching(stand, past, locks, changesOf) };
    shapes.set(stand.graph, shape);
    return shape;
  };
  return { of, keep: async () => (await changes)?.keep() };
}

function touching(
  { graph, repo, readAt }: Stand,
  { commits }: Past,
  locks: Locks,
  changesOf: () => Promise<SharedChanges>,
): Pick<Shape, 'look' | 'touched' | 'direct'> {
  const shared = sharing(graph, locks.within(repo));
  const isShared = (path: string): boolean => shared.files.has(path);
  const attributed = attribution(graph.units, undefined, isShared);
  const directly = new Map<number, readonly number[]>();
  const known = new Map<number, Reached>();
  const looked = new Set<number>();
  let changedIn: SharedChanges['of'] = () => undefined;

  const direct = (at: number): readonly number[] => {
    const before = directly.get(at);
    if (before !== undefined) return before;
    const commit = commits[at];
    const units = commit === undefined ? [] : attributed(commit);
    directly.set(at, units);
    return units;
  };
  const filesAt = (at: number): readonly string[] =>
    commits[at]?.changes.flatMap(({ path }) => (isShared(path) ? [path] : [])) ?? [];

  return {
    direct,
    async look(range) {
      if (shared.files.size === 0) return;
      const fresh = [...range].filter((at) => !looked.has(at));
      for (const at of fresh) {
        looked.add(at);
        known.delete(at);
      }
      const asked = fresh.flatMap((at) => {
        const { id = '', message = '' } = commits[at] ?? {};
        const files = filesAt(at);
        return files.length > 0 && !isReleaseCommit(readMessage(message)) ? shared.asked(id, files) : [];
      });
      if (asked.length === 0) return;
      const changes = await changesOf();
      await changes.learn(asked);
      changedIn = (commit, file) => changes.of(commit, file);
      await locks.fetch(readAt, [...shared.files.keys()].filter(isLock));
    },
    touched(at) {
      const before = known.get(at);
      if (before !== undefined) return before;
      const { id = '' } = commits[at] ?? {};
      const units = direct(at);
      const files = filesAt(at);
      const found = files.length === 0 ? { units } : shared.reach(units, files, (file) => changedIn(id, file));
      known.set(at, found);
      return found;
    },
  };
}
