import type { Ancestry } from '../model/history.ts';

/** Marks what the given commits lead to: themselves and all that lies behind them. Positions in the ancestry. */
export function behindAny({ ids, parents }: Ancestry, tips: readonly number[]): Uint8Array {
  const marks = new Uint8Array(ids.length);
  for (const tip of tips) marks[tip] = 1;
  // Children stand before parents, so one pass carries every mark to all that it reaches.
  for (let at = tips.reduce((first, tip) => Math.min(first, tip), ids.length); at < ids.length; at++) {
    if (marks[at] === 1) for (const parent of parents[at] ?? []) marks[parent] = 1;
  }
  return marks;
}

/**
 * The newest commits that lie behind every one of the bases: what is behind them has been released by all. None where one of the bases is
 * unknown, for then everything counts.
 */
export function commonGround(ancestry: Ancestry, bases: readonly (string | undefined)[]): readonly string[] {
  const found = new Set(bases.map((base) => ancestry.at.get(base ?? '')));
  if (found.size === 0 || found.has(undefined)) return [];
  const marks = behindAll(
    ancestry,
    [...found].filter((at) => at !== undefined),
  );
  const isTip = marks.slice();
  ancestry.parents.forEach((parents, at) => {
    if (marks[at] === 1) for (const parent of parents) isTip[parent] = 0;
  });
  return ancestry.ids.filter((_, at) => isTip[at] === 1);
}

/**
 * Marks what lies behind every one of the bases: all of them have released it. Of bases that build upon one another only the oldest
 * says something, and most histories have few that do not; so thousands of bases cost a few passes.
 */
function behindAll(ancestry: Ancestry, bases: readonly number[]): Uint8Array {
  const { ids, parents } = ancestry;
  const rest = new Set(bases);
  let common: Uint8Array | undefined;
  while (rest.size > 0) {
    const oldest = [...rest].reduce((last, at) => Math.max(last, at), 0);
    const behind = behindAny(ancestry, [oldest]);
    common = common === undefined ? behind : common.map((mark, at) => mark & (behind[at] ?? 0));
    // What builds upon the oldest lies behind nothing less.
    const above = new Uint8Array(ids.length);
    above[oldest] = 1;
    for (let at = oldest - 1; at >= 0; at--)
      if ((parents[at] ?? []).some((parent) => above[parent] === 1)) above[at] = 1;
    for (const base of rest) if (above[base] === 1) rest.delete(base);
  }
  return common ?? new Uint8Array(ids.length);
}
