import { attribution } from '../../history/attribution.ts';
import { sharing } from '../../history/sharing.ts';
import { behindAny } from '../../history/ground.ts';
import { readMessage, type Message } from '../../history/message.ts';
import { questions, readAncestry, readCheckout, readTags, withPlaces } from '../../history/questions.ts';
import type { Touched } from '../../history/touched.ts';
import type { Graph } from '../../model/graph.ts';
import type { Ancestry, Checkout, Tag } from '../../model/history.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { World } from '../../model/world.ts';
import { gatherAncestry } from './gather-ancestry.ts';
import { readCommits } from './read-commits.ts';
import { sharedChanges } from './shared-changes.ts';

export interface Past {
  readonly checkout: Checkout;
  readonly tags: readonly Tag[];
  readonly ancestry: Ancestry;
}

/** What git says of the checkout, its tags and what HEAD builds upon: a few processes, side by side. */
export async function gatherPast(world: World): Promise<Past> {
  const place = ask(world, questions.place);
  const [dirty, named, ancestry] = await Promise.all([
    ask(world, questions.dirty),
    ask(world, questions.tags),
    place.then((text) => {
      const { head, isShallow } = readCheckout(text, '');
      return head === undefined ? readAncestry('') : gatherAncestry(world, head, isShallow);
    }),
  ]);
  const tags = readTags(named);
  const areAside = ancestry.ids.length > 0 && tags.some(({ commit }) => !ancestry.at.has(commit));
  const [aside, lines] = areAside
    ? await Promise.all([ask(world, questions.asideTags), ask(world, questions.asideLines)])
    : ['', ''];
  return {
    checkout: readCheckout(await place, dirty),
    tags: withPlaces(tags, aside, lines, ancestry),
    ancestry,
  };
}

/** The commits that touch a unit, newest first, without what lies behind some of them; the others are forgotten as they come. */
export async function gatherCommits(
  world: World,
  graph: Pick<Graph, 'units' | 'edges'>,
  repo: Snapshot,
  { checkout, ancestry }: Past,
  without: readonly string[],
  { isIgnored, matters = () => true }: CommitOptions = {},
): Promise<readonly Touched[]> {
  if (checkout.head === undefined) return [];
  const values = sharing(graph, repo);
  const { files: shared } = values;
  const isShared = (path: string): boolean => shared.has(path) && isIgnored?.(path) !== true;
  const touched = attribution(graph.units, isIgnored, isShared);
  const commits: Touched[] = [];
  const open: { readonly at: number; readonly files: readonly string[] }[] = [];
  await readCommits(world, checkout, ancestry, await rangeAfter(world, ancestry, without), (commit, at) => {
    const units = touched(commit);
    const files = shared.size === 0 ? none : commit.changes.flatMap(({ path }) => (isShared(path) ? [path] : none));
    if (units.length === 0 && files.length === 0) return;
    if (files.length > 0) open.push({ at: commits.length, files });
    commits.push({ id: commit.id, at, author: commit.author, email: commit.email, text: commit.message, units });
  });
  if (open.length === 0) return commits;
  const changes = await sharedChanges(world, checkout.prefix);
  const asked = open.flatMap(({ at, files }) => {
    const { id = '', text = '' } = commits[at] ?? {};
    return matters(readMessage(text)) ? values.asked(id, files) : [];
  });
  await changes.learn(asked);
  await changes.keep();
  for (const { at, files } of open) {
    const commit = commits[at];
    if (commit !== undefined)
      commits[at] = { ...commit, ...values.reach(commit.units, files, (file) => changes.of(commit.id, file)) };
  }
  return commits.filter(({ units }) => units.length > 0);
}

export interface CommitOptions {
  readonly isIgnored?: ((path: string) => boolean) | undefined;
  /** Whether a commit could release anything by its message: only then it is asked what it changed in shared files. */
  readonly matters?: (message: Message) => boolean;
}

const none: readonly string[] = [];

/** Positions in the ancestry, newest first. */
async function rangeAfter(world: World, ancestry: Ancestry, without: readonly string[]): Promise<readonly number[]> {
  const found = await Promise.all(without.map((id) => reached(world, ancestry, id)));
  const behind = behindAny(ancestry, found.flat());
  const range: number[] = [];
  for (let at = 0; at < behind.length; at++) if (behind[at] !== 1) range.push(at);
  return range;
}

/** Where a commit meets what HEAD builds upon: it may lie on another branch. */
async function reached(world: World, ancestry: Ancestry, commit: string): Promise<readonly number[]> {
  const own = ancestry.at.get(commit);
  if (own !== undefined) return [own];
  const common = await ask(world, ['merge-base', '--all', 'HEAD', commit]);
  return common.split('\n').flatMap((id) => ancestry.at.get(id) ?? []);
}

async function ask(world: World, args: readonly string[]): Promise<string> {
  let answer = '';
  await world.git(args, (text) => (answer += text));
  return answer;
}
