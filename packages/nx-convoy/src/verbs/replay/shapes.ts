import { attribution } from '../../history/attribution.ts';
import { readMessage } from '../../history/message.ts';
import { isReleaseCommit } from '../../history/release-commit.ts';
import { sharing } from '../../history/sharing.ts';
import type { Touched } from '../../history/touched.ts';
import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import { ok } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { groupsOf, type Group } from '../../planning/groups.ts';
import { tagClaims, type TagClaim } from '../../planning/ownership.ts';
import { sharedChanges, type SharedChanges } from '../shared-changes.ts';
import type { Stand } from './graphs.ts';
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
}

export function shapesOf(past: Past, config: Config, world: World): (stand: Stand) => Shape {
  const shapes = new Map<Graph, Shape>();
  let changes: Promise<SharedChanges> | undefined;
  const changesOf = (): Promise<SharedChanges> => (changes ??= sharedChanges(world, past.prefix));
  return (stand) => {
    const known = shapes.get(stand.graph);
    if (known !== undefined) return known;
    const groups = groupsOf(stand.graph.units, config);
    const shape = { groups, claims: tagClaims(groups, past.families), ...touching(stand, past, world, changesOf) };
    shapes.set(stand.graph, shape);
    return shape;
  };
}

function touching(
  { graph, repo, readAt }: Stand,
  { commits }: Past,
  world: World,
  changesOf: () => Promise<SharedChanges>,
): Pick<Shape, 'look' | 'touched'> {
  // Locks are long, and few of them are looked into: they are fetched with the first commit that asks for one.
  const fetched = new Map<string, string>();
  const shared = sharing(graph, {
    files: repo.files,
    text: (path) => {
      const text = fetched.get(path);
      return text === undefined ? repo.text(path) : ok(text);
    },
    once: (path, read) => repo.once?.(path, read),
  });
  const isShared = (path: string): boolean => shared.files.has(path);
  const direct = attribution(graph.units, undefined, isShared);
  const known = new Map<number, Reached>();
  const looked = new Set<number>();
  let changedIn: SharedChanges['of'] = () => undefined;

  const filesAt = (at: number): readonly string[] =>
    commits[at]?.changes.flatMap(({ path }) => (isShared(path) ? [path] : [])) ?? [];

  return {
    async look(range) {
      if (shared.files.size === 0) return;
      const fresh = [...range].filter((at) => !looked.has(at));
      for (const at of fresh) looked.add(at);
      const asked = fresh.flatMap((at) => {
        const { id = '', message = '' } = commits[at] ?? {};
        const files = filesAt(at);
        return files.length > 0 && !isReleaseCommit(readMessage(message)) ? shared.asked(id, files) : [];
      });
      if (asked.length === 0) return;
      const changes = await changesOf();
      await changes.learn(asked);
      changedIn = (commit, file) => changes.of(commit, file);
      if (fetched.size > 0) return;
      const paths = [...shared.files.keys()];
      const texts = await world.texts(paths.map((path) => `${readAt}:./${path}`));
      paths.forEach((path, index) => fetched.set(path, texts[index]?.text ?? ''));
    },
    touched(at) {
      const before = known.get(at);
      if (before !== undefined) return before;
      const commit = commits[at];
      const units = commit === undefined ? [] : direct(commit);
      const files = filesAt(at);
      const found =
        files.length === 0 ? { units } : shared.reach(units, files, (file) => changedIn(commit?.id ?? '', file));
      known.set(at, found);
      return found;
    },
  };
}
