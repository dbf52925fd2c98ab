import type { Asked } from '../../history/sharing.ts';
import type { World } from '../../model/world.ts';

export interface SharedChanges {
  /** Reads what is not known yet: by one process for all. */
  learn(asked: readonly Asked[]): Promise<void>;
  /** Names of the values that a commit changed in a file; undefined where nobody asked for it. */
  of(commit: string, file: string): readonly string[] | undefined;
  /** Keeps what was learned: of a commit it is true for ever. */
  keep(): Promise<void>;
}

/** Files are compared this many at a time: locks are long, and not all are held at once. */
const window = 8;

/** What commits changed in shared files, remembered from earlier runs. */
export async function sharedChanges(world: World, prefix: string): Promise<SharedChanges> {
  const shelf = `shared/${prefix === '' ? 'top' : world.hash(prefix).slice(0, 16)}`;
  const packs = (await world.memory?.recall(shelf)) ?? [];
  const known = new Map(packs.flatMap(({ bytes }) => readPack(bytes, world.tool)));
  let isNew = false;
  const compare = async (some: readonly Asked[]): Promise<void> => {
    const texts = await world.texts(
      some.flatMap(({ commit, file }) => [`${commit}^:./${file}`, `${commit}:./${file}`]),
    );
    some.forEach(({ commit, file, sharing }, index) => {
      const [before, after] = [texts[index * 2], texts[index * 2 + 1]];
      const isSame = before?.id === after?.id;
      known.set(keyOf(commit, file), isSame ? [] : sharing.changed(file, before?.text, after?.text));
    });
  };
  return {
    async learn(asked) {
      const missing = asked.filter(({ commit, file }) => !known.has(keyOf(commit, file)) && !file.includes('\n'));
      isNew ||= missing.length > 0;
      for (let at = 0; at < missing.length; at += window) await compare(missing.slice(at, at + window));
    },
    of: (commit, file) => known.get(keyOf(commit, file)),
    keep: async () => (isNew ? world.memory?.keep(shelf, pack(known, world.tool), packs) : undefined),
  };
}

const keyOf = (commit: string, file: string): string => `${commit} ${file}`;

type Entry = readonly [string, readonly string[]];

/** Another version may read files in another way: what it learned is not taken over. */
const pack = (known: ReadonlyMap<string, readonly string[]>, tool: string): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ tool, known: [...known] }));

function readPack(bytes: Uint8Array, tool: string): readonly Entry[] {
  const read = JSON.parse(new TextDecoder().decode(bytes)) as { tool?: unknown; known?: readonly Entry[] };
  return read.tool === tool ? (read.known ?? []) : [];
}
