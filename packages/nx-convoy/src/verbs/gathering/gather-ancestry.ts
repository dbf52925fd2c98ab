import { extendAncestry, packAncestry, unpackAncestry } from '../../history/lineage.ts';
import { questions, readAncestry } from '../../history/questions.ts';
import type { Ancestry } from '../../model/history.ts';
import type { World } from '../../model/world.ts';

const shelf = 'ancestry';
/** So many new commits are asked for again rather than a file of megabytes written. */
const few = 50;

/** What HEAD builds upon. Git is asked for what came since an earlier run; at the edge of a shallow clone for all. */
export async function gatherAncestry(world: World, head: string, isShallow: boolean): Promise<Ancestry> {
  const memory = isShallow ? undefined : world.memory;
  const packs = (await memory?.recall(shelf)) ?? [];
  const known = packs.map(({ bytes }) => unpackAncestry(bytes)).find((one) => one !== undefined);
  const found = known === undefined ? undefined : await since(world, known, head);
  if (found !== undefined && found.ids.length - (known?.ids.length ?? 0) <= few) return found;
  const ancestry = found ?? readAncestry((await ask(world, questions.ancestry)).text);
  if (ancestry.ids.length > 0) await memory?.keep(shelf, packAncestry(ancestry), packs);
  return ancestry;
}

async function since(world: World, known: Ancestry, head: string): Promise<Ancestry | undefined> {
  const [tip = ''] = known.ids;
  if (tip === head) return known;
  const { code, text } = await ask(world, ['rev-list', '--parents', head, `^${tip}`]);
  return code === 0 ? extendAncestry(known, head, text) : undefined;
}

async function ask(world: World, args: readonly string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const { code } = await world.git(args, (part) => (text += part));
  return { code, text };
}
