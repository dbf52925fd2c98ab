import type { Ancestry } from '../model/history.ts';
import { behindAny } from './ground.ts';

export interface Reach {
  /** Whether a commit is a base or lies behind it; both are positions in the ancestry. */
  readonly isBehind: (commit: number, base: number) => boolean;
}

/** Bits of one machine word that can be joined without becoming a slow number. */
const wordSize = 31;

/**
 * For many bases at once: which commits lie behind each of them. Most bases stand on the main line, the first parents of the newest
 * commit: there the oldest commit that reaches another one says it for all. The others share passes over the ancestry, a bit for each;
 * so thousands of bases over a hundred thousand commits stay a matter of milliseconds.
 */
export function reach(ancestry: Ancestry, bases: readonly number[]): Reach {
  // Changelogs ask again, for prereleases alone: most plans have none.
  const { reachedAt, isOn } = mainLine(bases.length === 0 ? { ids: [], parents: [] } : ancestry);
  const isAsked = new Uint8Array(ancestry.ids.length);
  for (const base of bases) if (isOn[base] === 1) isAsked[base] = 1;
  const besides = bases.filter((base) => isOn[base] !== 1);
  const blockOf = new Map(besides.map((base, at) => [base, at] as const));
  const words: Int32Array[] = [];
  const pass = (block: number): Int32Array => {
    const marks = new Int32Array(ancestry.ids.length);
    besides.slice(block * wordSize, (block + 1) * wordSize).forEach((base, bit) => {
      marks[base] = (marks[base] ?? 0) | (1 << bit);
    });
    // Children stand before parents, so one pass carries every mark to all that it reaches.
    for (let at = 0; at < marks.length; at++) {
      const mark = marks[at] ?? 0;
      if (mark === 0) continue;
      for (const parent of ancestry.parents[at] ?? []) marks[parent] = (marks[parent] ?? 0) | mark;
    }
    return marks;
  };
  const others = new Map<number, Uint8Array>();
  /** One that nobody named before pays for a pass of its own. */
  const alone = (base: number): Uint8Array => {
    const marks = others.get(base) ?? behindAny(ancestry, [base]);
    others.set(base, marks);
    return marks;
  };
  return {
    isBehind(commit, base) {
      // Positions grow with age.
      if (isAsked[base] === 1) return (reachedAt[commit] ?? -1) >= base;
      const at = blockOf.get(base);
      if (at === undefined) return alone(base)[commit] === 1;
      const block = Math.floor(at / wordSize);
      const marks = (words[block] ??= pass(block));
      return ((marks[commit] ?? 0) & (1 << (at % wordSize))) !== 0;
    },
  };
}

/** For every commit, the position of the oldest commit of the main line that reaches it; -1 where none does. */
function mainLine({ ids, parents }: Pick<Ancestry, 'ids' | 'parents'>): { reachedAt: Int32Array; isOn: Uint8Array } {
  const line: number[] = [];
  for (let at: number | undefined = ids.length > 0 ? 0 : undefined; at !== undefined; at = parents[at]?.[0])
    line.push(at);
  const reachedAt = new Int32Array(ids.length).fill(-1);
  const isOn = new Uint8Array(ids.length);
  const open: number[] = [];
  for (const from of line.reverse()) {
    isOn[from] = 1;
    open.push(from);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (reachedAt[at] !== -1) continue;
      reachedAt[at] = from;
      for (const parent of parents[at] ?? []) open.push(parent);
    }
  }
  return { reachedAt, isOn };
}
