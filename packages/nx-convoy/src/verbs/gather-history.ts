import { attribution } from '../history/attribution.ts';
import { behindAny } from '../history/ground.ts';
import { questions, readAncestry, readCheckout, readTags, withPlaces } from '../history/questions.ts';
import type { Touched } from '../history/touched.ts';
import type { Ancestry, Checkout, Tag } from '../model/history.ts';
import type { Unit } from '../model/unit.ts';
import type { World } from '../model/world.ts';
import { readCommits } from './read-commits.ts';

export interface Past {
  readonly checkout: Checkout;
  readonly tags: readonly Tag[];
  readonly ancestry: Ancestry;
}

/** What git says of the checkout, its tags and what HEAD builds upon: a few processes, side by side. */
export async function gatherPast(world: World): Promise<Past> {
  const [place, dirty, named, parents] = await Promise.all([
    ask(world, questions.place),
    ask(world, questions.dirty),
    ask(world, questions.tags),
    ask(world, questions.ancestry),
  ]);
  const [tags, ancestry] = [readTags(named), readAncestry(parents)];
  const areAside = ancestry.ids.length > 0 && tags.some(({ commit }) => !ancestry.at.has(commit));
  const aside = areAside ? await ask(world, questions.asideTags) : '';
  return {
    checkout: readCheckout(place, ancestry.ids[0] ?? '', dirty),
    tags: withPlaces(tags, aside, ancestry),
    ancestry,
  };
}

/** The commits that touch a unit, newest first, without what lies behind some of them; the others are forgotten as they come. */
export async function gatherCommits(
  world: World,
  units: readonly Unit[],
  { checkout, ancestry }: Past,
  without: readonly string[],
  isIgnored?: (path: string) => boolean,
): Promise<readonly Touched[]> {
  if (checkout.head === undefined) return [];
  const touched = attribution(units, isIgnored);
  const commits: Touched[] = [];
  await readCommits(world, checkout, ancestry, await rangeAfter(world, ancestry, without), (commit, at) => {
    const found = touched(commit);
    if (found.length === 0) return;
    commits.push({ id: commit.id, at, author: commit.author, email: commit.email, text: commit.message, units: found });
  });
  return commits;
}

/** Positions in the ancestry, newest first. */
async function rangeAfter(world: World, ancestry: Ancestry, without: readonly string[]): Promise<readonly number[]> {
  const found = await Promise.all(without.map((id) => reached(world, ancestry, id)));
  const behind = behindAny(ancestry, found.flat());
  return ancestry.ids.flatMap((_, at) => (behind[at] === 1 ? [] : [at]));
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
