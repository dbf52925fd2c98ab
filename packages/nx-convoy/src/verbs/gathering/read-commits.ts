import { factsWriter, readFacts, type Facts } from '../../history/facts.ts';
import { logFormat, logReader } from '../../history/log.ts';
import type { Ancestry, Checkout, Commit } from '../../model/history.ts';
import type { Remembered, World } from '../../model/world.ts';

/** Small packs are put together with what is learned, so that a clone that lives long has few. */
const small = 1024 * 1024;

/**
 * Tells commits in the order of `range`, positions in the ancestry. What an earlier run learned of a commit is taken from memory; git is
 * asked for the rest only, all at once, and while it writes.
 */
export async function readCommits(
  world: World,
  checkout: Pick<Checkout, 'isShallow' | 'prefix'>,
  ancestry: Ancestry,
  range: readonly number[],
  tell: (commit: Commit, at: number) => void,
): Promise<void> {
  // At the edge of a shallow clone a commit seems to add every file there is.
  const memory = checkout.isShallow ? undefined : world.memory;
  const shelf = `facts/${checkout.prefix === '' ? 'top' : world.hash(checkout.prefix).slice(0, 16)}`;
  const packs = (await memory?.recall(shelf)) ?? [];
  const known = lookUp(packs, ancestry);
  const missing = range.filter((at) => !known.has(at));
  let next = 0;
  const tellUpTo = (end: number): void => {
    for (let at = range[next]; at !== undefined && at < end; at = range[++next]) {
      const commit = known.commit(at);
      if (commit !== undefined) tell(commit, at);
    }
  };
  if (missing.length > 0) {
    const learned = factsWriter();
    const reader = logReader((commit) => {
      const at = ancestry.at.get(commit.id);
      if (at === undefined) return;
      tellUpTo(at);
      tell(commit, at);
      learned.add(commit);
    });
    const within = checkout.prefix === '' ? [] : ['--relative', '--', '.'];
    const ids = missing.map((at) => ancestry.ids[at] ?? '');
    const { code, complaint } = await world.git(
      ['log', '--no-walk=unsorted', '--stdin', ...logFormat, ...within],
      (text) => reader.push(text),
      `${ids.join('\n')}\n`,
    );
    reader.end();
    if (code !== 0) throw new Error(`git log: ${complaint}`);
    await memory?.keep(shelf, ...together(learned, known.packs));
  }
  tellUpTo(Infinity);
}

interface Pack {
  readonly from: Remembered;
  /** Absent where it is of another form: an older version of this tool wrote it, or a newer one. */
  readonly facts?: Facts;
}

interface Known {
  readonly packs: readonly Pack[];
  has(at: number): boolean;
  commit(at: number): Commit | undefined;
}

function lookUp(remembered: readonly Remembered[], { ids, at: positions }: Ancestry): Known {
  const packs = remembered.map((from): Pack => {
    const facts = readFacts(from.bytes);
    return { from, ...(facts === undefined ? {} : { facts }) };
  });
  // By position: the pack, counted from one, and the place in it. A hundred thousand objects would cost more than the facts.
  const packOf = new Int32Array(ids.length);
  const placeOf = new Int32Array(ids.length);
  packs.forEach(({ facts }, pack) => {
    if (facts === undefined) return;
    let next = 0;
    for (let place = 0; place < facts.count; place++) {
      const id = facts.id(place);
      // They were told in this order: to look at the next one is cheaper than to look it up.
      const at = ids[next] === id ? next : positions.get(id);
      if (at === undefined) continue;
      packOf[at] = pack + 1;
      placeOf[at] = place;
      next = at + 1;
    }
  });
  return {
    packs,
    has: (at) => packOf[at] !== 0,
    commit: (at) => packs[(packOf[at] ?? 0) - 1]?.facts?.commit(placeOf[at] ?? 0, ids[at]),
  };
}

/** What is to be kept, and instead of what. */
function together(
  learned: ReturnType<typeof factsWriter>,
  packs: readonly Pack[],
): [Uint8Array, readonly Remembered[]] {
  const old = packs.filter(({ facts, from }) => facts === undefined || from.bytes.length < small);
  for (const { facts } of old)
    for (let place = 0; place < (facts?.count ?? 0); place++) if (facts !== undefined) learned.add(facts.commit(place));
  return [learned.finish(), old.map(({ from }) => from)];
}
