export type Values = ReadonlyMap<string, string>;

/** Names of what two readings say differently. */
export function changedNames(before: Values, after: Values): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name));
}

/**
 * The same for lock files that consist of blocks with blank lines between them. They are long, and a commit changes few of their blocks:
 * only these are read.
 */
export function changedInBlocks(before: string, after: string, read: (text: string) => Values): readonly string[] {
  const [old, fresh] = [blocksOf(before), blocksOf(after)];
  const [known, now] = [new Set(old), new Set(fresh)];
  const [gone, come] = [old.filter((block) => !now.has(block)), fresh.filter((block) => !known.has(block))];
  return changedNames(read(gone.join('\n\n')), read(come.join('\n\n')));
}

const blocksOf = (text: string): readonly string[] => text.replaceAll('\r\n', '\n').split('\n\n');
