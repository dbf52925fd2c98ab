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
  const [from, to] = commonEnds(before, after);
  const old = blocksOf(before.slice(from, before.length - to));
  const fresh = blocksOf(after.slice(from, after.length - to));
  const [known, now] = [new Set(old), new Set(fresh)];
  const [gone, come] = [old.filter((block) => !now.has(block)), fresh.filter((block) => !known.has(block))];
  return changedNames(read(gone.join('\n\n')), read(come.join('\n\n')));
}

const blocksOf = (text: string): readonly string[] => text.replaceAll('\r\n', '\n').split('\n\n');

/** How much of two texts is the same at their beginnings and their ends, in whole blocks. */
function commonEnds(a: string, b: string): readonly [number, number] {
  const most = Math.min(a.length, b.length);
  const begin = a.lastIndexOf('\n\n', longest(most, (length) => a.slice(0, length) === b.slice(0, length)) - 2);
  const from = begin < 0 ? 0 : begin + 2;
  const same = longest(most - from, (length) => a.slice(a.length - length) === b.slice(b.length - length));
  const end = a.indexOf('\n\n', a.length - same);
  return [from, end < 0 ? 0 : a.length - end];
}

/** The greatest length that holds, where all shorter ones do: comparing long texts is cheap, walking through them is not. */
function longest(most: number, holds: (length: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
