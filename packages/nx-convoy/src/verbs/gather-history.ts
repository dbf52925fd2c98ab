import { attribution } from '../history/attribution.ts';
import { logFormat, logReader } from '../history/log.ts';
import { questions, readAncestry, readCheckout, readTags } from '../history/questions.ts';
import type { Touched } from '../history/touched.ts';
import type { Ancestry, Checkout, Tag } from '../model/history.ts';
import type { Unit } from '../model/unit.ts';
import type { World } from '../model/world.ts';

export interface Past {
  readonly checkout: Checkout;
  readonly tags: readonly Tag[];
  readonly ancestry: Ancestry;
}

/** What git says of the checkout, its tags and what HEAD builds upon: a few processes, side by side. */
export async function gatherPast(world: World): Promise<Past> {
  const [place, head, dirty, tags, ancestry] = await Promise.all([
    ask(world, questions.place),
    ask(world, questions.head),
    ask(world, questions.dirty),
    ask(world, questions.tags),
    ask(world, questions.ancestry),
  ]);
  return { checkout: readCheckout(place, head, dirty), tags: readTags(tags), ancestry: readAncestry(ancestry) };
}

/** One pass over the log, from HEAD to `without`; commits that touch no unit are forgotten while git still writes. */
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
  const reader = logReader((commit) => {
    const found = touched(commit);
    const at = ancestry.at.get(commit.id);
    if (found.length === 0 || at === undefined) return;
    commits.push({ id: commit.id, at, author: commit.author, email: commit.email, text: commit.message, units: found });
  });
  const place = checkout.prefix === '' ? [] : ['--relative', '--', '.'];
  await world.git(
    ['log', '--topo-order', ...logFormat, 'HEAD', ...without.map((commit) => `^${commit}`), ...place],
    (text) => reader.push(text),
  );
  reader.end();
  return commits;
}

async function ask(world: World, args: readonly string[]): Promise<string> {
  let answer = '';
  await world.git(args, (text) => (answer += text));
  return answer;
}
